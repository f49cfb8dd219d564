#include "sim/archive/object.hpp"

#include <algorithm>
#include <array>

#include "sim/archive/digest.hpp"
#include "sim/market/funding.hpp"

namespace wick::sim {
namespace {

constexpr std::array kVenues{Venue::kSpot, Venue::kUm, Venue::kCm};
constexpr std::array kSpans{Span::kDaily, Span::kMonthly};
constexpr std::array kSets{DataSet::kKlines, DataSet::kMarkPriceKlines, DataSet::kIndexPriceKlines,
                           DataSet::kPremiumIndexKlines, DataSet::kFundingRate};
constexpr std::string_view kZip = ".zip";

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

// Cuts off the text up to its first slash, whatever it is; nothing where there is no slash.
std::string_view take_folder(std::string_view& text) {
  const std::size_t slash = text.find('/');
  if (slash == std::string_view::npos) return {};
  const std::string_view folder = text.substr(0, slash);
  text.remove_prefix(slash + 1);
  return folder;
}

// Of "BTCUSDT-1m-2024-02-29.zip".
std::optional<Period> parse_last_period(Span span, std::string_view file) {
  const std::size_t size = span == Span::kDaily ? 10 : 7;
  if (!file.ends_with(kZip) || file.size() < size + kZip.size()) return std::nullopt;
  file.remove_suffix(kZip.size());
  return parse_period(span, file.substr(file.size() - size));
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
  out += '/';
  out += set_folder(object.set);
  out += '/';
  out += label_of(*object.symbol, object.set);
  out += '/';
  if (!has_intervals(object.set)) return out;
  out += archive_name(object.interval);
  out += '/';
  return out;
}

std::string object_name(const Object& object) {
  std::string out(label_of(*object.symbol, object.set));
  out += '-';
  out += has_intervals(object.set) ? archive_name(object.interval) : set_folder(object.set);
  out += '-';
  return out += period_name(object.period);
}

std::string object_key(const Object& object) {
  return series_folder(object) + object_name(object).append(kZip);
}

std::optional<Object> parse_object(const Market& market, std::string_view key) {
  std::string_view rest = key;
  if (!take(rest, "data")) return std::nullopt;
  const auto venue = take_one(rest, kVenues, archive_folder);
  if (!venue) return std::nullopt;
  const auto span = take_one(rest, kSpans, span_folder);
  if (!span) return std::nullopt;
  const auto set = take_one(rest, kSets, set_folder);
  if (!set || std::ranges::count(archived_sets(*venue, *span), *set) == 0) return std::nullopt;

  const std::string_view label = take_folder(rest);
  Object object{find_labelled(market, *venue, *set, label), kNoInterval, {}, *set};
  if (object.symbol == nullptr) return std::nullopt;
  if (has_intervals(*set)) {
    const auto interval = parse_interval(take_folder(rest));
    if (!interval || !archived(*venue, *span, *interval)) return std::nullopt;
    object.interval = *interval;
  }
  const auto period = parse_last_period(*span, rest);
  if (!period) return std::nullopt;
  object.period = *period;
  // All that was skipped above is compared here at once.
  return object_key(object) == key ? std::optional(object) : std::nullopt;
}

bool has_rows(const Market& market, const Object& object) {
  if (object.set == DataSet::kFundingRate) {
    return !fundings(market, *object.symbol, object.period.begin, object.period.end).empty();
  }
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
