"""`wick config` of the live half: the samples are the defaults, Python's own reader of JSON agrees,
nothing secret is shown, and the page of all names is what the program says."""
import json
import shutil
import subprocess
import sys

from system_test import ROOT, SystemTest

sys.path.insert(0, str(ROOT / "tools"))
import config_docs  # noqa: E402

SAMPLE = ROOT / "config/runtime_settings.sample.json"
PRODUCTION = ROOT / "config/runtime_settings.production.sample.json"
OVERRIDES = ROOT / "config/calendar_overrides.sample.json"
TEMPLATE = ROOT / ".env.template"
LABELS = {"m1": "1m", "m5": "5m", "h1": "1h", "h4": "4h"}


def flat(document, prefix=""):
    """Keys and values of the sections of a file, as Python reads it."""
    for key, value in document.items():
        if isinstance(value, dict):
            yield from flat(value, prefix + key + ".")
        else:
            yield prefix + key, value


def target(value):
    if isinstance(value, dict):
        return value["symbol"] + ":" + LABELS[value["tf"]]
    symbol, label = value.strip().split(":")
    return symbol + ":" + LABELS[label]


def shown(key, value):
    """The text in which the program shows a value of a file."""
    if key.endswith(("config", "targets")) and not isinstance(value, int):
        parts = value.split(",") if isinstance(value, str) else value
        return ",".join(target(part) for part in parts)
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, list):
        return ",".join(value)
    return LABELS.get(value, value) if isinstance(value, str) else value


