"""What is said of the settings of the live half is true: each is read by somebody or says that it is
without effect, and the numbers of docs/policies.md are those in force."""
import json
import re

from system_test import ROOT, SystemTest

# Parts of the live half that are not there yet: the bus, commands, the viewer.
NOT_YET = ("FXCM_REDIS_", "FXCM_HMAC_", "FXCM_INGEST_", "FXCM_RICH_", "COMMAND_AUTH_",
           "FXCM_CHANNEL_PREFIX", "FXCM_SESSION_TAG", "commands.", "viewer.", "stream.redis_backoff.",
           "backoff.redis_stream.", "stream.dynamic_universe_", "stream.backfill_",
           "stream.price_snap_", "stream.telemetry_", "stream.publish_interval_seconds",
           "stream.compat", "stream.async_supervisor", "stream.ohlcv_channel",
           "stream.heartbeat_channel", "stream.status_channel", "stream.commands_channel")
WITHOUT = "read, without effect: "
# These fill the configuration, and so are no readers of it.
FILLERS = re.compile(r"wiring/live_(config|settings)|_test\.")
# Where the words of the program that reads a setting are: its name there, by setting.
READERS = {
    "FXCM_USERNAME": "login.user", "FXCM_PASSWORD": "login.password",
    "FXCM_CONNECTION": "login.connection", "FXCM_HOST_URL": "login.host_url",
    "FXCM_CONNECTOR_VERSION_OVERRIDE": "versions", "FXCM_CONNECTOR_REQUIRED_VERSION": "versions",
    "WICK_FXCM_ARCHIVE_URL": "Key::kFxcmArchiveUrl", "WICK_CACHE_DIR": "Key::kCacheFolder",
    "FXCM_CACHE_ENABLED": "cache.enabled", "cache.dir": "cache.dir",
    "cache.max_bars": None,  # bounds cache.warmup_bars, and says so
    "cache.warmup_bars": "cache.warmup_bars",
    "fix.url": "fix.url", "fix.sender_comp_id": "fix.sender_comp_id",
    "fix.target_comp_id": "fix.target_comp_id", "fix.target_sub_id": "fix.target_sub_id",
    "fix.heartbeat_seconds": "fix.heartbeat", "fix.reconnect_seconds": "fix.reconnect",
    "calendar.profile": "config.profile", "calendar.overrides": "config.overrides",
    "calendar.instruments": "calendar.profile_of",
    "alerts.ticks_while_closed_seconds": "alerts.ticks_while_closed",
    "alerts.no_ticks_while_open_seconds": "alerts.no_ticks_while_open",
    "alerts.holidays_end_days": "alerts.holidays_end", "alerts.repeat_seconds": "alerts.repeat",
    "stream.feed": "feed.kind", "stream.replay_file": "feed.replay_file",
    "stream.replay_speed": "feed.replay_speed", "stream.bridge_command": "feed.bridge_command",
    "stream.binance_market": "binance_market", "stream.binance_feed": "binance_topic",
    "FXCM_METRICS_ENABLED": "metrics.enabled", "FXCM_METRICS_PORT": "metrics.port",
    "metrics.host": "metrics.host",
    "stream.mode": "stream.endless", "stream.config": "stream.targets",
    "stream.poll_seconds": None,  # is stream.fetch_interval_seconds where that says nothing
    "stream.fetch_interval_seconds": "stream.fetch_interval",
    "stream.tick_aggregation_enabled": "ticks.enabled",
    "stream.tick_aggregation_max_synth_gap_minutes": "ticks.synthetic_max",
    "stream.tick_aggregation_live_publish_interval_seconds": "ticks.preview_interval",
    "stream.tick_aggregation_grace_seconds": "ticks.grace",
    "stream.publish_previews": "stream.previews", "stream.price_basis": "ticks.basis",
    "stream.price_basis_by_symbol": "ticks.basis_of",
    "stream.tick_cadence.live_threshold_seconds": "cadence.live_threshold",
    "stream.tick_cadence.idle_threshold_seconds": "cadence.idle_threshold",
    "stream.tick_cadence.live_multiplier": "cadence.live_multiplier",
    "stream.tick_cadence.idle_multiplier": "cadence.idle_multiplier",
    "sample_request.symbol": "request.symbol", "sample_request.timeframe": "request.interval",
    "sample_request.hours": "request.span",
    "stream.history_max_calls_per_min": "quota.calls_per_minute",
    "stream.history_max_calls_per_hour": "quota.calls_per_hour",
    "stream.history_min_interval_seconds_m1": "quota.min_interval_1m",
    "stream.history_min_interval_seconds_m5": "quota.min_interval_5m",
    "stream.history_priority_targets": "quota.priority",
    "stream.history_priority_reserve_per_min": "quota.reserve_per_minute",
    "stream.history_priority_reserve_per_hour": "quota.reserve_per_hour",
    "stream.history_load_thresholds.min_interval": "quota.load_min_interval",
    "stream.history_load_thresholds.warn": "quota.load_warn",
    "stream.history_load_thresholds.reserve": "quota.load_reserve",
    "stream.history_load_thresholds.critical": "quota.load_critical",
    "stream.mtf_crosscheck.enabled": "check.enabled",
    "stream.mtf_crosscheck.timeframes": "check.intervals",
    "stream.mtf_crosscheck.min_interval_seconds": "check.min_interval",
    "stream.mtf_crosscheck.max_checks_per_cycle": "check.checks_max",
    "stream.mtf_crosscheck.price_abs_tol": "check.price_absolute",
    "stream.mtf_crosscheck.price_rel_tol": "check.price_relative",
    "stream.mtf_crosscheck.volume_abs_tol": "check.volume_absolute",
    "stream.mtf_crosscheck.volume_rel_tol": "check.volume_relative",
    **{f"stream.history_backoff.{part}": "backoffs.history"
       for part in ("base_seconds", "max_seconds", "multiplier", "jitter")},
    **{f"backoff.fxcm_login.{part}": "backoffs.login"
       for part in ("base_delay", "factor", "max_delay")},
    **{f"backoff.fxcm_stream.{part}": "backoffs.feed"
       for part in ("base_delay", "factor", "max_delay")},
}
# The columns of the tables of pauses, as their sections name them.
PAUSES = {"base": ("base_seconds", "base_delay"), "max": ("max_seconds", "max_delay"),
          "multiplier": ("multiplier",), "factor": ("factor",), "jitter": ("jitter",)}


