"""`wick calendar`: every edge of every market against another program's time zones, the minutes of a
real month, the predecessor's override file, and what people see."""
import datetime
import gzip
import json
import os
import pathlib
import unittest

import calendar_oracle
from system_test import ROOT, SystemTest

BEGIN = datetime.datetime(2000, 1, 1, tzinfo=calendar_oracle.UTC)
END = datetime.datetime(2037, 12, 31, tzinfo=calendar_oracle.UTC)
RECORDINGS = pathlib.Path(os.environ.get("WICK_RECORDINGS", ROOT.parent / "shared/data/real"))
SUNDAY_VIA_TOKYO = {
    "weekly_open_utc": "00:00@Asia/Tokyo", "weekly_close_utc": "21:55@America/New_York",
    "daily_breaks": ["06:00-08:30@UTC", ["21:55", "23:00", "UTC"]], "holidays": ["2025-12-25"],
    "session_windows": [{"tag": "TOKYO_METALS", "start": "00:00", "end": "06:00", "tz": "UTC",
                         "timezone": "Asia/Tokyo"}]}


def iso(t):
    return t.strftime("%Y-%m-%dT%H:%M:%SZ")


class Calendar(SystemTest):
    def calendar(self, *arguments):
        return self.run_program(self.wick, "calendar", *arguments)

    def document(self, *arguments):
        return json.loads(self.assert_good(self.calendar(*arguments, "--json")).out)

    def listed(self, profile, *more):
        hours = self.document(profile, "--list", "--from", iso(BEGIN), "--to", iso(END), *more)
        return [(part["open"], part["close"]) for part in hours["hours"]]

    def overrides(self, content):
        path = self.folder / "calendar.json"
        path.write_text(content if isinstance(content, str) else json.dumps(content))
        return path

    def assert_edges(self, market, found):
        wanted = [(iso(start), iso(stop))
                  for start, stop in calendar_oracle.hours(market, BEGIN, END)]
        self.assertGreater(len(wanted), 38 * 52)
        self.assertEqual(len(wanted), len(found))
        for ours, theirs in zip(found, wanted):
            self.assertEqual(ours, theirs)


class Edges(Calendar):
    def test_every_edge_of_every_market_from_2000_to_2037(self):
        for profile, market in calendar_oracle.MARKETS.items():
            with self.subTest(profile):
                self.assert_edges(market, self.listed(profile))

    def test_crypto_never_closes(self):
        self.assertEqual(self.listed("crypto"), [(iso(BEGIN), iso(END))])

    def test_no_market_is_left_out(self):
        shipped = {profile["profile"] for profile in self.document("--profiles")}
        self.assertEqual(shipped, {*calendar_oracle.MARKETS, "crypto"})

    def test_a_week_that_opens_in_tokyo_and_closes_in_new_york(self):
        path = self.overrides(SUNDAY_VIA_TOKYO | {"holidays": []})
        market = ((calendar_oracle.MON, "00:00", "Asia/Tokyo"),
                  (calendar_oracle.FRI, "21:55", "America/New_York"),
                  [("06:00", "08:30", "UTC"), ("21:55", "23:00", "UTC")])
        self.assert_edges(market, self.listed("fxcm-default", "--overrides", path))

    def test_openings_in_the_hour_that_is_skipped_and_in_the_one_that_comes_twice(self):
        for time in ("02:00", "02:30", "03:00"):
            with self.subTest(time):
                path = self.overrides({"weekly_open_utc": f"{time}@Europe/Berlin",
                                       "daily_breaks": ["01:30-02:30@America/New_York"]})
                market = ((calendar_oracle.SUN, time, "Europe/Berlin"),
                          (calendar_oracle.FRI, "16:55", "America/New_York"),
                          [("01:30", "02:30", "America/New_York")])
                self.assert_edges(market, self.listed("fxcm-default", "--overrides", path))


