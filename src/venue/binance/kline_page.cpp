#include "venue/binance/kline_page.hpp"

#include "codec/decimal.hpp"
#include "codec/digits.hpp"

namespace wick::venue::binance {
namespace {

constexpr std::size_t kRowTypical = 150;

// The text, taken off its front piece by piece. Once a piece is not what it should be, there is no
// more of it.
class Page {
 public:
  explicit Page(std::string_view text) : at_(text.data()), end_(at_ + text.size()) {}

  [[nodiscard]] bool good() const { return good_; }
  [[nodiscard]] bool ended() const { return at_ == end_; }
  [[nodiscard]] bool next_is(char c) const { return at_ != end_ && *at_ == c; }

  void take(char expected) {
    if (next_is(expected)) {
      ++at_;
    } else {
      fail();
    }
  }
  // JSON has no whole number that begins with a zero but zero itself.
  std::int64_t integer() {
    std::int64_t value = 0;
    const char* const rest = codec::take_usual_integer(at_, end_, value);
    const bool padded = next_is('0') && rest != at_ + 1;
    move_to(padded ? nullptr : rest);
    take(',');
    return value;
  }
  double quoted() {
    double value = 0;
    take('"');
    if (const char* const rest = codec::take_usual_decimal(at_, end_, value)) {
      at_ = rest;
    } else {
      value = unusual();
    }
    take('"');
    return value;
  }
  double decimal() {
    const double value = quoted();
    take(',');
    return value;
  }

 private:
  double unusual() {
    std::string_view rest(at_, static_cast<std::size_t>(end_ - at_));
    const auto value = codec::take_decimal(rest);
    move_to(value ? rest.data() : nullptr);
    return value.value_or(0);
  }
  void move_to(const char* rest) {
    if (rest == nullptr) {
      fail();
    } else {
      at_ = rest;
    }
  }
  void fail() {
    good_ = false;
    at_ = end_;
  }

  const char* at_;
  const char* end_;
  bool good_{true};
};

struct RawRow {
  std::int64_t open_time{};
  std::int64_t close_time{};
  core::Bar bar;
};

RawRow read_row(Page& page) {
  RawRow raw;
  page.take('[');
  raw.open_time = page.integer();
  raw.bar.open = page.decimal();
  raw.bar.high = page.decimal();
  raw.bar.low = page.decimal();
  raw.bar.close = page.decimal();
  raw.bar.volume = page.decimal();
  raw.close_time = page.integer();
  raw.bar.quote_volume = page.decimal();
  raw.bar.count = page.integer();
  raw.bar.taker_volume = page.decimal();
  raw.bar.taker_quote_volume = page.decimal();
  (void)page.quoted();  // means nothing
  page.take(']');
  return raw;
}

bool take_row(Klines& klines, Page& page, const KlineRules& rules) {
  RawRow raw = read_row(page);
  const auto unit = time_unit_of(raw.open_time);
  if (!page.good() || !unit || time_unit_of(raw.close_time) != unit) return false;
  raw.bar.open_time = open_instant(raw.open_time, *unit);
  raw.bar.close_time = close_instant(raw.close_time, *unit);
  return !accept_row(klines, raw.bar, rules);
}

}  // namespace

std::optional<Klines> read_kline_page(std::string_view text, const KlineRules& rules) {
  Klines klines;
  klines.rows.reserve(text.size() / kRowTypical + 1);
  Page page(text);
  page.take('[');
  for (;;) {
    if (!take_row(klines, page, rules)) return std::nullopt;
    if (!page.next_is(',')) break;
    page.take(',');
  }
  page.take(']');
  if (!page.good() || !page.ended()) return std::nullopt;
  finish_rows(klines);
  return klines;
}

}  // namespace wick::venue::binance
