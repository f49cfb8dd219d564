#include "sim/fault/read_broker.hpp"

#include <array>

namespace wick::sim {
namespace {

using R = const JsonReader&;
using B = BrokerSettings;

constexpr std::int64_t kSecondsMax = 400LL * 24 * 3600;
constexpr std::int64_t kMillisMax = 3'600'000;
constexpr std::int64_t kCountMax = 1'000'000;
constexpr std::int64_t kDepthMax = 300;

Micros seconds(const JsonReader& reader) {
  return reader.integer(0, kSecondsMax) * kSecond;
}
Micros millis(const JsonReader& reader) {
  return reader.integer(0, kMillisMax) * 1000;
}
std::int64_t count(const JsonReader& reader) {
  return reader.integer(1, kCountMax);
}

std::vector<std::string> names(const JsonReader& reader) {
  if (!reader.is(Json::Kind::kList)) return {reader.text()};
  std::vector<std::string> patterns;
  for (const JsonReader& item : reader.items()) patterns.push_back(item.text());
  return patterns;
}

constexpr auto kKeys = std::to_array<Key<B>>({
    {"late_ticks", [](R r, B& b) { b.late_ticks = r.millionths(); }},
    {"late_ms", [](R r, B& b) { b.late_by = millis(r); }},
    {"future_ticks", [](R r, B& b) { b.future_ticks = r.millionths(); }},
    {"future_ms", [](R r, B& b) { b.future_by = millis(r); }},
    {"duplicate_ticks", [](R r, B& b) { b.duplicate_ticks = r.millionths(); }},
    {"unordered_ticks", [](R r, B& b) { b.unordered_ticks = r.millionths(); }},
    {"silence_after_s", [](R r, B& b) { b.silence_after = seconds(r); }},
    {"silence_for_s", [](R r, B& b) { b.silence_lasting = seconds(r); }},
    {"drop_after_s", [](R r, B& b) { b.drop_after = seconds(r); }},
    {"history_not_ready", [](R r, B& b) { b.history_not_ready = r.millionths(); }},
    {"history_ready_after_s", [](R r, B& b) { b.history_ready_after = seconds(r); }},
    {"history_while_closed", [](R r, B& b) { b.history_while_closed = r.boolean(); }},
    {"history_latency_ms", [](R r, B& b) { b.history_latency = millis(r); }},
    {"history_depth", [](R r, B& b) { b.history_depth = r.integer(1, kDepthMax); }},
    {"history_per_minute", [](R r, B& b) { b.history_per_minute = count(r); }},
    {"gap_every", [](R r, B& b) { b.gap_every = count(r); }},
    {"wrong_checksum_every", [](R r, B& b) { b.wrong_checksum_every = count(r); }},
    {"logon_refused", [](R r, B& b) { b.logon_refused = r.affirmed(); }},
    {"rejected", [](R r, B& b) { b.rejected = names(r); }},
    {"files_missing", [](R r, B& b) { b.files_missing = r.millionths(); }},
    {"files_corrupt", [](R r, B& b) { b.files_corrupt = r.millionths(); }},
    {"files_truncated", [](R r, B& b) { b.files_truncated = r.millionths(); }},
    {"files_utf16", [](R r, B& b) { b.files_utf16 = r.millionths(); }},
    {"files_crossed", [](R r, B& b) { b.files_crossed = r.millionths(); }},
});

}  // namespace

void read_broker_settings(const JsonReader& reader, Settings& settings) {
  read_object<B>(reader, kKeys, settings.broker);
}

}  // namespace wick::sim