class LiveConfig(SystemTest):
    def config(self, *arguments, env=None):
        return self.run_program(self.wick, "config", *arguments, env=env)

    def document(self, env=None):
        return json.loads(self.assert_good(self.config("show", "--live", "--json", env=env)).out)

    def install(self, sample, name):
        place = self.folder / name
        place.parent.mkdir(exist_ok=True)
        shutil.copy(sample, place)

    def values(self, document):
        return {name: setting["value"] for name, setting in document["settings"].items()
                if name not in ("cache.dir", "WICK_CACHE_DIR")}

    def assert_as_python_reads_it(self, sample, document):
        read = dict(flat(json.loads(sample.read_text())))
        for key, value in read.items():
            told = document["settings"][key]
            self.assertIn("runtime_settings.json:", told["origin"], key)
            wanted = shown(key, value)
            same = float(told["value"]) == wanted if isinstance(wanted, (int, float)) else \
                told["value"] == wanted
            self.assertTrue(same, (key, told, wanted))
            line = sample.read_text().splitlines()[int(told["origin"].split(":")[1]) - 1]
            self.assertIn('"' + key.split(".")[-1] + '"', line)
        return read

    def test_logins_inside_of_addresses_are_not_shown(self):
        env = {"WICK_FXCM_FIX_URL": "fix://u:Top9@h:1", "WICK_OKX_URL": "http://u:Top9@h"}
        for words in (("--live",), ("--live", "--json"), (), ("--json",)):
            shown = self.assert_good(self.config("show", *words, env=env)).out
            self.assertIn("://***@h", shown, words)
            self.assertNotIn("Top9", shown, words)
        wrong = self.config("check", env={"WICK_OKX_URL": "ftp://u:Top9@h"})
        self.assert_usage_error(wrong, "ftp://***@h")

    def test_the_sample_is_what_there_is_without_it(self):
        before = self.document()
        self.assertEqual(before["warnings"], [])
        self.install(SAMPLE, "config/runtime_settings.json")
        after = self.document()
        self.assertEqual(after["warnings"], [])
        self.assertEqual(after["files"], ["config/runtime_settings.json"])
        follows = "FXCM_INGEST_ALLOWED_TIMEFRAMES"  # as soon as somebody says what is streamed
        self.assertEqual({**self.values(before), follows: "1m,5m"}, self.values(after))
        self.assertEqual(after["settings"]["cache.dir"]["value"], "cache")
        self.assertGreater(len(self.assert_as_python_reads_it(SAMPLE, after)), 90)

    def test_the_sample_of_production_differs_where_it_says_so(self):
        before = self.document()
        self.install(PRODUCTION, "config/runtime_settings.json")
        after = self.document()
        self.assertEqual(after["warnings"], [])
        read = self.assert_as_python_reads_it(PRODUCTION, after)
        follow = {"FXCM_INGEST_ALLOWED_SYMBOLS", "FXCM_INGEST_ALLOWED_TIMEFRAMES"}
        old, new = self.values(before), self.values(after)
        changed = {name for name in old if old[name] != new[name]}
        self.assertLessEqual(changed, set(read) | follow)
        self.assertEqual(after["settings"]["FXCM_INGEST_ALLOWED_TIMEFRAMES"]["value"],
                         "1m,5m,1h,4h")

    def test_the_template_is_what_there_is_without_it(self):
        before = self.document()
        self.install(TEMPLATE, ".env.local")
        (self.folder / ".env").write_text("AI_ONE_ENV_FILE=.env.local\n")
        after = self.document()
        self.assertEqual(after["warnings"], [])
        self.assertEqual(after["files"], [".env", ".env.local"])
        self.assertEqual(self.values(before), self.values(after))
        names = {line.split("=")[0] for line in TEMPLATE.read_text().splitlines()
                 if line and not line.startswith("#")}
        known = {one["variable"] for one in after["settings"].values() if one["variable"]}
        self.assertEqual(names, known)

    def test_the_sample_of_the_calendar_is_the_default_but_for_its_holidays(self):
        week = ("--list", "--from", "2025-03-02", "--to", "2025-03-16", "--json")
        without = self.assert_good(self.run_program(self.wick, "calendar", *week)).out
        self.install(OVERRIDES, "config/calendar_overrides.json")
        self.assertEqual(
            json.loads(self.assert_good(self.run_program(self.wick, "calendar", *week)).out)["hours"],
            json.loads(without)["hours"])
        self.assertEqual(self.assert_good(self.config("check")).out, "The configuration is good.\n")

    def test_every_sample_is_good_by_itself(self):
        for sample in (TEMPLATE, SAMPLE, PRODUCTION, OVERRIDES):
            checked = self.assert_good(self.config("check", str(sample)))
            self.assertTrue(checked.out.startswith(f"{sample}: good "), checked)
            self.assertEqual(len(checked.out.splitlines()), 1, checked)

    def test_a_check_ends_with_0_1_or_2(self):
        good, wrong = self.folder / "a.env", self.folder / "runtime.json"
        good.write_text("FXCM_BACKFILL_MIN_MINUTES=0\nOTHER=1\n")
        wrong.write_text('{"stream": {\n"poll_secnods": 5}}')
        checked = self.assert_good(self.config("check", "a.env"))
        self.assertEqual(checked.out, "a.env: good env file, 1 warning\n  a.env:1: "
                                      "FXCM_BACKFILL_MIN_MINUTES is 0; at least 1 is used\n")
        self.assert_usage_error(self.config("check", "runtime.json"), "runtime.json:2: ",
                                "'stream.poll_secnods'", "'stream.poll_seconds'")
        missing = self.config("check", "b.env")
        self.assertEqual((missing.code, missing.out), (1, ""), missing)
        both = self.config("check", "--json", "a.env", "runtime.json")
        self.assertEqual(both.code, 2)
        told = json.loads(both.out)
        self.assertFalse(told["good"])
        self.assertEqual([one["good"] for one in told["files"]], [True, False])

    def test_a_check_of_everything_puts_it_together(self):
        self.install(SAMPLE, "config/runtime_settings.json")
        (self.folder / ".env").write_text("AI_ONE_ENV_FILE=.env.prod\n")
        self.assert_usage_error(self.config("check"), ".env: AI_ONE_ENV_FILE names .env.prod")
        (self.folder / ".env.prod").write_text("FXCM_HMAC_KID=k\n")
        self.assertEqual(self.assert_good(self.config("check")).out,
                         "warning: FXCM_HMAC_KID is set, but FXCM_HMAC_SECRET is not\n"
                         "The configuration is good, with 1 warning.\n")
        self.install(OVERRIDES, "config/calendar_overrides.json")
        (self.folder / "config/calendar_overrides.json").write_text('{"holidays": ["x"]}')
        self.assert_usage_error(self.config("check"), "config/calendar_overrides.json", "holidays[0]")
        refused = self.config("check", "--json")
        self.assertEqual(refused.code, 2)
        self.assertIs(json.loads(refused.out)["good"], False)

    def runtime(self, **sections):
        place = self.folder / "config/runtime_settings.json"
        place.parent.mkdir(exist_ok=True)
        place.write_text(json.dumps(sections))
        return place

    def assert_refused_alike(self, *words, env=None):
        """By the check, and by the program that it speaks for, in the same words."""
        checked = self.config("check", env=env)
        self.assert_usage_error(checked, *words)
        lived = self.run_program(self.wick, "live", "--no-bus", "--for", "1s", env=env)
        self.assertEqual((lived.code, lived.out, lived.err), (2, "", checked.err))

    def test_a_check_refuses_what_live_would_refuse(self):
        account = {"FXCM_USERNAME": "d1", "FXCM_PASSWORD": "x", "WICK_FXCM_FIX_URL": "fix://a:1"}
        self.runtime(stream={"feed": "fxcm-fix"})
        self.assert_refused_alike("fix.target_sub_id", "config/runtime_settings.json", env=account)
        self.runtime(stream={"feed": "fxcm-fix"}, fix={"target_sub_id": "U100D1"})
        self.assert_good(self.config("check", env=account))
        self.assert_refused_alike("FXCM_USERNAME", env={**account, "FXCM_USERNAME": ""})
        self.assert_refused_alike("FXCM_PASSWORD", env={**account, "FXCM_PASSWORD": ""})
        self.assert_refused_alike("fix://HOST:PORT", env={**account, "WICK_FXCM_FIX_URL": "a:1"})
        self.assert_refused_alike("FXCM_CONNECTOR_REQUIRED_VERSION",
                                  env={**account, "FXCM_CONNECTOR_REQUIRED_VERSION": "99.9"})
        for feed, word in (("fxcm-archive", "fxcm-archive"), ("replay", "stream.replay_file"),
                           ("bridge", "stream.bridge_command"), ("sim", "WICK_GATEWAY_URL")):
            self.runtime(stream={"feed": feed})
            self.assert_refused_alike(word)

    def test_overrides_under_any_name_are_read_as_a_calendar(self):
        self.runtime(stream={"feed": "binance-ws"}, calendar={"overrides": "days.json"})
        self.assert_refused_alike("calendar.overrides", "days.json", "not there")
        days = self.folder / "days.json"
        days.write_text('{"holidays": ["x"]}')
        self.assert_usage_error(self.config("check"), "days.json", "holidays[0]")
        self.assert_usage_error(self.config("check", "days.json"), "days.json", "holidays[0]")
        days.write_text('{"holidays": ["2025-12-25"]}')
        self.assert_good(self.config("check"))
        self.assertEqual(self.assert_good(self.config("check", "days.json")).out,
                         "days.json: good calendar\n")
        named = self.runtime(calendar={"overrides": "days.json"}).rename(
            self.folder / "my_runtime.json")
        self.assertEqual(self.assert_good(self.config("check", named.name, "days.json")).out,
                         "my_runtime.json: good runtime settings\ndays.json: good calendar\n")
        self.assert_usage_error(self.config("check", "days.json"), "holidays")

    def test_a_calendar_without_the_overrides_is_told_once(self):
        self.runtime(calendar={"instruments": {"SPX500": "us-index", "NAS100": "us-index",
                                               "XAU/USD": "metals", "BTC/USD": "crypto"}},
                     stream={"config": "SPX500:m1,NAS100:m1,XAU/USD:m1,BTC/USD:m1,EUR/USD:m1"})
        self.assertEqual(self.assert_good(self.config("check")).out, "The configuration is good.\n")
        self.install(OVERRIDES, "config/calendar_overrides.json")
        self.assertEqual(self.assert_good(self.config("check")).out,
                         "warning: config/calendar_overrides.json is about the calendar "
                         "fxcm-default; us-index is used without it\n"
                         "The configuration is good, with 1 warning.\n")

    def test_no_secret_is_shown_and_none_tells_its_length(self):
        secrets = ["FXCM_PASSWORD", "FXCM_REDIS_PASSWORD", "FXCM_HMAC_SECRET",
                   "FXCM_INGEST_HMAC_SECRET", "FXCM_INGEST_HMAC_SECRET_PREVIOUS"]
        (self.folder / ".env").write_text(
            "".join(f"{name}={'hunter2' * (i + 1)}\n" for i, name in enumerate(secrets)) +
            "COMMAND_AUTH_SECRETS='{\"kid\": \"hunter2\"}'\n")
        for arguments in (("show", "--live"), ("show", "--live", "--json"), ("check",)):
            done = self.assert_good(self.config(*arguments))
            self.assertNotIn("hunter2", done.out + done.err)
        settings = self.document()["settings"]
        for name in secrets + ["COMMAND_AUTH_SECRETS"]:
            self.assertEqual(settings[name]["value"], "****", name)

    def test_lines_fit_eighty_columns(self):
        for line in self.assert_good(self.config("show", "--live")).out.splitlines():
            self.assertLessEqual(len(line), 80, line)

    def test_the_version_says_what_it_is_told_to_say(self):
        plain = json.loads(self.assert_good(self.run_program(self.wick, "version", "--json")).out)
        self.assertEqual(plain["version"], (ROOT / "VERSION").read_text().strip())
        self.assertNotIn("version_override", plain)
        (self.folder / ".env").write_text("FXCM_CONNECTOR_VERSION_OVERRIDE=3.3\n")
        told = json.loads(self.assert_good(self.run_program(self.wick, "version", "--json")).out)
        self.assertEqual(told, {**plain, "version_override": "3.3"})
        (self.folder / ".env").write_text("nonsense\n")
        odd = self.assert_good(self.run_program(self.wick, "version", "--json"))
        self.assertEqual((json.loads(odd.out), odd.err), (plain, "wick: .env:1: write NAME=value\n"))

    def test_the_page_of_all_names_is_up_to_date(self):
        self.assertEqual(config_docs.PAGE.read_text(), config_docs.page(self.wick),
                         "run: make docs")

    def test_live_does_not_start_as_another_version_than_the_required_one(self):
        env = {"FXCM_CONNECTOR_REQUIRED_VERSION": "99.9"}
        for more in (["--no-bus"], ["--sample"]):
            self.assert_usage_error(
                self.run_program(self.wick, "live", "--feed", "sim", *more, env=env),
                "99.9", "FXCM_CONNECTOR_REQUIRED_VERSION")

    def test_a_sample_is_of_one_target(self):
        self.assert_usage_error(
            self.run_program(self.wick, "live", "--sample", "A:m1", "B:m1"), "one TARGET")
        self.assert_usage_error(
            self.run_program(self.wick, "live", "--no-bus", "--hours", "4"), "--sample")

    def test_git_refuses_what_may_hold_secrets(self):
        names = [".env", ".env.local", ".env.prod", "config/runtime_settings.json",
                 ".env.template", "config/runtime_settings.sample.json"]
        told = subprocess.run(["git", "check-ignore", "--no-index", *names], cwd=ROOT,
                              capture_output=True, text=True)
        if told.returncode == 128:
            self.skipTest("no repository here")
        self.assertEqual(told.stdout.split(), names[:4])
