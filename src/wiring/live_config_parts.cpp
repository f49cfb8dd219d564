#include "wiring/live_config_parts.hpp"

#include <array>
#include <utility>

#include "core/interval.hpp"

namespace wick::wiring {
namespace {

using core::Interval;

template <typename Chosen, std::size_t kSize>
Chosen choice(const std::string& word,
              const std::array<std::pair<std::string_view, Chosen>, kSize>& words) {
  for (const auto& [name, chosen] : words) {
    if (name == word) return chosen;
  }
  return words.front().second;
}

constexpr std::array<std::pair<std::string_view, FeedKind>, 5> kFeeds = {{
    {"fxcm-fix", FeedKind::kFix},
    {"binance-ws", FeedKind::kBinance},
    {"sim", FeedKind::kSim},
    {"replay", FeedKind::kReplay},
    {"bridge", FeedKind::kBridge},
}};
constexpr std::array<std::pair<std::string_view, Compatibility>, 3> kContracts = {{
    {"v1", Compatibility::kV1},
    {"v2", Compatibility::kV2},
    {"v3", Compatibility::kV3},
}};
constexpr std::array<std::pair<std::string_view, Previews>, 3> kPreviews = {{
    {"false", Previews::kOff},
    {"true", Previews::kOwnChannel},
    {"ohlcv", Previews::kBarChannel},
}};

std::uint16_t port(const LiveValues& values, std::string_view label) {
  return static_cast<std::uint16_t>(values.whole(label));
}

std::chrono::minutes minutes(const LiveValues& values, std::string_view label) {
  return std::chrono::minutes{values.whole(label)};
}

std::vector<LiveTarget> targets(const LiveValues& values, std::string_view label) {
  auto read = parse_live_targets(values.text(label));
  return read ? *std::move(read) : std::vector<LiveTarget>{};
}

std::vector<Interval> intervals(const LiveValues& values, std::string_view label) {
  std::vector<Interval> read;
  for (const std::string& part : parts_of(values.text(label))) {
    if (const auto interval = parse_live_timeframe(part)) read.push_back(*interval);
  }
  return read;
}

BackoffTimes pauses(const LiveValues& values, const std::string& section) {
  return {.base = values.seconds(section + ".base_seconds"),
          .max = values.seconds(section + ".max_seconds"),
          .factor = values.ratio(section + ".multiplier"),
          .jitter = values.ratio(section + ".jitter")};
}

BackoffTimes delays(const LiveValues& values, const std::string& section) {
  return {.base = values.seconds(section + ".base_delay"),
          .max = values.seconds(section + ".max_delay"),
          .factor = values.ratio(section + ".factor")};
}

LiveConfig::IdleLimits limits(const LiveValues& values, const std::string& name) {
  return {.warn = values.seconds("viewer." + name + "_warn_seconds"),
          .error = values.seconds("viewer." + name + "_error_seconds")};
}

LiveConfig::Feed feed(const LiveValues& values) {
  const std::string& kind = values.text("stream.feed");
  return {
      .kind = kind.empty() ? std::nullopt : std::optional(choice(kind, kFeeds)),
      .archive_url = values.text("WICK_FXCM_ARCHIVE_URL"),
      .replay_file = values.text("stream.replay_file"),
      .replay_speed = values.ratio("stream.replay_speed"),
      .bridge_command = values.text("stream.bridge_command"),
      .binance_market =
          core::parse_market(values.text("stream.binance_market")).value_or(core::Market::kSpot),
      .binance_topic = values.text("stream.binance_feed") == "quotes" ? core::Topic::kQuotes
                                                                      : core::Topic::kTrades};
}

}  // namespace

void fill_links(const LiveValues& values, LiveConfig& config) {
  config.login = {.user = values.text("FXCM_USERNAME"),
                  .password = Secret(values.text("FXCM_PASSWORD")),
                  .connection = values.text("FXCM_CONNECTION"),
                  .host_url = values.text("FXCM_HOST_URL")};
  config.fix = {.url = values.text("fix.url"),
                .sender_comp_id = values.text("fix.sender_comp_id"),
                .target_comp_id = values.text("fix.target_comp_id"),
                .target_sub_id = values.text("fix.target_sub_id"),
                .heartbeat = std::chrono::seconds{values.whole("fix.heartbeat_seconds")},
                .reconnect = values.seconds("fix.reconnect_seconds")};
  config.feed = feed(values);
  config.redis = {.host = values.text("FXCM_REDIS_HOST"),
                  .port = port(values, "FXCM_REDIS_PORT"),
                  .socket = values.text("FXCM_REDIS_SOCKET"),
                  .database = static_cast<int>(values.whole("FXCM_REDIS_DB")),
                  .user = values.text("FXCM_REDIS_USERNAME"),
                  .password = Secret(values.text("FXCM_REDIS_PASSWORD")),
                  .tls = values.flag("FXCM_REDIS_TLS"),
                  .required = values.flag("FXCM_REDIS_REQUIRED")};
  const std::string& prefix = values.text("FXCM_CHANNEL_PREFIX");
  config.channels = {.prefix = prefix,
                     .bars = values.text("stream.ohlcv_channel"),
                     .prices = values.text("stream.price_snap_channel"),
                     .heartbeat = values.text("stream.heartbeat_channel"),
                     .market_status = prefix + ":market_status",
                     .status = values.text("stream.status_channel"),
                     .commands = values.text("stream.commands_channel")};
  config.signature = {.secret = Secret(values.text("FXCM_HMAC_SECRET")),
                      .algorithm = values.text("FXCM_HMAC_ALGO")};
  config.metrics = {.enabled = values.flag("FXCM_METRICS_ENABLED"),
                    .host = values.text("metrics.host"),
                    .port = port(values, "FXCM_METRICS_PORT")};
  config.alerts = {.ticks_while_closed = values.seconds("alerts.ticks_while_closed_seconds"),
                   .no_ticks_while_open = values.seconds("alerts.no_ticks_while_open_seconds"),
                   .holidays_end = std::chrono::days{values.whole("alerts.holidays_end_days")},
                   .repeat = values.seconds("alerts.repeat_seconds")};
  config.session_tag = values.text("FXCM_SESSION_TAG");
  config.versions = {.shown = values.text("FXCM_CONNECTOR_VERSION_OVERRIDE"),
                     .required = values.text("FXCM_CONNECTOR_REQUIRED_VERSION")};
}

void fill_stream(const LiveValues& values, LiveConfig& config) {
  config.cache = {.enabled = values.flag("FXCM_CACHE_ENABLED"),
                  .dir = values.text("cache.dir"),
                  .max_bars = values.whole("cache.max_bars"),
                  .warmup_bars = values.whole("cache.warmup_bars")};
  config.stream = {
      .compatibility = choice(values.text("stream.compat"), kContracts),
      .endless = values.text("stream.mode") == "1",
      .async_supervisor = values.flag("stream.async_supervisor"),
      .targets = targets(values, "stream.config"),
      .fetch_interval = values.seconds("stream.fetch_interval_seconds"),
      .publish_interval = values.seconds("stream.publish_interval_seconds"),
      .price_interval = values.seconds("stream.price_snap_interval_seconds"),
      .telemetry_interval = values.seconds("stream.telemetry_min_publish_interval_seconds"),
      .backfill_min = minutes(values, "stream.backfill_min_minutes"),
      .backfill_max = minutes(values, "stream.backfill_max_minutes"),
      .previews = choice(values.text("stream.publish_previews"), kPreviews)};
  config.universe = {.enabled = values.flag("stream.dynamic_universe_enabled"),
                     .defaults = targets(values, "stream.dynamic_universe_default_targets"),
                     .targets_max = values.whole("stream.dynamic_universe_max_targets")};
  config.ticks.enabled = values.flag("stream.tick_aggregation_enabled");
  config.ticks.synthetic_max = minutes(values, "stream.tick_aggregation_max_synth_gap_minutes");
  config.ticks.preview_interval =
      values.seconds("stream.tick_aggregation_live_publish_interval_seconds");
  config.ticks.grace = values.seconds("stream.tick_aggregation_grace_seconds");
}

void fill_guards(const LiveValues& values, LiveConfig& config) {
  const std::string thresholds = "stream.history_load_thresholds.";
  config.quota = {.calls_per_minute = values.whole("stream.history_max_calls_per_min"),
                  .calls_per_hour = values.whole("stream.history_max_calls_per_hour"),
                  .min_interval_1m = values.seconds("stream.history_min_interval_seconds_m1"),
                  .min_interval_5m = values.seconds("stream.history_min_interval_seconds_m5"),
                  .priority = targets(values, "stream.history_priority_targets"),
                  .reserve_per_minute = values.whole("stream.history_priority_reserve_per_min"),
                  .reserve_per_hour = values.whole("stream.history_priority_reserve_per_hour"),
                  .load_min_interval = values.ratio(thresholds + "min_interval"),
                  .load_warn = values.ratio(thresholds + "warn"),
                  .load_reserve = values.ratio(thresholds + "reserve"),
                  .load_critical = values.ratio(thresholds + "critical")};
  config.backoffs = {.history = pauses(values, "stream.history_backoff"),
                     .redis = pauses(values, "stream.redis_backoff"),
                     .login = delays(values, "backoff.fxcm_login"),
                     .feed = delays(values, "backoff.fxcm_stream"),
                     .redis_connect = delays(values, "backoff.redis_stream")};
  const std::string cadence = "stream.tick_cadence.";
  config.cadence = {.live_threshold = values.seconds(cadence + "live_threshold_seconds"),
                    .idle_threshold = values.seconds(cadence + "idle_threshold_seconds"),
                    .live_multiplier = values.ratio(cadence + "live_multiplier"),
                    .idle_multiplier = values.ratio(cadence + "idle_multiplier")};
  const std::string check = "stream.mtf_crosscheck.";
  config.cross_check = {.enabled = values.flag(check + "enabled"),
                        .intervals = intervals(values, check + "timeframes"),
                        .min_interval = values.seconds(check + "min_interval_seconds"),
                        .checks_max = values.whole(check + "max_checks_per_cycle"),
                        .price_absolute = values.ratio(check + "price_abs_tol"),
                        .price_relative = values.ratio(check + "price_rel_tol"),
                        .volume_absolute = values.ratio(check + "volume_abs_tol"),
                        .volume_relative = values.ratio(check + "volume_rel_tol")};
}

void fill_viewer(const LiveValues& values, LiveConfig& config) {
  config.viewer = {.heartbeat_channel = values.text("viewer.heartbeat_channel"),
                   .market_status_channel = values.text("viewer.market_status_channel"),
                   .bars_channel = values.text("viewer.ohlcv_channel"),
                   .commands_channel = values.text("viewer.commands_channel"),
                   .supervisor_channels = parts_of(values.text("viewer.supervisor_channels")),
                   .metrics_port = port(values, "viewer.metrics_port"),
                   .redis_health_interval = values.seconds("viewer.redis_health_interval"),
                   .lag_spike = values.seconds("viewer.lag_spike_threshold"),
                   .heartbeat_silence = values.seconds("viewer.heartbeat_alert_seconds"),
                   .bars_idle = limits(values, "ohlcv_msg_idle"),
                   .bars_lag = limits(values, "ohlcv_lag"),
                   .timeline_rows = values.whole("viewer.timeline_matrix_rows"),
                   .timeline_columns = values.whole("viewer.timeline_max_columns"),
                   .timeline_events = values.whole("viewer.timeline_history_max"),
                   .timeline_focus = minutes(values, "viewer.timeline_focus_minutes"),
                   .sleep_gap = minutes(values, "viewer.sleep_model_gap_threshold_minutes"),
                   .force_terminal = values.flag("FXCM_RICH_FORCE_TERMINAL")};
  for (const Interval interval : {Interval::k1m, Interval::k5m, Interval::k15m, Interval::k30m,
                                  Interval::k1h, Interval::k4h, Interval::k1d}) {
    config.viewer.idle_of[interval] =
        limits(values, "tf_" + std::string(core::name(interval)) + "_idle");
  }
  for (const std::string& part : parts_of(values.text("viewer.supervisor_channel_hints"))) {
    const std::size_t equals = part.find('=');
    config.viewer.channel_hints[part.substr(0, equals)] = part.substr(equals + 1);
  }
}

}  // namespace wick::wiring