class Scenario14(Calendar):
    """What the live predecessor's calendar was asked, and what it got wrong."""

    def next_open(self, at, *more):
        said = self.document("fxcm-default", "--at", at, *more)
        return None if said["open"] else said["next_open"]

    def test_14_openings_in_winter_and_in_summer(self):
        self.assertEqual(self.next_open("2025-11-30T21:29:43"), "2025-11-30T23:00:00Z")
        self.assertEqual(self.next_open("2025-07-13T20:29"), "2025-07-13T22:00:00Z")
        self.assertEqual(self.next_open("2025-07-07T21:30"), "2025-07-07T22:00:00Z")
        self.assertTrue(self.document("--at", "2025-07-07T22:05")["open"])

    def test_14_a_week_that_opens_in_tokyo_is_closed_on_sunday_morning(self):
        path = self.overrides(SUNDAY_VIA_TOKYO)
        self.assertTrue(
            self.document("--at", "2025-12-05T15:00", "--overrides", path)["open"])
        self.assertEqual(self.next_open("2025-12-07T06:00", "--overrides", path),
                         "2025-12-07T15:00:00Z")

    def test_14_sundays_on_which_clocks_change(self):
        for at, opens in (("2026-03-08T12:00", "2026-03-08T22:00:00Z"),
                          ("2026-11-01T12:00", "2026-11-01T23:00:00Z"),
                          ("2026-03-29T12:00", "2026-03-29T22:00:00Z")):
            with self.subTest(at):
                self.assertEqual(self.next_open(at), opens)
        london = [self.document("--at", f"2026-03-{day}T12:00")["session"]["session_open_utc"]
                  for day in (27, 30)]
        self.assertEqual(london, ["2026-03-27T08:00:00Z", "2026-03-30T07:00:00Z"])

    def test_14_one_more_holiday(self):
        path = self.overrides({"holidays": ["2025-12-25", "2025-12-10"]})
        said = self.document("--at", "2025-12-10T12:00", "--overrides", path)
        self.assertEqual((said["open"], said["reason"]), (False, "holiday"))
        self.assertEqual(said["next_open"], "2025-12-11T00:00:00Z")
        self.assertEqual(said["holidays_end"], "2025-12-26T00:00:00Z")

    def test_14_the_end_of_the_holidays_is_told_thirty_days_before(self):
        path = self.overrides({"holidays": ["2025-12-25"]})
        told = [("the last holiday of fxcm-default is over on 2025-12-26; write the next ones into "
                 f"{path}" in self.calendar(
            "--at", at, "--overrides", path).err) for at in ("2025-11-25", "2025-11-26")]
        self.assertEqual(told, [False, True])

    def test_the_sample_is_the_default_with_the_holidays_of_2025(self):
        path = ROOT / "examples/calendar_overrides.json"
        ours = self.document("--list", "--from", "2026-01-01", "--to", "2027-01-01")["hours"]
        sample = self.document("--list", "--from", "2026-01-01", "--to", "2027-01-01",
                               "--overrides", path)["hours"]
        self.assertEqual(ours, sample)
        said = self.document("--at", "2025-07-04T12:00", "--overrides", path)
        self.assertEqual(said["reason"], "holiday")


