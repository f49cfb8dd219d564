"""A broker made of QuickFIX, a feed of ours that is told by lines, and TLS in front of either."""
import queue
import signal
import socket
import ssl
import subprocess
import threading
import time

import programs

PATIENCE = 20  # seconds


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


class Talker:
    """A program that is told lines and tells lines."""

    def __init__(self, *command):
        self.process = subprocess.Popen([str(part) for part in command], text=True,
                                        stdin=subprocess.PIPE, stdout=subprocess.PIPE,
                                        env=programs.environment())
        self.lines = queue.Queue()
        self.told = []  # all that was taken so far
        self.reader = threading.Thread(target=self._read, daemon=True)
        self.reader.start()

    def _read(self):
        for line in self.process.stdout:
            self.lines.put(line.rstrip("\n"))

    def tell(self, line):
        self.process.stdin.write(line + "\n")
        self.process.stdin.flush()

    def take(self, begin, patience=PATIENCE):
        """The next line that begins so; those before it are passed over."""
        deadline = time.monotonic() + patience
        while True:
            try:
                line = self.lines.get(timeout=max(0.01, deadline - time.monotonic()))
            except queue.Empty:
                raise AssertionError(f"no line {begin!r}; told: {self.told[-30:]}") from None
            self.told.append(line)
            if line.startswith(begin):
                return line

    def rest(self):
        """What waits, without waiting for more."""
        while not self.lines.empty():
            self.told.append(self.lines.get())
        return self.told

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.process.send_signal(signal.SIGCONT)
        self.process.stdin.close()
        try:
            self.process.wait(5)
        except subprocess.TimeoutExpired:
            programs.stop(self.process)
        self.reader.join(5)
        self.process.stdout.close()


class TlsDoor:
    """Listens with a certificate and hands all bytes on to a plain port."""

    def __init__(self, folder, port):
        self.context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        self.context.load_cert_chain(folder / "cert.pem", folder / "key.pem")
        self.to = port
        self.names = []
        self.context.sni_callback = lambda _socket, name, _context: self.names.append(name)
        self.listener = socket.create_server(("127.0.0.1", 0))
        self.port = self.listener.getsockname()[1]
        threading.Thread(target=self._serve, daemon=True).start()

    def _serve(self):
        while True:
            try:
                client, _ = self.listener.accept()
            except OSError:
                return
            threading.Thread(target=self._guest, args=(client,), daemon=True).start()

    def _guest(self, client):
        try:
            inside = self.context.wrap_socket(client, server_side=True)
            outside = socket.create_connection(("127.0.0.1", self.to))
        except OSError:
            client.close()
            return
        back = threading.Thread(target=self._pass_on, args=(outside, inside), daemon=True)
        back.start()
        self._pass_on(inside, outside)

    @staticmethod
    def _pass_on(source, target):
        try:
            while data := source.recv(65536):
                target.sendall(data)
        except OSError:
            pass
        for end in (source, target):
            try:
                end.shutdown(socket.SHUT_RDWR)
            except OSError:
                pass

    def close(self):
        self.listener.close()
