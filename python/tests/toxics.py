"""A proxy for TCP that misbehaves as it is told, after the kinds that Toxiproxy has."""
import contextlib
import socket
import struct
import threading
import time

BLOCK = 4096
AT_ONCE = struct.pack("ii", 1, 0)  # SO_LINGER that resets


class Proxy:
    """Passes connections on to a port of this machine. What it does to what comes back is a
    function of the connection's number and of a block: it may sleep, return the blocks to send,
    or raise Reset or Enough."""

    def __init__(self, port, toxic):
        self.port, self.toxic = port, toxic
        self.connections = 0
        self.down = False
        self.sockets = []
        self.listener = socket.create_server(("127.0.0.1", 0))
        self.address = self.listener.getsockname()[1]
        threading.Thread(target=self.accept, daemon=True).start()

    def accept(self):
        with contextlib.suppress(OSError):
            while True:
                client, _ = self.listener.accept()
                if self.down:
                    reset(client)
                    continue
                self.connections += 1
                server = socket.create_connection(("127.0.0.1", self.port))
                self.sockets += [client, server]
                number = self.connections
                for work in (lambda c=client, s=server: self.forward(c, s),
                             lambda c=client, s=server, n=number: self.back(s, c, n)):
                    threading.Thread(target=work, daemon=True).start()

    def forward(self, source, target):
        with contextlib.suppress(OSError):
            while block := source.recv(BLOCK):
                target.sendall(block)
        close(target)

    def back(self, source, target, number):
        with contextlib.suppress(OSError, Enough):
            passed = 0
            while block := source.recv(BLOCK):
                for part in self.toxic(self, number, passed, block):
                    if part is None:
                        reset(target)
                        return
                    target.sendall(part)
                passed += len(block)
        close(target)

    def cut(self):
        """Resets all that is open."""
        for one in self.sockets:
            reset(one)

    def close(self):
        close(self.listener)
        self.cut()


class Enough(Exception):
    """The connection ends here."""


def close(one):
    with contextlib.suppress(OSError):
        one.shutdown(socket.SHUT_RDWR)
    one.close()


def reset(one):
    with contextlib.suppress(OSError):
        one.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, AT_ONCE)
    one.close()


# The toxics: what becomes of a block of the so-manyth connection, so many bytes in.

def reset_peer(proxy, number, passed, block):
    """The first connection is reset in the middle of a message."""
    if number == 1 and passed > 800:
        return [block[:len(block) // 2], None]
    return [block]


def down(proxy, number, passed, block):
    """After the first connection nobody answers for two seconds."""
    if number == 1 and passed > 800:
        proxy.down = True
        threading.Timer(2, lambda: setattr(proxy, "down", False)).start()
        return [None]
    return [block]


def latency(proxy, number, passed, block):
    """Half a second before everything."""
    time.sleep(0.5)
    return [block]


def slicer(proxy, number, passed, block):
    """A few bytes at a time."""
    for begin in range(0, len(block), 11):
        time.sleep(0.001)
        yield block[begin:begin + 11]


def bandwidth(proxy, number, passed, block):
    """Four kilobytes a second."""
    for begin in range(0, len(block), 400):
        time.sleep(0.1)
        yield block[begin:begin + 400]


def limit_data(proxy, number, passed, block):
    """Each connection ends after its first kilobytes, in the middle of a message."""
    room = 1500 - passed
    if room < len(block):
        yield block[:max(room, 0)]
        raise Enough
    yield block


TOXICS = [reset_peer, down, latency, slicer, bandwidth, limit_data]
