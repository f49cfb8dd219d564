// Of LiveValues: what follows from other values, and what must fit together.
#include <algorithm>
#include <array>
#include <utility>

#include "wiring/live_config_values.hpp"
#include "wiring/live_settings_text.hpp"
#include "wiring/live_targets.hpp"

namespace wick::wiring {
namespace {

constexpr std::string_view kAllTimeframes = "1m,5m,15m,30m,1h,4h,1d";

constexpr std::array<std::pair<std::string_view, std::string_view>, 10> kNotBelow = {{
    {"stream.backfill_max_minutes", "stream.backfill_min_minutes"},
    {"stream.tick_cadence.idle_threshold_seconds", "stream.tick_cadence.live_threshold_seconds"},
    {"stream.history_load_thresholds.warn", "stream.history_load_thresholds.min_interval"},
    {"stream.history_load_thresholds.reserve", "stream.history_load_thresholds.warn"},
    {"stream.history_load_thresholds.critical", "stream.history_load_thresholds.reserve"},
    {"stream.history_backoff.max_seconds", "stream.history_backoff.base_seconds"},
    {"stream.redis_backoff.max_seconds", "stream.redis_backoff.base_seconds"},
    {"backoff.fxcm_login.max_delay", "backoff.fxcm_login.base_delay"},
    {"backoff.fxcm_stream.max_delay", "backoff.fxcm_stream.base_delay"},
    {"backoff.redis_stream.max_delay", "backoff.redis_stream.base_delay"},
}};

void add_once(std::vector<std::string>& names, const std::string& name) {
  if (std::find(names.begin(), names.end(), name) == names.end()) names.push_back(name);
}

}  // namespace

// The whitelists of the ingestor: their own variables, else what is streamed, else everything.
void LiveValues::derive_whitelist() {
  const auto targets = parse_live_targets(text("stream.config"));
  if (!targets) return;
  std::vector<std::string> symbols;
  std::vector<std::string> timeframes;
  for (const LiveTarget& target : *targets) {
    add_once(symbols, target.symbol.name);
    add_once(timeframes, std::string(core::name(target.interval)));
  }
  const bool streamed = is_set("stream.config");
  const std::string origin = streamed ? "as stream.config" : "default";
  if (Value& mine = value("FXCM_INGEST_ALLOWED_SYMBOLS"); !mine.set) {
    mine.text = joined(symbols);
    mine.origin = origin;
  }
  if (Value& mine = value("FXCM_INGEST_ALLOWED_TIMEFRAMES"); !mine.set) {
    mine.text = streamed ? joined(timeframes) : std::string(kAllTimeframes);
    mine.origin = origin;
  }
}

void LiveValues::derive_auth() {
  Value& auth = value("commands.auth");
  if (auth.set) return;
  const bool secret = !text("COMMAND_AUTH_SECRETS").empty() ||
                      (!text("FXCM_HMAC_KID").empty() && !text("FXCM_HMAC_SECRET").empty());
  auth.text = secret || text("stream.compat") != "v1" ? "required" : "permissive";
}

void LiveValues::at_most(std::string_view label, std::string_view bound) {
  if (ratio(label) <= ratio(bound)) return;
  Value& mine = value(label);
  if (mine.set) {
    warnings_.push_back(wrong(label, "is " + mine.text + ", above " + std::string(bound) + "; " +
                                         text(bound) + " is used")
                            .what);
  }
  mine.text = text(bound);
}

void LiveValues::at_least(std::string_view label, std::string_view bound) {
  if (ratio(label) >= ratio(bound)) return;
  Value& mine = value(label);
  if (mine.set) {
    warnings_.push_back(wrong(label, "is " + mine.text + ", below " + std::string(bound) + "; " +
                                         text(bound) + " is used")
                            .what);
  }
  mine.text = text(bound);
}

void LiveValues::fit() {
  at_most("cache.warmup_bars", "cache.max_bars");
  for (const auto& [label, bound] : kNotBelow) at_least(label, bound);
}

// What is good by itself, but will not work.
void LiveValues::warn_of_gaps() {
  const std::string& feed = text("stream.feed");
  const bool login = !text("FXCM_USERNAME").empty() && !text("FXCM_PASSWORD").empty();
  if (feed == "fxcm-fix" && !login) {
    warnings_.push_back("the feed " + feed + " needs FXCM_USERNAME and FXCM_PASSWORD");
  }
  if (feed == "fxcm-fix" && text("fix.target_sub_id").empty()) {
    warnings_.emplace_back(
        "the feed fxcm-fix needs fix.target_sub_id in config/runtime_settings.json");
  }
  if (feed == "replay" && text("stream.replay_file").empty()) {
    warnings_.emplace_back("the feed replay needs stream.replay_file");
  }
  if (feed == "bridge" && text("stream.bridge_command").empty()) {
    warnings_.emplace_back("the feed bridge needs stream.bridge_command");
  }
  const bool kid = !text("FXCM_HMAC_KID").empty();
  if (kid && text("FXCM_HMAC_SECRET").empty()) {
    warnings_.emplace_back("FXCM_HMAC_KID is set, but FXCM_HMAC_SECRET is not");
  }
  if (text("commands.auth") == "required" && !kid && text("COMMAND_AUTH_SECRETS").empty()) {
    warnings_.emplace_back(
        "commands.auth is required, but no command has a secret: all are refused");
  }
}

}  // namespace wick::wiring
