"""The operators' pages and the agent's skill: every command runs, and ends as it promises."""
import json
import os
import re
import unittest

from get_test import DONE
from history_test import HistoryTest
from system_test import ROOT

RUNBOOKS = ROOT / "docs/runbooks"
SKILL = ROOT / "skills/candlewick-monitor/SKILL.md"
PLACEHOLDERS = {"SYMBOL": "BTCUSDT", "MARKET": "spot", "INTERVAL": "1h", "TIME": "3d"}
FENCED = re.compile(r"^( *)```(\w+)\n(.*?)^\1```$", re.M | re.S)
PROMISE = re.compile(r"\s+# exit (\d(?: or \d)*)$")
CACHED_PATH = re.compile(r"\{cache\}/(\S+\.arrow)")

SPRING = "wick get BTCUSDT --interval 1h --from 2024-03-01 --to 2024-05-03 --json --no-bars"
FOUR_DAYS = "wick get BTCUSDT --interval 1h --from 2024-03-01 --to 2024-03-05 --json --no-bars"
# What is wrong with the exchange, and what was done before somebody opens the page.
SITUATIONS = {
    "slow-fetches.md": ("calm", ["wick get BTCUSDT --interval 1h --last 3d --json --no-bars"]),
    "cache-health.md": ("calm", [SPRING]),
    "cache-not-used.md": ("calm", [FOUR_DAYS]),
    "archive-403.md": ("archive-403", []),
    "rate-limits.md": ("rate-limit-429", []),
    "warm-up.md": ("calm", []),
    "SKILL.md": ("calm", ["wick warm BTCUSDT --interval 1h --days 30 --quiet"]),
}


def blocks(page, language):
    """The fenced blocks of a page, without the indentation of a list."""
    for indent, name, text in FENCED.findall(page.read_text()):
        if name == language:
            yield [line.removeprefix(indent) for line in text.splitlines()]


def commands(page):
    """(command, the exit codes it may end with) of every sh block, in order."""
    for lines in blocks(page, "sh"):
        for line in lines:
            promise = PROMISE.search(line)
            codes = [int(code) for code in promise[1].split(" or ")] if promise else [DONE]
            command = PROMISE.sub("", line)
            for name, value in PLACEHOLDERS.items():
                command = re.sub(rf"\b{name}\b", value, command)
            yield command, codes


class PageTest(HistoryTest):
    def setUp(self):
        super().setUp()
        programs = self.scratch_folder()
        (programs / "wick").symlink_to(self.wick)
        self.path = f"{programs}:{os.environ['PATH']}"

    def sh(self, sim, command):
        return self.run_program("sh", "-e", "-c", command, env={**sim.env, "PATH": self.path})

    def situation(self, page):
        scenario, before = SITUATIONS[page.name]
        sim = self.exchange("--scenario", scenario)
        for command in before:
            self.assert_good(self.sh(sim, command))
        return sim

    def follow(self, page):
        """Every command of the page in order; all that end otherwise than it says."""
        sim = self.situation(page)
        found = list(commands(page))
        self.assertGreater(len(found), 3)
        for command, codes in found:
            with self.subTest(command=command):
                finished = self.sh(sim, command)
                self.assertIn(finished.code, codes, finished)
        return sim


class Runbooks(PageTest):
    def test_slow_fetches(self):
        self.follow(RUNBOOKS / "slow-fetches.md")

    def test_cache_health(self):
        self.follow(RUNBOOKS / "cache-health.md")

    def test_cache_not_used(self):
        self.follow(RUNBOOKS / "cache-not-used.md")

    def test_archive_403(self):
        self.follow(RUNBOOKS / "archive-403.md")

    def test_rate_limits(self):
        self.follow(RUNBOOKS / "rate-limits.md")

    def test_warm_up(self):
        self.follow(RUNBOOKS / "warm-up.md")

    def test_every_page_is_followed_and_listed(self):
        pages = {page.name for page in RUNBOOKS.glob("*.md")} - {"README.md"}
        self.assertEqual(pages | {"SKILL.md"}, set(SITUATIONS))
        listed = set(re.findall(r"\]\(([\w-]+\.md)\)", (RUNBOOKS / "README.md").read_text()))
        self.assertEqual(listed, pages)

    def test_links_lead_somewhere(self):
        for page in [*RUNBOOKS.glob("*.md"), SKILL]:
            for link in re.findall(r"\]\(([^)#]+)\)", page.read_text()):
                self.assertTrue((page.parent / link).exists(), f"{page.name}: {link}")
        for name in re.findall(r"docs/runbooks/[\w-]+\.md", SKILL.read_text()):
            self.assertTrue((ROOT / name).exists(), name)

    def test_cached_paths_and_listing_are_the_programs_own(self):
        page = RUNBOOKS / "cache-health.md"
        sim = self.situation(page)
        shown = CACHED_PATH.findall(page.read_text())
        self.assertEqual(sorted(shown), sorted(str(path.relative_to(self.cache))
                                               for path in self.cache.glob("binance/**/*.arrow")))
        listed = json.loads(self.assert_good(self.sh(sim, "wick cache ls --json")).out)
        self.assertEqual(sorted(f"{listed['root']}/{path}" for path in shown),
                         sorted(path for series in listed["series"] for path in series["files"]
                                if path.endswith(".arrow")))
        said = self.assert_good(self.sh(sim, "wick cache ls")).out.split("\n")
        row = said[1].split()
        months = [path for path in shown if "/monthly/" in path]
        days = [path for path in shown if "/daily/" in path]
        self.assertEqual(row[:3], ["spot", "BTCUSDT", "1h"])
        self.assertEqual(row[5:7], [str(len(months)), str(len(days))], said)
        text = [line for lines in blocks(page, "text") for line in lines]
        self.assertIn(said[0], text)
        self.assertIn(row[:7], [line.split()[:7] for line in text])


