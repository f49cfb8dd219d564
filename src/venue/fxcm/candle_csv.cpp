#include "venue/fxcm/candle_csv.hpp"

#include <algorithm>
#include <array>
#include <optional>
#include <string>

#include "codec/decimal.hpp"
#include "core/time_text.hpp"

namespace wick::venue::fxcm {
namespace {

constexpr std::string_view kHeader =
    "DateTime,BidOpen,BidHigh,BidLow,BidClose,AskOpen,AskHigh,AskLow,AskClose";
constexpr std::size_t kRowTypical = 90;
constexpr std::size_t kPrices = 8;

base::Error corrupt(std::string what) {
  return {base::ErrorKind::kCorrupt, std::move(what)};
}

// Byte pairs to bytes; nothing where a letter is beyond ASCII or the last pair is broken.
std::optional<std::string> narrowed(std::string_view pairs, std::size_t low) {
  if (pairs.size() % 2 != 0) return std::nullopt;
  std::string text;
  text.reserve(pairs.size() / 2);
  for (std::size_t i = 0; i < pairs.size(); i += 2) {
    const auto letter = static_cast<unsigned char>(pairs[i + low]);
    if (pairs[i + 1 - low] != '\0' || letter > 0x7f) return std::nullopt;
    text += static_cast<char>(letter);
  }
  return text;
}

// Two digits; nothing where there are none.
std::optional<int> two_digits(std::string_view text, std::size_t at) {
  const auto digit = [&](std::size_t i) { return text[i] >= '0' && text[i] <= '9'; };
  if (!digit(at) || !digit(at + 1)) return std::nullopt;
  return (text[at] - '0') * 10 + (text[at + 1] - '0');
}

// MM/DD/YYYY HH:MM:SS[.f..ffffff]
std::optional<core::UtcTime> parse_time(std::string_view text) {
  constexpr std::size_t kSecondsEnd = 19;
  if (text.size() < kSecondsEnd || text[2] != '/' || text[5] != '/' || text[10] != ' ') {
    return std::nullopt;
  }
  if (!two_digits(text, 0) || !two_digits(text, 3) || text.ends_with('Z')) return std::nullopt;
  std::string usual(text.substr(6, 4));
  usual.append("-").append(text.substr(0, 2)).append("-").append(text.substr(3, 2));
  return core::parse_utc(usual.append("T").append(text.substr(11)));
}

struct Row {
  core::UtcTime time;
  std::array<double, kPrices> prices{};
};

// What is wrong with the line, or nothing.
std::string read_row(std::string_view line, Row& row) {
  const std::size_t comma = std::min(line.find(','), line.size());
  const auto time = parse_time(line.substr(0, comma));
  if (!time) return "no time like 01/31/2024 22:05:00.000";
  row.time = *time;
  std::string_view rest = line.substr(comma);
  for (std::size_t column = 0; column < kPrices; ++column) {
    const auto at = [&] { return "column " + std::to_string(column + 2) + ": "; };
    if (rest.empty()) return at() + "the row ends before it";
    rest.remove_prefix(1);
    const auto price = codec::take_decimal(rest);
    if (!price || (!rest.empty() && rest.front() != ',')) return at() + "not a number";
    if (*price <= 0) return at() + "a price that is not above zero";
    row.prices.at(column) = *price;
  }
  return rest.empty() ? "" : "more than 9 columns";
}

core::HistoryBar bar_of(const Row& row) {
  const auto quote = [&](std::size_t i) {
    return core::quote_of(row.prices[i], row.prices[i + 4]);
  };
  return {.open_time = row.time,
          .open = quote(0),
          .high = quote(1),
          .low = quote(2),
          .close = quote(3)};
}

bool bounds(const core::HistoryBar& bar, double core::Quote::*side) {
  const auto [low, high] = std::minmax(bar.open.*side, bar.close.*side);
  return bar.high.*side >= high && bar.low.*side <= low;
}

void count_oddities(const core::HistoryBar& bar, Candles& candles) {
  if (!bounds(bar, &core::Quote::bid) || !bounds(bar, &core::Quote::ask)) ++candles.implausible;
  if (bar.open.spread < 0 || bar.close.spread < 0) ++candles.crossed;
}

// In order, each once; an error where one time has two values.
base::Result<void> settle_order(Candles& candles) {
  auto& bars = candles.bars;
  for (std::size_t i = 1; i < bars.size(); ++i) {
    candles.unsorted += bars[i].open_time < bars[i - 1].open_time ? 1U : 0U;
  }
  const auto time = [](const core::HistoryBar& bar) { return bar.open_time; };
  if (candles.unsorted > 0) std::ranges::stable_sort(bars, {}, time);
  for (std::size_t i = 1; i < bars.size(); ++i) {
    if (bars[i].open_time != bars[i - 1].open_time) continue;
    if (bars[i] != bars[i - 1]) {
      return corrupt("two rows at " + core::to_iso(bars[i].open_time) + " that differ");
    }
    ++candles.duplicates;
  }
  bars.erase(std::unique(bars.begin(), bars.end()), bars.end());
  return {};
}

bool takes_grid(core::Interval interval) {
  return interval != core::Interval::k1d;
}

base::Result<Candles> parse_ascii(std::string_view text, core::Interval interval) {
  const core::Grid grid(interval);
  Candles candles;
  candles.bars.reserve(text.size() / kRowTypical + 1);
  for (std::size_t number = 1; !text.empty(); ++number) {
    const std::size_t end = std::min(text.find('\n'), text.size());
    std::string_view line = text.substr(0, end);
    text.remove_prefix(std::min(end + 1, text.size()));
    if (line.ends_with('\r')) line.remove_suffix(1);
    const auto wrong = [&](const std::string& what) {
      return corrupt("line " + std::to_string(number) + ": " + what);
    };
    if (number == 1) {
      if (line != kHeader) return wrong("not the header of candles, " + std::string(kHeader));
      continue;
    }
    Row row;
    if (const std::string fault = read_row(line, row); !fault.empty()) return wrong(fault);
    if (takes_grid(interval) && !grid.has(row.time)) {
      return wrong(core::to_iso(row.time) + " is no open time of a " +
                   std::string(core::name(interval)) + " bar");
    }
    candles.bars.push_back(bar_of(row));
    count_oddities(candles.bars.back(), candles);
  }
  if (auto settled = settle_order(candles); !settled) return settled.error();
  return candles;
}

}  // namespace

base::Result<Candles> parse_candle_csv(std::string_view text, core::Interval interval) {
  if (text.empty()) return corrupt("the file is empty");
  if (text.starts_with("\xef\xbb\xbf")) return parse_ascii(text.substr(3), interval);
  const bool little = text.starts_with("\xff\xfe");
  if (!little && !text.starts_with("\xfe\xff")) return parse_ascii(text, interval);
  const auto narrow = narrowed(text.substr(2), little ? 0 : 1);
  if (!narrow) return corrupt("UTF-16 that is cut, or letters beyond ASCII");
  return parse_ascii(*narrow, interval);
}

core::Untidy untidy_of(const Candles& candles) {
  return {.unsorted = static_cast<std::uint32_t>(candles.unsorted),
          .duplicates = static_cast<std::uint32_t>(candles.duplicates),
          .implausible = static_cast<std::uint32_t>(candles.implausible)};
}

std::string describe(const Candles& candles) {
  std::string text = std::to_string(candles.bars.size()) + " rows";
  const auto add = [&](std::size_t count, const char* what) {
    if (count > 0) text += ", " + std::to_string(count) + what;
  };
  add(candles.unsorted, " out of order");
  add(candles.duplicates, " repeated");
  add(candles.crossed, " crossed");
  add(candles.implausible, " with high or low inside open and close");
  return text;
}

}  // namespace wick::venue::fxcm
