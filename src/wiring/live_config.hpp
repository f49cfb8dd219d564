// The configuration of the live half as its parts want it: typed, complete, fitting together.
//
// load_live_config() is pure: it sees only the texts it is handed. A mistake is kInvalid and names
// its place. See docs/configuration.md for every name.
#pragma once

#include <chrono>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "base/result.hpp"
#include "core/series_id.hpp"
#include "core/stream.hpp"
#include "core/time.hpp"
#include "wiring/live_config_sources.hpp"
#include "wiring/live_config_values.hpp"
#include "wiring/live_secret.hpp"
#include "wiring/live_targets.hpp"

namespace wick::wiring {

enum class FeedKind : std::uint8_t { kFix, kBinance, kSim, kReplay, kBridge };
enum class Compatibility : std::uint8_t { kV1, kV2, kV3 };
enum class Previews : std::uint8_t { kOff, kOwnChannel, kBarChannel };
enum class PriceBasis : std::uint8_t { kMid, kBid, kAsk };
enum class CommandAuth : std::uint8_t { kOff, kPermissive, kRequired };

struct BackoffTimes {
  core::Micros base{};
  core::Micros max{};
  double factor{1};
  double jitter{};  // share by which a pause varies
};

struct LiveConfig {
  struct Login {
    std::string user{};
    Secret password{};
    std::string connection{};  // Demo, Real
    std::string host_url{};
  };
  struct Fix {
    std::string url{};
    std::string sender_comp_id{};
    std::string target_comp_id{};
    std::string target_sub_id{};
    std::chrono::seconds heartbeat{};
    core::Micros reconnect{};
  };
  struct Feed {
    std::optional<FeedKind> kind{};  // nothing: nobody has chosen
    std::string archive_url{};
    std::string replay_file{};
    double replay_speed{1};  // 0: as fast as possible
    std::string bridge_command{};
    core::Market binance_market{core::Market::kSpot};
    core::Topic binance_topic{core::Topic::kTrades};  // or quotes
  };
  struct Redis {
    std::string host{};
    std::uint16_t port{};
    std::string socket{};  // instead of both
    int database{};
    std::string user{};
    Secret password{};
    bool tls{};
    bool required{};
  };
  struct Channels {
    std::string prefix{};
    std::string bars{};
    std::string prices{};
    std::string heartbeat{};
    std::string market_status{};
    std::string status{};
    std::string commands{};
  };
  struct Signature {
    Secret secret{};  // empty: no signature
    std::string algorithm{};
  };
  struct Cache {
    bool enabled{};
    std::string dir{};
    std::int64_t max_bars{};
    std::int64_t warmup_bars{};
  };
  struct Stream {
    Compatibility compatibility{};
    bool endless{};  // false: one warm-up pass
    bool async_supervisor{};
    std::vector<LiveTarget> targets{};
    core::Micros fetch_interval{};
    core::Micros publish_interval{};
    core::Micros price_interval{};
    core::Micros telemetry_interval{};
    std::chrono::minutes backfill_min{};
    std::chrono::minutes backfill_max{};
    Previews previews{};
  };
  struct Universe {
    bool enabled{};
    std::vector<LiveTarget> defaults{};
    std::int64_t targets_max{};
  };
  struct TickAggregation {
    bool enabled{};
    std::chrono::minutes synthetic_max{};
    core::Micros preview_interval{};
    core::Micros grace{};
    PriceBasis basis{};
    std::map<std::string, PriceBasis> basis_of{};  // by wire symbol
  };
  struct HistoryQuota {
    std::int64_t calls_per_minute{};
    std::int64_t calls_per_hour{};
    core::Micros min_interval_1m{};
    core::Micros min_interval_5m{};
    std::vector<LiveTarget> priority{};
    std::int64_t reserve_per_minute{};
    std::int64_t reserve_per_hour{};
    double load_min_interval{};
    double load_warn{};
    double load_reserve{};
    double load_critical{};
  };
  struct Backoffs {
    BackoffTimes history{};
    BackoffTimes redis{};
    BackoffTimes login{};
    BackoffTimes feed{};
    BackoffTimes redis_connect{};
  };
  struct Cadence {
    core::Micros live_threshold{};
    core::Micros idle_threshold{};
    double live_multiplier{};
    double idle_multiplier{};
  };
  struct CrossCheck {
    bool enabled{};
    std::vector<core::Interval> intervals{};
    core::Micros min_interval{};
    std::int64_t checks_max{};
    double price_absolute{};
    double price_relative{};
    double volume_absolute{};
    double volume_relative{};
  };
  struct SampleRequest {
    LiveSymbol symbol{};
    core::Interval interval{};
    std::chrono::hours span{};
  };
  struct Ingest {
    std::vector<LiveSymbol> symbols{};
    std::vector<core::Interval> intervals{};
    std::int64_t batch_max{};
    Secret secret{};
    Secret previous_secret{};
    std::string algorithm{};
  };
  struct Commands {
    CommandAuth auth{};
    std::map<std::string, Secret> secrets{};  // by kid
    std::vector<std::string> allowed_kids{};  // none: all that have a secret
    core::Micros min_interval{};
    core::Micros skew_max{};
    std::int64_t payload_bytes_max{};
    double rate{};
    std::int64_t burst{};
    double command_rate{};
    std::int64_t command_burst{};
    core::Micros error_coalescing{};
  };
  struct Alerts {
    core::Micros ticks_while_closed{};
    core::Micros no_ticks_while_open{};
    std::chrono::days holidays_end{};
    core::Micros repeat{};
  };
  struct Metrics {
    bool enabled{};
    std::string host{};
    std::uint16_t port{};
  };
  struct IdleLimits {
    core::Micros warn{};
    core::Micros error{};
  };
  struct Viewer {
    std::string heartbeat_channel{};
    std::string market_status_channel{};
    std::string bars_channel{};
    std::string commands_channel{};
    std::vector<std::string> supervisor_channels{};
    std::map<std::string, std::string> channel_hints{};
    std::uint16_t metrics_port{};  // 0: none
    core::Micros redis_health_interval{};
    core::Micros lag_spike{};
    core::Micros heartbeat_silence{};
    IdleLimits bars_idle{};
    IdleLimits bars_lag{};
    std::map<core::Interval, IdleLimits> idle_of{};
    std::int64_t timeline_rows{};
    std::int64_t timeline_columns{};
    std::int64_t timeline_events{};
    std::chrono::minutes timeline_focus{};
    std::chrono::minutes sleep_gap{};
    bool force_terminal{};
  };
  struct Calendar {
    std::string profile{};
    std::string overrides{};                          // a path; the file need not be there
    std::map<std::string, std::string> profile_of{};  // by wire symbol
  };
  struct Versions {
    std::string shown{};  // told instead of our own; empty: our own
    std::string required{};
  };

  Login login{};
  Fix fix{};
  Feed feed{};
  Redis redis{};
  Channels channels{};
  Signature signature{};
  Cache cache{};
  Stream stream{};
  Universe universe{};
  TickAggregation ticks{};
  HistoryQuota quota{};
  Backoffs backoffs{};
  Cadence cadence{};
  CrossCheck cross_check{};
  SampleRequest sample{};
  Ingest ingest{};
  Commands commands{};
  Alerts alerts{};
  Metrics metrics{};
  Viewer viewer{};
  Calendar calendar{};
  std::string session_tag{};  // AUTO: by the session windows
  Versions versions{};
};

struct LiveConfigLoaded {
  LiveConfig config{};
  std::vector<std::string> warnings{};
  std::vector<LiveSetting> origins{};  // every setting, as it may be shown
};

[[nodiscard]] base::Result<LiveConfigLoaded> load_live_config(const LiveSources& sources);

// kInvalid where another version is wanted than the one that is told to others.
[[nodiscard]] base::Result<void> check_required_version(const LiveConfig::Versions& versions,
                                                        const std::string& own);

}  // namespace wick::wiring
