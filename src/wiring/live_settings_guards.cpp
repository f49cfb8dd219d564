#include <array>

#include "wiring/live_settings.hpp"

namespace wick::wiring {
namespace {

using enum LiveKind;

constexpr LiveBounds kShare{0, 1};
constexpr LiveBounds kAtLeastOne{1, 1e9};
constexpr LiveBounds kDelay{0.1, 86400};
constexpr LiveBounds kFactor{1, 1000};

constexpr auto kSettings = std::to_array<LiveFacts>({
    {"stream.history_max_calls_per_min", "", kWhole, "360", "history calls in any minute",
     kAtLeastOne},
    {"stream.history_max_calls_per_hour", "", kWhole, "7200", "history calls in any hour",
     kAtLeastOne},
    {"stream.history_min_interval_seconds_m1",
     "",
     kSeconds,
     "2",
     "between two calls for 1m",
     {0, 86400}},
    {"stream.history_min_interval_seconds_m5",
     "",
     kSeconds,
     "6",
     "between two calls for 5m: those of --sample and of the comparison of long bars",
     {0, 86400}},
    {"stream.history_priority_targets", "", kTargets, "XAU/USD:m1",
     "served first; all bars of a symbol are made of its 1m"},
    {"stream.history_priority_reserve_per_min", "", kWhole, "108",
     "calls of a minute that are theirs"},
    {"stream.history_priority_reserve_per_hour", "", kWhole, "2160",
     "calls of an hour that are theirs"},
    {"stream.history_load_thresholds.min_interval", "", kRatio, "0.7",
     "load at which intervals are kept; the four ascend", kShare},
    {"stream.history_load_thresholds.warn", "", kRatio, "0.9", "load that is told", kShare},
    {"stream.history_load_thresholds.reserve", "", kRatio, "0.9", "load at which the reserve holds",
     kShare},
    {"stream.history_load_thresholds.critical", "", kRatio, "0.95", "load that is critical",
     kShare},

    {"stream.history_backoff.base_seconds", "", kSeconds, "6", "first pause of history", kDelay},
    {"stream.history_backoff.max_seconds", "", kSeconds, "120", "longest; not below the first",
     kDelay},
    {"stream.history_backoff.multiplier", "", kRatio, "2", "of each further pause", kFactor},
    {"stream.history_backoff.jitter", "", kRatio, "0.3", "share by which a pause varies", kShare},
    {"stream.redis_backoff.base_seconds", "", kSeconds, "2", "first pause of publishing", kDelay},
    {"stream.redis_backoff.max_seconds", "", kSeconds, "45", "longest; not below the first",
     kDelay},
    {"stream.redis_backoff.multiplier", "", kRatio, "2", "of each further pause", kFactor},
    {"stream.redis_backoff.jitter", "", kRatio, "0.25", "share by which a pause varies", kShare},
    {"backoff.fxcm_login.base_delay", "", kSeconds, "2",
     "first pause between tries of fxcm-fix; also of doubt in a silent feed", kDelay},
    {"backoff.fxcm_login.factor", "", kRatio, "2", "of each further pause", kFactor},
    {"backoff.fxcm_login.max_delay", "", kSeconds, "60", "longest; not below the first", kDelay},
    {"backoff.fxcm_stream.base_delay", "", kSeconds, "5",
     "first pause between tries of the feeds sim and bridge", kDelay},
    {"backoff.fxcm_stream.factor", "", kRatio, "2", "of each further pause", kFactor},
    {"backoff.fxcm_stream.max_delay", "", kSeconds, "300", "longest; not below the first", kDelay},
    {"backoff.redis_stream.base_delay", "", kSeconds, "1", "first pause of connecting to Redis",
     kDelay},
    {"backoff.redis_stream.factor", "", kRatio, "2", "of each further pause", kFactor},
    {"backoff.redis_stream.max_delay", "", kSeconds, "60", "longest; not below the first", kDelay},

    {"stream.mtf_crosscheck.enabled", "", kFlag, "false",
     "compare rolled bars with the broker's own"},
    {"stream.mtf_crosscheck.timeframes", "", kTimeframes, "1h,4h", "which"},
    {"stream.mtf_crosscheck.min_interval_seconds",
     "",
     kSeconds,
     "3600",
     "between two checks of a series",
     {1, 1e6}},
    {"stream.mtf_crosscheck.max_checks_per_cycle", "", kWhole, "1", "checks at once", kAtLeastOne},
    {"stream.mtf_crosscheck.price_abs_tol", "", kRatio, "0.0001", "prices may differ by this"},
    {"stream.mtf_crosscheck.price_rel_tol", "", kRatio, "0.00000001", "or by this share"},
    {"stream.mtf_crosscheck.volume_abs_tol", "", kRatio, "0.000001", "volumes may differ by this"},
    {"stream.mtf_crosscheck.volume_rel_tol", "", kRatio, "0.000001", "or by this share"},
});

}  // namespace

std::span<const LiveFacts> live_guard_settings() {
  return kSettings;
}

}  // namespace wick::wiring
