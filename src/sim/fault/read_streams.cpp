#include "sim/fault/read_streams.hpp"

#include <array>

namespace wick::sim {
namespace {

using R = const JsonReader&;
using S = StreamSettings;

constexpr std::int64_t kSecondsMax = 400LL * 24 * 3600;
constexpr std::int64_t kCountMax = 1'000'000;
constexpr std::int64_t kUpdateMin = 10, kUpdateMax = 3'600'000;  // milliseconds

Micros seconds(const JsonReader& reader) {
  return reader.integer(1, kSecondsMax) * kSecond;
}

std::size_t count(const JsonReader& reader) {
  return static_cast<std::size_t>(reader.integer(1, kCountMax));
}

constexpr auto kConnectKeys = std::to_array<Key<S>>({
    {"max", [](R r, S& s) { s.connects_max = r.integer(1, kCountMax); }},
    {"window_s", [](R r, S& s) { s.connect_window = seconds(r); }},
});

void lifetime(R r, S& s) {
  s.lifetime = seconds(r);
}
void ping_every(R r, S& s) {
  s.ping_every = seconds(r);
}
void pong_within(R r, S& s) {
  s.pong_within = seconds(r);
}
void messages(R r, S& s) {
  s.messages_per_second = count(r);
}
void streams_max(R r, S& s) {
  s.streams_max = count(r);
}
void connects(R r, S& s) {
  read_object<S>(r, kConnectKeys, s);
}
void update_every(R r, S& s) {
  s.update_every = r.integer(kUpdateMin, kUpdateMax) * 1000;
}
void steady(R r, S& s) {
  s.steady = r.boolean();
}
void shutdown_every(R r, S& s) {
  s.shutdown_every = seconds(r);
}
void shutdown_notice(R r, S& s) {
  s.shutdown_notice = seconds(r);
}

constexpr auto kMarketKeys = std::to_array<Key<S>>({
    {"lifetime_s", lifetime},
    {"ping_every_s", ping_every},
    {"pong_within_s", pong_within},
    {"messages_per_second", messages},
    {"streams_max", streams_max},
    {"connects", connects},
    {"update_every_ms", update_every},
    {"steady", steady},
    {"shutdown_every_s", shutdown_every},
    {"shutdown_notice_s", shutdown_notice},
});

template <void (*Read)(R, S&)>
void for_all(R r, Settings& settings) {
  Read(r, settings.streams);
}
template <Venue Of>
void for_one(R r, Settings& settings) {
  read_object<S>(r, kMarketKeys, settings.market_streams.at(static_cast<std::size_t>(Of)));
}

constexpr auto kKeys = std::to_array<Key<Settings>>({
    {"lifetime_s", for_all<lifetime>},
    {"ping_every_s", for_all<ping_every>},
    {"pong_within_s", for_all<pong_within>},
    {"messages_per_second", for_all<messages>},
    {"streams_max", for_all<streams_max>},
    {"connects", for_all<connects>},
    {"update_every_ms", for_all<update_every>},
    {"steady", for_all<steady>},
    {"shutdown_every_s", for_all<shutdown_every>},
    {"shutdown_notice_s", for_all<shutdown_notice>},
    {"spot", for_one<Venue::kSpot>},
    {"um", for_one<Venue::kUm>},
    {"cm", for_one<Venue::kCm>},
});

}  // namespace

void read_stream_settings(const JsonReader& reader, Settings& settings) {
  read_object<Settings>(reader, kKeys, settings);
}

}  // namespace wick::sim
