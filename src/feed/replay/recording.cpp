#include "feed/replay/recording.hpp"

#include <simdjson.h>

#include <algorithm>
#include <cmath>
#include <utility>

#include "codec/decimal.hpp"
#include "core/time_text.hpp"

namespace wick::feed::replay {
namespace {

namespace dom = simdjson::dom;

constexpr double kSecondsMax = 1e10;             // more than this are milliseconds
constexpr double kYear2200 = 7'258'118'400'000;  // in milliseconds

base::Error wrong(const std::string& what) {
  return {base::ErrorKind::kCorrupt, what};
}

std::optional<core::UtcTime> time_of(double number) {
  const double millis = number > kSecondsMax ? number : number * 1000;
  if (!(millis > 0 && millis < kYear2200)) return std::nullopt;
  return core::utc_micros(std::llround(millis * 1000));
}

std::optional<double> number_of(std::string_view text) {
  const auto value = codec::take_decimal(text);
  return text.empty() ? value : std::nullopt;
}

bool is_digit(char c) {
  return c >= '0' && c <= '9';
}

// Takes +02:00 or -0530 off the end; nothing where there is none.
std::optional<core::Micros> take_offset(std::string_view& text) {
  constexpr std::size_t kDate = 10;
  constexpr int kMinutesMax = 14 * 60;
  const std::size_t sign = text.find_last_of("+-");
  if (sign == std::string_view::npos || sign <= kDate) return std::nullopt;
  std::string digits(text.substr(sign + 1));
  if (digits.size() == 5 && digits[2] == ':') digits.erase(2, 1);
  if (digits.size() != 4 || !std::ranges::all_of(digits, is_digit)) return std::nullopt;
  const auto two = [&](std::size_t at) {
    return (digits[at] - '0') * 10 + digits[at + 1] - '0';  // NOLINT(*-magic-numbers)
  };
  const int minutes = two(0) * 60 + two(2);
  if (two(2) > 59 || minutes > kMinutesMax) return std::nullopt;
  const bool behind = text[sign] == '-';
  text = text.substr(0, sign);
  return std::chrono::minutes{behind ? -minutes : minutes};
}

// More than microseconds are cut off.
std::string without_nanoseconds(std::string_view text) {
  constexpr std::size_t kKept = 6;
  constexpr std::size_t kDigitsMax = 9;
  const std::size_t point = text.rfind('.');
  if (point == std::string_view::npos) return std::string(text);
  const auto* const first = text.begin() + static_cast<std::ptrdiff_t>(point) + 1;
  const auto digits =
      static_cast<std::size_t>(std::find_if_not(first, text.end(), is_digit) - first);
  std::string shorter(text);
  if (digits > kKept && digits <= kDigitsMax) shorter.erase(point + 1 + kKept, digits - kKept);
  return shorter;
}

std::optional<core::UtcTime> time_of(std::string_view text) {
  if (const auto number = number_of(text)) return time_of(*number);
  const auto offset = take_offset(text);
  if (offset && text.ends_with('Z')) return std::nullopt;
  const auto there = core::parse_utc(without_nanoseconds(text));
  if (!there) return std::nullopt;
  return *there - offset.value_or(core::Micros{0});
}

std::string_view trimmed(std::string_view text) {
  const auto blank = [](char c) { return c == ' ' || c == '\t' || c == '\r'; };
  while (!text.empty() && blank(text.back())) text.remove_suffix(1);
  while (!text.empty() && blank(text.front())) text.remove_prefix(1);
  return text;
}

void split(std::string_view line, std::vector<std::string_view>& cells) {
  cells.clear();
  for (;;) {
    const std::size_t comma = line.find(',');
    cells.push_back(trimmed(line.substr(0, comma)));
    if (comma == std::string_view::npos) return;
    line.remove_prefix(comma + 1);
  }
}

std::optional<double> number_in(const dom::object& object, std::string_view key) {
  double value = 0;
  if (object.at_key(key).get(value) != simdjson::SUCCESS) return std::nullopt;
  return value;
}

// Under the first of the names that is there.
std::optional<core::UtcTime> time_in(const dom::object& object, std::string_view key) {
  auto number = number_in(object, std::string(key) + "_ms");
  if (!number) number = number_in(object, key);
  return number ? time_of(*number) : std::nullopt;
}

}  // namespace

struct RecordingReader::Parser {
  dom::parser json;
};

RecordingReader::RecordingReader() : parser_(std::make_unique<Parser>()) {}
RecordingReader::~RecordingReader() = default;

RecordingReader::Read RecordingReader::read(std::string_view line) {
  line = trimmed(line);
  if (line.empty()) return std::optional<RecordedTick>();
  if (form_ == Form::kCsv) return read_row(line);
  if (form_ == Form::kUnknown && line.front() != '{') return read_header(line);
  auto tick = read_object(line);
  if (tick) form_ = Form::kJson;
  return tick;
}

RecordingReader::Read RecordingReader::read_header(std::string_view line) {
  split(line, cells_);
  const auto at = [&](std::string_view name) -> std::optional<std::size_t> {
    const auto found = std::ranges::find(cells_, name);
    if (found == cells_.end()) return std::nullopt;
    return static_cast<std::size_t>(found - cells_.begin());
  };
  const auto time = at("time");
  const auto symbol = at("symbol");
  const auto bid = at("bid");
  const auto ask = at("ask");
  if (!time || !symbol || !bid || !ask) {
    return wrong("neither a JSON object nor a CSV header with time,symbol,bid,ask");
  }
  form_ = Form::kCsv;
  columns_ = {.time = *time, .symbol = *symbol, .bid = *bid, .ask = *ask, .size = at("size")};
  return std::optional<RecordedTick>();
}

RecordingReader::Read RecordingReader::read_row(std::string_view line) {
  split(line, cells_);
  const std::size_t last = std::max(
      {columns_.time, columns_.symbol, columns_.bid, columns_.ask, columns_.size.value_or(0)});
  if (cells_.size() <= last) return wrong("fewer columns than the header");
  const auto time = time_of(cells_[columns_.time]);
  const auto bid = number_of(cells_[columns_.bid]);
  const auto ask = number_of(cells_[columns_.ask]);
  const bool sized = columns_.size && !cells_[*columns_.size].empty();
  const auto size = sized ? number_of(cells_[*columns_.size]) : std::optional(1.0);
  if (!time) return wrong("time is neither ISO-8601 nor a number");
  if (!bid || !ask) return wrong("bid or ask is no number");
  if (!size || *size < 0) return wrong("size is no amount");
  if (cells_[columns_.symbol].empty()) return wrong("no symbol");
  return std::optional(RecordedTick{
      .symbol = cells_[columns_.symbol],
      .tick = {.time = *time, .received = *time, .bid = *bid, .ask = *ask, .size = *size}});
}

RecordingReader::Read RecordingReader::read_object(std::string_view line) {
  dom::object object;
  if (parser_->json.parse(line.data(), line.size()).get(object) != simdjson::SUCCESS) {
    return wrong("no JSON object");
  }
  std::string_view symbol;
  if (object.at_key("symbol").get(symbol) != simdjson::SUCCESS || symbol.empty()) {
    return wrong("no symbol");
  }
  const auto mid = number_in(object, "mid");
  const auto bid = number_in(object, "bid");
  const auto ask = number_in(object, "ask");
  if ((!bid || !ask) && !mid) return wrong("neither bid and ask nor mid");
  const auto ticked = time_in(object, "tick_ts");
  const auto snapped = time_in(object, "snap_ts");
  if (!ticked && !snapped) return wrong("neither tick_ts_ms nor snap_ts_ms");
  const bool both = bid && ask;
  const double size = number_in(object, "size").value_or(1);
  if (size < 0) return wrong("size is no amount");
  return std::optional(RecordedTick{.symbol = symbol,
                                    .tick = {.time = ticked ? *ticked : *snapped,
                                             .received = snapped ? *snapped : *ticked,
                                             .bid = both ? *bid : *mid,
                                             .ask = both ? *ask : *mid,
                                             .size = size}});
}

}  // namespace wick::feed::replay