class Scenario15(Calendar):
    """A month of real minutes of FXCM. A minute without any trade is no hole of the calendar; more
    than five in a row are."""
    SLIP = datetime.timedelta(minutes=5)

    def minutes(self, side):
        path = RECORDINGS / f"fxcm/gbpusd-m1-{side}-2012.csv.gz"
        if not path.is_file():
            self.skipTest(f"there is no {path.name}")
        with gzip.open(path, "rt") as rows:
            next(rows)
            found = [datetime.datetime.fromisoformat(row.split(",")[0]) for row in rows]
        self.assertGreater(len(found), 30000)
        return [t.astimezone(calendar_oracle.UTC) for t in found]

    def open_hours(self, minutes):
        listed = self.document("fx", "--list", "--from", iso(minutes[0]), "--to",
                               iso(minutes[-1] + datetime.timedelta(minutes=1)))["hours"]
        moment = datetime.datetime.fromisoformat
        return [tuple(moment(part[edge].replace("Z", "+00:00")) for edge in ("open", "close"))
                for part in listed]

    def test_15_every_real_minute_lies_inside_the_hours_of_fx(self):
        for side in ("bid", "ask"):
            minutes = self.minutes(side)
            hours = self.open_hours(minutes)
            outside = [iso(t) for t in minutes
                       if not any(start <= t < stop for start, stop in hours)]
            self.assertEqual(outside, [])

    def test_15_every_real_hole_lies_inside_a_pause_of_fx(self):
        minute = datetime.timedelta(minutes=1)
        for side in ("bid", "ask"):
            minutes = self.minutes(side)
            hours = self.open_hours(minutes)
            pauses = [(before[1], after[0]) for before, after in zip(hours, hours[1:])]
            holes = [(a + minute, b) for a, b in zip(minutes, minutes[1:]) if b - a > self.SLIP]
            self.assertEqual(len(holes), 4)
            exceptions = [tuple(map(iso, hole)) for hole in holes
                          if not any(start - self.SLIP <= hole[0] and hole[1] <= stop + self.SLIP
                                     for start, stop in pauses)]
            self.assertEqual(exceptions, [])


class Answers(Calendar):
    def test_what_the_document_says_of_a_closed_market(self):
        self.assertEqual(self.document("--at", "2025-11-30T21:29:43"), {
            "profile": "fxcm-default", "at": "2025-11-30T21:29:43Z", "open": False,
            "reason": "weekend", "state_detail": "intrabreak",
            "next_open": "2025-11-30T23:00:00Z", "next_close": "2025-12-01T22:00:00Z",
            "day": {"begin": "2025-11-29T22:00:00Z", "end": "2025-11-30T22:00:00Z"},
            "holidays_end": None, "session": None, "stats": {}})

    def test_what_the_document_says_of_an_open_one(self):
        said = self.document("fx", "--at", "2024-06-04T10:00")
        self.assertEqual((said["open"], said["reason"]), (True, "trading"))
        self.assertEqual(said["next_close"], "2024-06-07T21:00:00Z")
        self.assertEqual(said["next_open"], "2024-06-09T21:00:00Z")
        self.assertEqual(said["session"], {
            "tag": "LONDON", "timezone": "Europe/London",
            "session_open_utc": "2024-06-04T07:00:00Z",
            "session_close_utc": "2024-06-04T16:00:00Z"})
        self.assertEqual({tag: figures["trading_minutes"]
                          for tag, figures in said["stats"].items()},
                         {"TOKYO": 540, "LONDON": 180, "NEW_YORK": 540})

    def test_what_people_see(self):
        said = self.assert_good(self.calendar("metals", "--at", "2025-07-07T21:30")).out
        self.assertTrue(said.startswith("metals is closed (daily break) at 2025-07-07T21:30Z\n"))
        self.assertIn("opens    2025-07-07T22:00Z, in 30 min", said)
        self.assertLessEqual(max(map(len, said.splitlines())), 80)
        profiles = self.assert_good(self.calendar("--profiles")).out
        self.assertLessEqual(max(map(len, profiles.splitlines())), 80)
        self.assertEqual(self.assert_good(
            self.calendar("fx", "--next", "--at", "2024-03-10T12:00")).out,
            "opens 2024-03-10T21:00Z\n")

    def test_now_is_the_default(self):
        said = self.document("crypto")
        now = datetime.datetime.now(calendar_oracle.UTC)
        at = datetime.datetime.fromisoformat(said["at"].replace("Z", "+00:00"))
        self.assertLess(abs(now - at), datetime.timedelta(minutes=2))
        self.assertTrue(said["open"])


