#include <array>

#include "wiring/live_settings.hpp"

namespace wick::wiring {
namespace {

using enum LiveKind;

constexpr LiveBounds kAge{0, 1e7};
constexpr std::string_view kWarns = "silence of this timeframe that is a warning";
constexpr std::string_view kFails = "silence of it that is an error";

constexpr auto kSettings = std::to_array<LiveFacts>({
    {"viewer.heartbeat_channel", "", kText, "=stream.heartbeat_channel", "heartbeats"},
    {"viewer.market_status_channel", "", kText, "{prefix}:market_status", "open or closed"},
    {"viewer.ohlcv_channel", "", kText, "=stream.ohlcv_channel", "bars"},
    {"viewer.commands_channel", "", kText, "=stream.commands_channel", "commands"},
    {"viewer.supervisor_channels", "", kNames, "", "channels that get a row of their own"},
    {"viewer.supervisor_channel_hints", "", kPairs, "", "what is said beside a channel"},
    {"viewer.metrics_port", "", kPort, "0", "the viewer's own Prometheus metrics; 0: none"},
    {"viewer.redis_health_interval", "", kSeconds, "8", "between two looks at Redis", {0.5, 86400}},
    {"viewer.lag_spike_threshold", "", kSeconds, "180", "lag that is an incident", kAge},
    {"viewer.heartbeat_alert_seconds", "", kSeconds, "45", "silence of heartbeats that is one",
     kAge},
    {"viewer.ohlcv_msg_idle_warn_seconds", "", kSeconds, "90", "silence of bars: warning", kAge},
    {"viewer.ohlcv_msg_idle_error_seconds", "", kSeconds, "180", "silence of bars: error", kAge},
    {"viewer.ohlcv_lag_warn_seconds", "", kSeconds, "45", "lag of bars: warning", kAge},
    {"viewer.ohlcv_lag_error_seconds", "", kSeconds, "120", "lag of bars: error", kAge},
    {"viewer.timeline_matrix_rows", "", kWhole, "10", "rows of the timeline", {1, 1000}},
    {"viewer.timeline_max_columns", "", kWhole, "120", "columns of it", {10, 10000}},
    {"viewer.timeline_history_max", "", kWhole, "2400", "events kept for it", {10, 1e7}},
    {"viewer.timeline_focus_minutes", "", kWhole, "30", "minutes it shows", {1, 1e6}},
    {"viewer.sleep_model_gap_threshold_minutes",
     "",
     kWhole,
     "60",
     "a longer silence of everything is sleep",
     {1, 1e6}},
    {"viewer.tf_1m_idle_warn_seconds", "", kSeconds, "70", kWarns, kAge},
    {"viewer.tf_1m_idle_error_seconds", "", kSeconds, "90", kFails, kAge},
    {"viewer.tf_5m_idle_warn_seconds", "", kSeconds, "450", kWarns, kAge},
    {"viewer.tf_5m_idle_error_seconds", "", kSeconds, "900", kFails, kAge},
    {"viewer.tf_15m_idle_warn_seconds", "", kSeconds, "1350", kWarns, kAge},
    {"viewer.tf_15m_idle_error_seconds", "", kSeconds, "2700", kFails, kAge},
    {"viewer.tf_30m_idle_warn_seconds", "", kSeconds, "2700", kWarns, kAge},
    {"viewer.tf_30m_idle_error_seconds", "", kSeconds, "5400", kFails, kAge},
    {"viewer.tf_1h_idle_warn_seconds", "", kSeconds, "5400", kWarns, kAge},
    {"viewer.tf_1h_idle_error_seconds", "", kSeconds, "10800", kFails, kAge},
    {"viewer.tf_4h_idle_warn_seconds", "", kSeconds, "21600", kWarns, kAge},
    {"viewer.tf_4h_idle_error_seconds", "", kSeconds, "43200", kFails, kAge},
    {"viewer.tf_1d_idle_warn_seconds", "", kSeconds, "129600", kWarns, kAge},
    {"viewer.tf_1d_idle_error_seconds", "", kSeconds, "259200", kFails, kAge},
});

}  // namespace

std::span<const LiveFacts> live_viewer_settings() {
  return kSettings;
}

}  // namespace wick::wiring
