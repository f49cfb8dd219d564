"""Numbers of several rounds as a table and as JSON."""
import os
import pathlib
import platform
import statistics
import subprocess


def time_text(seconds):
    for unit, size in (("s", 1), ("ms", 1e-3), ("us", 1e-6)):
        if seconds >= size:
            return f"{seconds / size:.3g} {unit}"
    return f"{seconds / 1e-9:.3g} ns"


class Summary:
    """What the rounds of one figure amount to. Ratios are taken within a round, where both sides
    met the same noise, and only then is the median taken."""

    def __init__(self, figure, rounds):
        self.figure, self.rounds = figure, rounds
        self.peers = [part for part in figure.parts if part not in ("floor", "ours")]

    def times(self, part):
        return [self.seconds(turn, part) for turn in self.rounds]

    def seconds(self, turn, part):
        return turn[part]["seconds"] * self.scale(part)

    def scale(self, part):
        """How many times the work of a part ours has done."""
        first = self.rounds[0]
        if self.figure.scaled and first[part].get("rows"):
            return first["ours"]["rows"] / first[part]["rows"]
        return 1

    def median(self, part):
        return statistics.median(self.times(part))

    def spread(self, part):
        if part not in self.figure.parts:
            return "-"
        times = self.times(part)
        return f"{time_text(self.median(part))} ({time_text(min(times))}..{time_text(max(times))})"

    def ratio(self, over, under):
        return statistics.median(self.seconds(turn, over) / self.seconds(turn, under)
                                 for turn in self.rounds)

    def cpu(self, part):
        return statistics.median(turn[part].get("cpu_seconds", 0) for turn in self.rounds)

    def memory(self, part):
        return max(turn[part].get("memory", 0) for turn in self.rounds)

    def units(self):
        """How much work it is, and what that is counted in."""
        return self.figure.units or (self.rows(), "row")

    def rows(self):
        return max(sample.get("rows", 0) for sample in self.rounds[0].values())

    def goals(self):
        return [(goal.text, bool(goal.met(self))) for goal in self.figure.goals]

    def as_json(self):
        parts = {part: {"median": self.median(part), "min": min(self.times(part)),
                        "max": max(self.times(part)),
                        "memory": self.memory(part),
                        "rounds": [turn[part] for turn in self.rounds]}
                 for part in self.figure.parts}
        count, unit = self.units()
        ratios = {f"{peer}/ours": self.ratio(peer, "ours") for peer in self.peers}
        if "floor" in self.figure.parts:
            ratios["ours/floor"] = self.ratio("ours", "floor")
        return {"number": self.figure.number, "figure": self.figure.name,
                "about": self.figure.about, "rows": self.rows(),
                "parts": parts, "ratios": ratios, "not_measured": self.figure.absent,
                "growth": self.figure.growth, "work": {"count": count, "unit": unit},
                "goals": [{"goal": text, "met": met} for text, met in self.goals()]}


NUMBERS = ("P1", "P2", "P2b", *(f"P{number}" for number in range(3, 13)))
HEAD = ("figure", "floor", "ours", "peer", "", "ours/floor", "peer/ours", "goal")


def table_rows(summary):
    goals = ", ".join(f"{text} {'met' if met else 'NOT MET'}" for text, met in summary.goals())
    floor = f"{summary.ratio('ours', 'floor'):.2f}" if "floor" in summary.figure.parts else "-"
    first = [summary.figure.title, summary.spread("floor"), summary.spread("ours"), "-", "", floor,
             "-", goals or "-"]
    rows = [first]
    for index, peer in enumerate(summary.peers):
        if index > 0:
            rows.append([""] * len(HEAD))
        rows[-1][3:5] = [peer, summary.spread(peer)]
        rows[-1][6] = f"{summary.ratio(peer, 'ours'):.1f}"
    for peer in summary.figure.absent:
        if rows[-1][3] != "-":
            rows.append([""] * len(HEAD))
        rows[-1][3:5] = [peer, "not measured"]
    return rows


def print_table(rows):
    widths = [max(len(row[column]) for row in rows) for column in range(len(rows[0]))]
    for row in rows:
        print("  ".join(cell.ljust(width) for cell, width in zip(row, widths)).rstrip())