class Overrides(Calendar):
    def test_the_file_of_the_working_folder_changes_the_default_alone(self):
        (self.folder / "config").mkdir()
        (self.folder / "config/calendar_overrides.json").write_text(json.dumps(SUNDAY_VIA_TOKYO))
        finished = self.assert_good(self.calendar("--at", "2025-12-07T06:00", "--json"))
        self.assertEqual(json.loads(finished.out)["next_open"], "2025-12-07T15:00:00Z")
        self.assertIn("config/calendar_overrides.json", finished.err)
        self.assertEqual(self.document("--at", "2025-12-25T12:00")["reason"], "holiday")
        metals = self.document("metals", "--at", "2025-12-07T06:00")
        self.assertEqual(metals["next_open"], "2025-12-07T23:00:00Z")

    def configure(self, **sections):
        (self.folder / "config").mkdir(exist_ok=True)
        (self.folder / "config/runtime_settings.json").write_text(json.dumps(sections))

    def test_the_calendar_is_that_of_the_configuration(self):
        self.configure(calendar={"profile": "metals", "overrides": "days.json"})
        self.assert_usage_error(self.calendar(), "calendar.overrides names days.json")
        (self.folder / "days.json").write_text(json.dumps(SUNDAY_VIA_TOKYO))
        told = self.assert_good(self.calendar("--at", "2025-12-07T16:00", "--json"))
        said = json.loads(told.out)
        self.assertEqual((said["profile"], said["open"]), ("metals", True))
        self.assertIn("changed by days.json\n", told.err)
        other = self.assert_good(self.calendar("fx", "--at", "2025-12-25T12:00", "--json"))
        self.assertEqual(json.loads(other.out)["reason"], "holiday")
        self.assertIn("with the holidays of days.json\n", other.err)
        self.assertIn("the last holiday of fx is over on 2025-12-26", other.err)
        self.assertFalse(self.document("fx", "--at", "2025-12-07T16:00")["open"])
        index = self.assert_good(self.calendar("us-index", "--at", "2025-12-25T12:00", "--json"))
        self.assertTrue(json.loads(index.out)["open"])
        self.assertEqual(
            index.err, "days.json is about the calendar metals; us-index is used without it\n")
        self.assertEqual(self.assert_good(self.calendar("crypto")).err, "")

    def test_a_mistake_of_the_configuration_is_told_unless_it_is_not_asked(self):
        self.configure(calendar={"profile": "gold"})
        self.assert_usage_error(self.calendar("fx"), "calendar.profile", "gold")
        path = self.overrides({"holidays": []})
        self.assert_good(self.calendar("fx", "--overrides", path))

    def test_a_mistake_is_one_line_with_its_place(self):
        for content, words in (
                ("{", ["calendar.json", "JSON"]),
                ({"holidays": ["2025-02-30"]}, ["calendar.json", "holidays[0]", "2025-02-30"]),
                ({"daily_breaks": ["17:00@NY"]}, ["daily_breaks[0]"]),
                ({"weekly_open_utc": "18:00@Mars"}, ["weekly_open_utc", "Mars"]),
                ({"hollidays": []}, ["hollidays", "holidays"])):
            with self.subTest(content):
                path = self.overrides(content)
                self.assert_usage_error(self.calendar("--overrides", path), *words)

    def test_a_named_file_must_be_there(self):
        finished = self.calendar("--overrides", "nowhere.json")
        self.assertNotEqual(finished.code, 0)
        self.assertIn("nowhere.json", finished.err)


class Usage(Calendar):
    def test_wrong_usage_is_told(self):
        for arguments, words in (
                (["forex"], ["forex", "fxcm-default", "crypto"]),
                (["fx", "--at", "noon"], ["--at", "noon"]),
                (["fx", "--at", "2038-01-01"], ["1990", "2037"]),
                (["fx", "--from", "2024-01-01"], ["--list"]),
                (["fx", "--list", "--from", "2024-01-02", "--to", "2024-01-01"], ["--to"]),
                (["fx", "--list", "--next"], ["--next"]),
                (["fx", "--list", "--symbol", "EUR/USD"], ["--symbol", "--list"]),
                (["fx", "--symbol", "EUR USD"], ["--symbol", "XAU/USD"])):
            with self.subTest(arguments):
                self.assert_usage_error(self.calendar(*arguments), *words)


if __name__ == "__main__":
    unittest.main()
