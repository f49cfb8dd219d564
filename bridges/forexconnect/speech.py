"""Lines out, from any thread, and lines in."""
import json
import threading


class Voice:
    def __init__(self, stream):
        self._stream = stream
        self._lock = threading.Lock()

    def say(self, kind, **members):
        message = {"type": kind}
        message.update(members)
        line = json.dumps(message, separators=(",", ":"), allow_nan=False).encode() + b"\n"
        with self._lock:
            self._stream.write(line)
            self._stream.flush()


def heard(stream):
    """Every message of the stream; what is none is passed over."""
    for line in stream:
        try:
            message = json.loads(line.decode())
        except ValueError:
            continue
        if isinstance(message, dict) and isinstance(message.get("type"), str):
            yield message
