"""A TCP client without manners: says what it likes and leaves when it likes."""
import os
import socket
import struct

SECONDS_MAX = 3
PATIENCE_SECONDS = 0.1  # for what may never come


class RoughSocket:
    def __init__(self, port):
        self.socket = socket.create_connection(("127.0.0.1", port), timeout=SECONDS_MAX)

    def say(self, data):
        try:
            self.socket.sendall(data)
        except OSError:
            pass  # the server may have had enough of us

    def hear(self, seconds=PATIENCE_SECONDS, size=65536):
        """What has come, if anything has; nothing at the end."""
        self.socket.settimeout(seconds)
        try:
            return self.socket.recv(size)
        except OSError:
            return b""

    def hear_head(self):
        """The head of an HTTP answer, as far as it comes, and the bytes after it."""
        head = b""
        while b"\r\n\r\n" not in head and len(head) < 65536:
            block = self.hear(SECONDS_MAX)
            if not block:
                break
            head += block
        return head

    def leave(self):
        self.socket.close()

    def abort(self):
        """Resets the connection in place of closing it."""
        self.socket.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        self.socket.close()


def upgrade(path):
    return (f"GET {path} HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n"
            "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n"
            ).encode()


def frame(payload, opcode=1, masked=True, claimed=None):
    """A WebSocket frame; `claimed` is a length it may lie about."""
    size = len(payload) if claimed is None else claimed
    bit = 0x80 if masked else 0
    if size < 126:
        head = struct.pack("!BB", 0x80 | opcode, bit | size)
    elif size < 1 << 16:
        head = struct.pack("!BBH", 0x80 | opcode, bit | 126, size)
    else:
        head = struct.pack("!BBQ", 0x80 | opcode, bit | 127, size)
    if not masked:
        return head + payload
    mask = os.urandom(4)
    return head + mask + bytes(byte ^ mask[i % 4] for i, byte in enumerate(payload))
