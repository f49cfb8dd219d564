#include "sim/archive/object.hpp"

#include <algorithm>
#include <array>

#include "sim/archive/digest.hpp"

namespace wick::sim {
namespace {

constexpr std::array kVenues{Venue::kSpot, Venue::kUm, Venue::kCm};
constexpr std::array kSpans{Span::kDaily, Span::kMonthly};

bool archived(Venue venue, Span span, Interval interval) {
  if (interval == Interval::k1s && venue != Venue::kSpot) return false;
  return span == Span::kMonthly || interval <= Interval::k1d;
}

// Cuts "head/" off the text, if it begins so.
bool take(std::string_view& text, std::string_view head) {
  if (!text.starts_with(head) || !text.substr(head.size()).starts_with('/')) return false;
  text.remove_prefix(head.size() + 1);
  return true;
}

template <std::size_t N, typename T, typename Name>
std::optional<T> take_one(std::string_view& text, const std::array<T, N>& choices, Name name) {
  const auto found =
      std::ranges::find_if(choices, [&](T choice) { return take(text, name(choice)); });
  return found == choices.end() ? std::nullopt : std::optional(*found);
}

std::optional<Interval> parse_interval(std::string_view text) {
  for (int i = 0; i <= static_cast<int>(Interval::k1mo); ++i) {
    const auto interval = static_cast<Interval>(i);
    if (archive_name(interval) == text) return interval;
  }
  return std::nullopt;
}

Micros first_open_at_or_after(Interval interval, Micros at) {
  const Micros open = open_of(interval, at);
  return open == at ? open : next_open(interval, open);
}

bool traded_in(const Market& market, const Symbol& symbol, Micros begin, Micros end) {
  // Maintenance is shorter than this, so a longer stretch of trading always has a row.
  constexpr Micros kSurelyTraded = 12 * kHour;
  if (begin >= end) return false;
  if (end - begin >= kSurelyTraded) return true;
  return !market.candles(symbol, Interval::k1m, begin, end).empty();
}

}  // namespace

std::string_view archive_folder(Venue venue) {
  switch (venue) {
    case Venue::kSpot:
      return "spot";
    case Venue::kUm:
      return "futures/um";
    case Venue::kCm:
      return "futures/cm";
  }
  return {};
}

std::string_view span_folder(Span span) {
  return span == Span::kDaily ? "daily" : "monthly";
}

std::vector<Interval> archived_intervals(Venue venue, Span span) {
  std::vector<Interval> out;
  for (int i = 0; i <= static_cast<int>(Interval::k1mo); ++i) {
    const auto interval = static_cast<Interval>(i);
    if (archived(venue, span, interval)) out.push_back(interval);
  }
  return out;
}

std::string series_folder(const Object& object) {
  std::string out = "data/";
  out += archive_folder(object.symbol->venue);
  out += '/';
  out += span_folder(object.period.span);
  out += "/klines/";
  out += object.symbol->name;
  out += '/';
  out += archive_name(object.interval);
  out += '/';
  return out;
}

std::string object_name(const Object& object) {
  std::string out = object.symbol->name;
  out += '-';
  out += archive_name(object.interval);
  out += '-';
  return out += period_name(object.period);
}

std::string object_key(const Object& object) {
  return series_folder(object) + object_name(object) + ".zip";
}

std::optional<Object> parse_object(const Market& market, std::string_view key) {
  std::string_view rest = key;
  if (!take(rest, "data")) return std::nullopt;
  const auto venue = take_one(rest, kVenues, archive_folder);
  if (!venue) return std::nullopt;
  const auto span = take_one(rest, kSpans, span_folder);
  if (!span || !take(rest, "klines")) return std::nullopt;

  const Symbol* symbol = market.find(*venue, rest.substr(0, rest.find('/')));
  if (symbol == nullptr || !take(rest, symbol->name)) return std::nullopt;
  const std::size_t slash = rest.find('/');
  const auto interval = parse_interval(rest.substr(0, slash));
  if (!interval || slash == std::string_view::npos || !archived(*venue, *span, *interval))
    return std::nullopt;

  const std::size_t date = slash + 1 + symbol->name.size() + slash + 2;  // name-interval-
  if (date > rest.size() || !rest.ends_with(".zip")) return std::nullopt;
  const auto period = parse_period(*span, rest.substr(date, rest.size() - date - 4));
  if (!period) return std::nullopt;
  const Object object{symbol, *interval, *period};
  // All that was skipped above is compared here at once.
  return object_key(object) == key ? std::optional(object) : std::nullopt;
}

bool has_rows(const Market& market, const Object& object) {
  const Symbol& symbol = *object.symbol;
  const Micros first = first_open_at_or_after(object.interval, object.period.begin);
  const Micros past = first_open_at_or_after(object.interval, object.period.end);
  const Micros begin = std::max(first, symbol.listed);
  const Micros end = std::min(past, symbol.delisted);
  return traded_in(market, symbol, begin, std::min(end, symbol.left)) ||
         traded_in(market, symbol, std::max(begin, symbol.returned), end);
}

Micros published_at(const Object& object, std::uint64_t seed) {
  const std::uint64_t hash = stable_hash(object_key(object), seed);
  const auto jitter = static_cast<Micros>(hash % (4UL * 3600)) * kSecond;
  const Period& period = object.period;
  if (period.span == Span::kDaily) return period.end + 2 * kHour + jitter;
  const Micros closed = first_open_at_or_after(object.interval, period.end);
  return std::max(first_monday(period.end), closed) + 2 * kHour + jitter;
}

}  // namespace wick::sim
