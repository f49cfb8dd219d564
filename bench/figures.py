"""What a figure is: its parts as commands, and what the specification asks of it."""
import dataclasses
import fnmatch
import shutil
import sys

PYTHON = "/usr/bin/python3" if shutil.which("/usr/bin/python3") else sys.executable


@dataclasses.dataclass
class Goal:
    text: str
    met: object  # of a Summary, see report.py


@dataclasses.dataclass
class Figure:
    name: str
    about: str
    parts: dict  # "floor", "ours", and peers by name: the command that measures it
    goals: list = dataclasses.field(default_factory=list)
    rounds_max: int = 99
    scaled: bool = False  # the peer may do fewer rows: times are compared by the row
    growth: str = ""      # figures of one growth are the same work at several sizes
    units: tuple = ()     # of that work, and what one is called; else rows are counted
    number: str = ""      # in the specification: P1, P2b; those of one growth share it
    absent: dict = dataclasses.field(default_factory=dict)  # peers, and why they are not measured

    @property
    def title(self):
        return f"{self.number} {self.name}".strip()

    def answers_to(self, patterns):
        """Whether one of them, between commas, is its number or fits its name."""
        return any(fnmatch.fnmatch(self.name, pattern) or self.number.lower() == pattern.lower()
                   for pattern in patterns.split(","))


def at_most(seconds, text):
    return Goal(f"<= {text}", lambda summary: summary.median("ours") <= seconds)


def floors_at_most(factor):
    return Goal(f"<= {factor} floors", lambda summary: summary.ratio("ours", "floor") <= factor)


def peer_at_least(factor, peer):
    return Goal(f">= {factor}x {peer}", lambda summary: summary.ratio(peer, "ours") >= factor)


def memory_at_most(size, text):
    return Goal(f"<= {text}", lambda summary: summary.memory("ours") <= size)


def cpu_at_most(seconds, text):
    return Goal(text, lambda summary: summary.cpu("ours") <= seconds)


class Commands:
    """Makes commands; `seconds` is what each spends on timing."""

    def __init__(self, setting, seconds, quick):
        self.setting, self.seconds, self.quick = setting, seconds, quick
        self.months = 1 if quick else 12

    def own(self, name, *words):
        return [self.setting.bench, "measure", name, str(self.seconds),
                f"inputs={self.setting.inputs}", *words]

    def python(self, name, *words):
        return [PYTHON, str(self.setting.here / "peers.py"), name, str(self.seconds),
                f"inputs={self.setting.inputs}", *words]

    def process(self, *command, how="process.any", where=()):
        return [self.setting.bench, "measure", how, str(self.seconds), *where, "--",
                *map(str, command)]

    @property
    def fresh(self):
        return f"fresh={self.setting.folder / 'fresh'}"

    def absent(self, kind, peers):
        """Those peers with the reason why they are not there; nothing where they are."""
        reason = self.setting.absent.get(kind)
        return dict.fromkeys(peers, reason) if reason else {}

    def json_parts(self, name, file):
        parts = {"floor": self.own(f"{name}.floor"), "ours": self.own(f"{name}.ours"),
                 "python json": self.python(f"{name}.loads")}
        if node := shutil.which("node"):
            parts["node parse"] = [node, str(self.setting.here / "peer.mjs"), str(self.seconds),
                                   str(self.setting.inputs / file)]
        return parts

    def watched(self, name, symbols, command, seconds):
        return [self.setting.bench, "measure", name, str(0 if self.quick else seconds),
                f"symbols={symbols}", self.fresh, "--", *command]
