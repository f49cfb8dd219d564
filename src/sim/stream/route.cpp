#include "sim/stream/route.hpp"

#include <algorithm>
#include <array>
#include <utility>

namespace wick::sim {
namespace {

std::vector<std::string> split(std::string_view list) {
  std::vector<std::string> names;
  while (!list.empty()) {
    const std::size_t slash = std::min(list.find('/'), list.size());
    if (slash > 0) names.emplace_back(list.substr(0, slash));
    list.remove_prefix(std::min(slash + 1, list.size()));
  }
  return names;
}

bool take_prefix(std::string_view& text, std::string_view prefix) {
  if (text.substr(0, prefix.size()) != prefix) return false;
  text.remove_prefix(prefix.size());
  return true;
}

std::optional<Venue> venue_of(Host host) {
  switch (host) {
    case Host::kSpot:
      return Venue::kSpot;
    case Host::kUm:
      return Venue::kUm;
    case Host::kCm:
      return Venue::kCm;
    case Host::kArchive:
    case Host::kOkx:
    case Host::kCandles:
    case Host::kGateway:
    case Host::kFix:
      break;
  }
  return std::nullopt;
}

Reach take_reach(Venue venue, std::string_view& path) {
  if (venue != Venue::kUm) return Reach::kEverything;
  if (take_prefix(path, "/market/")) return Reach::kMarket;
  if (take_prefix(path, "/public/")) return Reach::kPublic;
  if (take_prefix(path, "/private/")) return Reach::kNothing;
  return Reach::kNothing;
}

bool is_name_letter(char letter) {
  return (letter >= 'a' && letter <= 'z') || (letter >= '0' && letter <= '9') || letter == '_';
}

std::string upper(std::string_view text) {
  std::string out(text);
  for (char& letter : out) {
    if (letter >= 'a' && letter <= 'z') letter = static_cast<char>(letter - 'a' + 'A');
  }
  return out;
}

bool read_grid(StreamName& name, std::string_view grid) {
  constexpr std::string_view kEast = "@+08:00";
  if (grid.size() > kEast.size() && grid.substr(grid.size() - kEast.size()) == kEast) {
    name.offset = 8 * kHour;
    grid.remove_suffix(kEast.size());
  }
  const auto interval = interval_of(grid);
  if (interval) name.interval = *interval;
  return interval.has_value();
}

}  // namespace

std::optional<Route> route_of(Host host, std::string_view target) {
  const auto venue = venue_of(host);
  if (!venue) return std::nullopt;
  const Target parts = parse_target(target);
  Route route;
  route.venue = *venue;

  std::string_view path = parts.path;
  route.reach = take_reach(*venue, path);
  take_prefix(path, "/");
  if (take_prefix(path, "ws") && (path.empty() || path.front() == '/')) {
    route.streams = split(path);
  } else if (path == "stream" || path == "stream/") {
    route.combined = true;
    if (const auto* list = parts.find("streams")) route.streams = split(*list);
  } else {
    return std::nullopt;
  }
  const auto* unit = parts.find("timeUnit");
  route.microseconds = *venue == Venue::kSpot && unit != nullptr && upper(*unit) == "MICROSECOND";
  return route;
}

std::optional<StreamName> stream_name_of(std::string_view text) {
  const std::size_t at = text.find('@');
  if (at == 0 || at == std::string_view::npos) return std::nullopt;
  const std::string_view subject = text.substr(0, at);
  if (!std::all_of(subject.begin(), subject.end(), is_name_letter)) return std::nullopt;

  StreamName name;
  name.subject = upper(subject);
  std::string_view topic = text.substr(at + 1);
  constexpr std::array<std::pair<std::string_view, Topic>, 3> kPlain = {
      {{"trade", Topic::kTrade},
       {"aggTrade", Topic::kAggTrade},
       {"bookTicker", Topic::kBookTicker}}};
  for (const auto& [plain, meaning] : kPlain) {
    if (topic != plain) continue;
    name.topic = meaning;
    return name;
  }
  if (take_prefix(topic, "kline_")) {
    name.topic = Topic::kKline;
  } else if (take_prefix(topic, "continuousKline_")) {
    name.topic = Topic::kContinuousKline;
  } else {
    return std::nullopt;
  }
  if (!read_grid(name, topic)) return std::nullopt;
  return name;
}

bool carries(Reach reach, Topic topic) {
  switch (reach) {
    case Reach::kEverything:
      return true;
    case Reach::kMarket:
      return topic != Topic::kBookTicker;
    case Reach::kPublic:
      return topic == Topic::kBookTicker;
    case Reach::kNothing:
      break;
  }
  return false;
}

}  // namespace wick::sim
