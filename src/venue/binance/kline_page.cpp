#include "venue/binance/kline_page.hpp"

#include "codec/decimal.hpp"

namespace wick::venue::binance {
namespace {

constexpr std::size_t kRowTypical = 150;

// The text, taken off its front piece by piece. Once a piece is not what it should be, all further
// ones are nothing.
class Page {
 public:
  explicit Page(std::string_view text) : rest_(text) {}

  [[nodiscard]] bool good() const { return good_; }
  [[nodiscard]] bool ended() const { return rest_.empty(); }
  [[nodiscard]] bool next_is(char c) const { return !rest_.empty() && rest_.front() == c; }

  void take(char expected) {
    good_ = good_ && next_is(expected);
    if (good_) rest_.remove_prefix(1);
  }
  // JSON has no whole number that begins with a superfluous zero; any other that begins with one
  // is of no interest here either.
  std::int64_t integer() {
    const bool zero = next_is('0');
    const std::size_t before = rest_.size();
    const auto value = codec::take_integer(rest_);
    good_ = good_ && value && *value >= 0 && (!zero || rest_.size() + 1 == before);
    take(',');
    return good_ ? *value : 0;
  }
  double quoted() {
    take('"');
    const auto value = codec::take_decimal(rest_);
    good_ = good_ && value;
    take('"');
    return good_ ? *value : 0;
  }
  double decimal() {
    const double value = quoted();
    take(',');
    return value;
  }

 private:
  std::string_view rest_;
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
