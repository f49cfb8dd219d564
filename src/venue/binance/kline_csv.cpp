#include "venue/binance/kline_csv.hpp"

#include <algorithm>
#include <string>

#include "codec/decimal.hpp"
#include "codec/digits.hpp"

namespace wick::venue::binance {
namespace {

constexpr std::size_t kLineMax = 1024;
constexpr std::size_t kRowTypical = 120;

// The fields of one row of the usual numbers, taken off its front. A field that is unusual or wrong
// ends it: the row is then for a Row to read.
class UsualRow {
 public:
  explicit UsualRow(std::string_view text) : at_(text.data()), end_(at_ + text.size()) {}

  double decimal() {
    double value = 0;
    finish_field(codec::take_usual_decimal(at_, end_, value));
    return value;
  }
  std::int64_t integer() {
    std::int64_t value = 0;
    finish_field(codec::take_usual_integer(at_, end_, value));
    return value;
  }
  void ignored() { good_ = good_ && std::find(at_, end_, ',') == end_; }

  [[nodiscard]] bool good() const { return good_; }

 private:
  void finish_field(const char* rest) {
    if (rest != nullptr && rest != end_ && *rest == ',') {
      at_ = rest + 1;
    } else {
      at_ = end_;
      good_ = false;
    }
  }

  const char* at_;
  const char* end_;
  bool good_{true};
};

// The fields of any row. The first wrong one is remembered; the rest are then nothing.
class Row {
 public:
  explicit Row(std::string_view text) : rest_(text) {}

  double decimal() {
    const auto value = codec::take_decimal(rest_);
    return finish_field(value.has_value()) ? *value : 0;
  }
  std::int64_t integer() {
    const auto value = codec::take_integer(rest_);
    return finish_field(value.has_value()) ? *value : 0;
  }
  // The last column means nothing and is not looked into.
  void ignored() {
    ++field_;
    if (rest_.find(',') != std::string_view::npos) fail("more than 12 columns");
  }

  [[nodiscard]] const std::string& error() const { return error_; }
  void fail(std::string what) {
    if (error_.empty()) error_ = "column " + std::to_string(field_) + ": " + std::move(what);
  }

 private:
  bool finish_field(bool is_number) {
    ++field_;
    if (!is_number) {
      fail(rest_.empty() ? "the row ends here" : "not a number");
    } else if (rest_.empty() || rest_.front() != ',') {
      fail(rest_.empty() ? "the row ends after it" : "not a number");
    } else {
      rest_.remove_prefix(1);
    }
    return error_.empty();
  }

  std::string_view rest_;
  std::size_t field_{0};
  std::string error_;
};

struct RawRow {
  std::int64_t open_time{};
  std::int64_t close_time{};
  core::Bar bar;
};

template <typename Fields>
RawRow read_row(Fields& row) {
  RawRow raw;
  raw.open_time = row.integer();
  raw.bar.open = row.decimal();
  raw.bar.high = row.decimal();
  raw.bar.low = row.decimal();
  raw.bar.close = row.decimal();
  raw.bar.volume = row.decimal();
  raw.close_time = row.integer();
  raw.bar.quote_volume = row.decimal();
  raw.bar.count = row.integer();
  raw.bar.taker_volume = row.decimal();
  raw.bar.taker_quote_volume = row.decimal();
  row.ignored();
  return raw;
}

// Line by line; the caller's text is never copied.
class Lines {
 public:
  explicit Lines(std::string_view text) : rest_(text) {}

  bool next(std::string_view& line) {
    if (rest_.empty()) return false;
    const std::size_t end = std::min(rest_.find('\n'), rest_.size());
    line = rest_.substr(0, end);
    rest_.remove_prefix(std::min(end + 1, rest_.size()));
    if (line.ends_with('\r')) line.remove_suffix(1);
    ++number_;
    return true;
  }
  [[nodiscard]] std::size_t number() const { return number_; }

 private:
  std::string_view rest_;
  std::size_t number_{0};
};

bool is_header(std::string_view line) {
  return line.starts_with("open_time");
}

std::string take_row(Klines& klines, std::string_view line, std::optional<TimeUnit>& unit,
                     const KlineRules& rules) {
  if (line.size() > kLineMax) return "longer than " + std::to_string(kLineMax) + " characters";
  UsualRow usual(line);
  RawRow raw = read_row(usual);
  if (!usual.good()) {
    Row row(line);
    raw = read_row(row);
    if (!row.error().empty()) return row.error();
  }
  const auto row_unit = time_unit_of(raw.open_time);
  if (!unit) unit = row_unit;
  if (!row_unit || row_unit != unit || time_unit_of(raw.close_time) != unit) {
    return "times must all have 13 digits (ms) or all have 16 (us)";
  }
  raw.bar.open_time = open_instant(raw.open_time, *unit);
  raw.bar.close_time = close_instant(raw.close_time, *unit);
  return accept_row(klines, raw.bar, rules).value_or("");
}

}  // namespace

base::Result<Klines> parse_kline_csv(std::string_view text, const KlineRules& rules) {
  Klines klines;
  klines.rows.reserve(text.size() / kRowTypical + 1);
  std::optional<TimeUnit> unit;
  Lines lines(text);
  for (std::string_view line; lines.next(line);) {
    if (lines.number() == 1 && is_header(line)) continue;
    const std::string wrong = take_row(klines, line, unit, rules);
    if (!wrong.empty()) {
      return base::Error{base::ErrorKind::kCorrupt,
                         "line " + std::to_string(lines.number()) + ": " + wrong};
    }
  }
  finish_rows(klines);
  return klines;
}

}  // namespace wick::venue::binance