class Skill(PageTest):
    def test_it_can_be_followed(self):
        self.follow(SKILL)

    def test_its_front_matter_is_that_of_a_skill(self):
        head = SKILL.read_text().split("---\n")[1]
        facts = dict(line.split(": ", 1) for line in head.strip().splitlines())
        self.assertEqual(facts["name"], SKILL.parent.name)
        self.assertLessEqual(len(facts["description"]), 1024)
        self.assertEqual(facts["user-invocable"], "true")
        self.assertEqual(facts["argument-hint"], '"[symbol] [market-type]"')
        for trigger in ("cache", "slow", "archive", "rate limits"):
            self.assertIn(trigger, facts["description"])

    def test_it_is_short_enough_to_be_read_whole(self):
        self.assertLess(len(SKILL.read_text().splitlines()), 120)

    def ladder(self):
        """Condition -> tier and mark of its objects, from the diagram, in order."""
        diagram = SKILL.read_text().split("Is it in the cache?\n")[1].split("```")[0]
        return {condition: (tier, mark) for condition, tier, mark in re.findall(
            r"^[^\w\n]*([^.\n]+?) \.{3,} (CACHE|BULK|REST) +(/\w+/|no request|pages)", diagram,
            re.M)}

    def plan(self, sim, *span):
        said = self.assert_good(self.sh(
            sim, "wick get BTCUSDT --interval 1h --plan " + " ".join(span))).out.splitlines()
        return [line for line in said[:-1]], said[-1]

    def test_each_branch_of_the_ladder_is_what_the_plan_says(self):
        sim = self.exchange()
        self.assert_good(self.sh(sim, "wick get BTCUSDT --interval 1h --from 2024-03-04"
                                      " --to 2024-03-07 --json --no-bars"))
        spans = {"yes": ("--from 2024-03-04", "--to 2024-03-07"),
                 "yes, a whole month": ("--from 2024-02-01", "--to 2024-03-01"),
                 "yes, days": ("--from 2024-01-10", "--to 2024-01-13"),
                 "no, or the archive lacks it": ("--last 6h",)}
        ladder = self.ladder()
        self.assertEqual(list(ladder), list(spans))
        for condition, span in spans.items():
            with self.subTest(condition=condition):
                tier, mark = ladder[condition]
                lines, sum_of_all = self.plan(sim, *span)
                self.assertEqual({line.split()[0] for line in lines}, {tier}, lines)
                if tier == "BULK":
                    self.assertTrue(all(mark in line for line in lines), lines)
                    self.assertEqual(len(lines) % 2, 0, "a zip and its CHECKSUM")
                    self.assertTrue(any(line.endswith(".zip.CHECKSUM") for line in lines), lines)
                wanted = {"no request": "0 archive objects (0 requests), 0 pages",
                          "pages": "0 archive objects (0 requests), 1 page"}
                if mark in wanted:
                    self.assertEqual(sum_of_all, wanted[mark])

    def test_the_order_of_tiers_is_that_of_the_plan(self):
        sim = self.exchange()
        self.assert_good(self.sh(sim, "wick get BTCUSDT --interval 1h --from 7d --to 5d"
                                      " --json --no-bars"))
        lines, _ = self.plan(sim, "--last 100d")
        marks = [(tier, mark if tier == "BULK" else "") for tier, mark in self.ladder().values()]
        places = [next((i for i, line in enumerate(lines)
                        if line.startswith(tier) and mark in line), -1) for tier, mark in marks]
        self.assertNotIn(-1, places, lines)
        self.assertEqual(places, sorted(places))


if __name__ == "__main__":
    unittest.main()