def tables(page):
    """Each row of a page with the head of its table, cells without their blanks."""
    head = None
    for line in page.splitlines():
        if not line.startswith("|"):
            head = None
            continue
        cells = [cell.strip() for cell in line.strip("|").split("|")]
        if head is None:
            head = cells
        elif not cells[0].startswith("---"):
            yield head, cells


class LiveSettings(SystemTest):
    def settings(self):
        told = self.assert_good(self.run_program(self.wick, "config", "show", "--live", "--json"))
        return json.loads(told.out)["settings"]

    def test_every_setting_is_read_or_says_that_it_is_not(self):
        sources = "\n".join(path.read_text() for path in sorted((ROOT / "src").rglob("*.cpp"))
                            if not FILLERS.search(str(path.relative_to(ROOT / "src"))))
        settings = self.settings()
        for name, setting in settings.items():
            if name.startswith(NOT_YET) or setting["about"].startswith(WITHOUT):
                self.assertNotIn(name, READERS)
                continue
            self.assertIn(name, READERS, "nobody reads it")
            reader = READERS[name]
            if reader is not None:
                self.assertRegex(sources, r"\b" + re.escape(reader) + r"\b", name)
        self.assertLessEqual(set(READERS), set(settings))

    def key(self, name, settings):
        return next((key for key in (name, "stream." + name) if key in settings), None)

    def compared(self, head, cells, settings):
        """Pairs of what a row of the page says and what is in force."""
        name = cells[0].strip("`")
        key = self.key(name, settings)
        if key:
            yield key, cells[1]
        for column, cell in zip(head[1:], cells[1:]):
            for part in PAUSES.get(column, ()):
                if name + "." + part in settings:
                    yield name + "." + part, cell

    def test_the_numbers_of_the_page_of_policies_are_those_in_force(self):
        settings = self.settings()
        pairs = [pair for head, cells in tables((ROOT / "docs/policies.md").read_text())
                 for pair in self.compared(head, cells, settings)]
        for key, said in pairs:
            default = settings[key]["default"]
            if default.startswith("="):
                self.assertEqual("as `" + default[1:].removeprefix("stream.") + "`", said, key)
            elif re.match(r"[\d.]", said):
                self.assertEqual(float(said.removesuffix(" s")), float(default), key)
            else:
                self.assertEqual(said, settings[key]["value"], key)
        self.assertGreaterEqual(len({key for key, _ in pairs}), 36)