def print_growth(summaries):
    """Time by the unit of work at each size of the same work: it must not rise, or no faster than
    that of the floor."""
    rows = [("growth", "work", "ours by the unit", "of the first", "floor's")]
    first = {}
    for summary in summaries:
        growth, (count, unit) = summary.figure.growth, summary.units()
        if not growth or not count:
            continue
        each = {part: summary.median(part) / count
                for part in ("ours", "floor") if part in summary.figure.parts}
        start = first.setdefault(growth, each)
        share = {part: f"{each[part] / start[part]:.2f}" for part in each if part in start}
        rows.append((f"{growth}: {summary.figure.title}", f"{count:,} {unit}{'s' * (count > 1)}",
                     time_text(each["ours"]), share["ours"], share.get("floor", "-")))
    if len(rows) > 1:
        print()
        print_table(rows)


def print_memory(summaries):
    for summary in summaries:
        if summary.memory("ours") > 0:
            count, unit = summary.figure.units or (1, "")
            each = f", {summary.memory('ours') / count / 1000:.1f} kB a {unit}" if unit else ""
            print(f"\n{summary.figure.title}: at most {summary.memory('ours') / 2**20:.1f} MiB of "
                  f"anonymous memory{each} ({summary.figure.about})")


def print_servers(summaries):
    for summary in summaries:
        if summary.cpu("ours") > 0:
            spent = ", ".join(f"{part} {summary.cpu(part) * 1000:.3f}"
                              for part in summary.figure.parts)
            print(f"\n{summary.figure.name}: CPU seconds of the server per 1,000 answers: {spent};"
                  f" ours {1 / summary.median('ours'):,.0f} answers a second")


def print_tails(summaries):
    for summary in summaries:
        if summary.figure.name.endswith("-latency"):
            tails = (f"{part} " + time_text(statistics.median(turn[part]["tail"]
                                                              for turn in summary.rounds))
                     for part in summary.figure.parts)
            print(f"\n{summary.figure.name}: 99 of 100 within: {', '.join(tails)}")
            print_far_tails(summary)


def print_far_tails(summary):
    if not all(turn[part].get("most") for turn in summary.rounds for part in turn):
        return
    for what, name in (("999 of 1,000 within", "far_tail"), ("at most", "most")):
        far = (f"{part} " + time_text(statistics.median(turn[part][name]
                                                        for turn in summary.rounds))
               for part in summary.figure.parts)
        print(f"  {what}: {', '.join(far)}")


def print_absent(summaries):
    """Why the table lacks a peer, each reason once."""
    reasons = {}
    for summary in summaries:
        for peer, reason in summary.figure.absent.items():
            reasons.setdefault(reason, {})[peer] = None
    for reason, peers in reasons.items():
        print(f"\nnot measured: {', '.join(peers)}: {reason}")


def numbers_absent(figures):
    """Those of the specification that none of the figures has."""
    there = {figure.number for figure in figures}
    return [number for number in NUMBERS if number not in there]


def print_report(summaries):
    print_table([HEAD] + [row for summary in summaries for row in table_rows(summary)])
    print_absent(summaries)
    print_growth(summaries)
    print_memory(summaries)
    print_servers(summaries)
    print_tails(summaries)


def cpu_facts():
    text = pathlib.Path("/proc/cpuinfo").read_text(encoding="utf-8")
    facts = dict(line.split(":", 1) for line in text.split("\n\n")[0].splitlines() if ":" in line)
    facts = {key.strip(): value.strip() for key, value in facts.items()}
    flags = facts.get("flags", "").split()
    return facts.get("model name", platform.machine()), \
        [flag for flag in ("avx2", "avx512f", "sha_ni") if flag in flags]


def machine(bench):
    model, flags = cpu_facts()
    about = subprocess.run([bench, "about"], stdout=subprocess.PIPE, text=True, check=True)
    return {"cpu": model, "flags": flags, "cores": len(os.sched_getaffinity(0)),
            "kernel": platform.release(), "compiler": about.stdout.strip(),
            "load_before": os.getloadavg()}


def machine_line(facts):
    return (f"{facts['cpu']} ({' '.join(facts['flags'])}), {facts['cores']} cores, "
            f"Linux {facts['kernel']}, {facts['compiler']}, load "
            + " ".join(f"{load:.2f}" for load in facts["load_before"]))
