#include <algorithm>
#include <array>
#include <span>

#include "sim/fault/instant.hpp"
#include "sim/fault/read_rule.hpp"

namespace wick::sim {
namespace {

constexpr std::int64_t kCountMax = 1'000'000'000;
constexpr std::int64_t kSecondsMax = 10LL * 365 * 24 * 3600;

constexpr std::array<std::string_view, 2> kMomentNames{"handshake", "frame"};

std::vector<std::string> globs(const JsonReader& reader) {
  if (!reader.is(Json::Kind::kList)) return {reader.text()};
  std::vector<std::string> patterns;
  for (const JsonReader& item : reader.items()) patterns.push_back(item.text());
  if (patterns.empty()) reader.complain("expected at least one pattern");
  return patterns;
}

// One name or a list of them, as the enumerators they stand for.
template <typename Enum>
std::vector<Enum> choices(const JsonReader& reader, std::span<const std::string_view> names) {
  if (!reader.is(Json::Kind::kList)) return {static_cast<Enum>(reader.one_of(names))};
  std::vector<Enum> chosen;
  for (const JsonReader& item : reader.items()) {
    chosen.push_back(static_cast<Enum>(item.one_of(names)));
  }
  if (chosen.empty()) reader.complain("expected at least one name");
  return chosen;
}

Micros instant(const JsonReader& reader) {
  const std::string text = reader.text();
  if (const auto at = parse_iso(text)) return *at;
  reader.complain("expected a time such as 2024-03-01T12:00:00Z, found \"" + text.substr(0, 40) +
                  '"');
  return 0;
}

Micros seconds(const JsonReader& reader) {
  return reader.integer(0, kSecondsMax) * kSecond;
}

// Intervals are spelled as in REST throughout.
std::vector<std::string> interval_globs(const JsonReader& reader) {
  std::vector<std::string> patterns = globs(reader);
  std::ranges::replace(patterns, std::string("1mo"), std::string("1M"));
  return patterns;
}

using R = const JsonReader&;
constexpr auto kKeys = std::to_array<Key<When>>({
    {"host", [](R r, When& w) { w.hosts = choices<Host>(r, kHostNames); }},
    {"market", [](R r, When& w) { w.markets = choices<Venue>(r, kMarketNames); }},
    {"kind", [](R r, When& w) { w.kinds = choices<Kind>(r, kKindNames); }},
    {"method", [](R r, When& w) { w.method = globs(r); }},
    {"path", [](R r, When& w) { w.path = globs(r); }},
    {"symbol", [](R r, When& w) { w.symbol = globs(r); }},
    {"interval", [](R r, When& w) { w.interval = interval_globs(r); }},
    {"period", [](R r, When& w) { w.period = globs(r); }},
    {"client", [](R r, When& w) { w.client = globs(r); }},
    {"moment", [](R r, When& w) { w.moment = static_cast<StreamMoment>(r.one_of(kMomentNames)); }},
    {"closing", [](R r, When& w) { w.closing = r.boolean(); }},
    {"after_frames", [](R r, When& w) { w.after_frames = r.integer(0, kCountMax); }},
    {"from", [](R r, When& w) { w.from = instant(r); }},
    {"to", [](R r, When& w) { w.to = instant(r); }},
    {"after_s", [](R r, When& w) { w.after = seconds(r); }},
    {"for_s", [](R r, When& w) { w.lasting = seconds(r); }},
    {"after_gets", [](R r, When& w) { w.after_gets = r.integer(1, kCountMax); }},
    {"skip", [](R r, When& w) { w.skip = r.integer(0, kCountMax); }},
    {"first", [](R r, When& w) { w.first = r.integer(1, kCountMax); }},
    {"every", [](R r, When& w) { w.every = r.integer(1, kCountMax); }},
    {"probability", [](R r, When& w) { w.probability = r.millionths(); }},
});

bool only_streams(const When& when) {
  return when.kinds.size() == 1 && when.kinds[0] == Kind::kWs;
}

}  // namespace

When read_when(const JsonReader& reader) {
  When when;
  read_object<When>(reader, kKeys, when);
  if (when.from >= when.to) reader.complain("\"from\" must be before \"to\"");
  if ((when.moment || when.closing || when.after_frames > 0) && !only_streams(when)) {
    reader.complain("\"moment\", \"closing\" and \"after_frames\" need \"kind\": \"ws\"");
  }
  return when;
}

}  // namespace wick::sim
