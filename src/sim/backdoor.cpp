#include "sim/backdoor.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <optional>
#include <utility>

#include "sim/archive/decimal.hpp"
#include "sim/fault/instant.hpp"
#include "sim/fault/json.hpp"
#include "sim/fault/shipped.hpp"
#include "sim/market/funding.hpp"
#include "sim/market/quotes.hpp"

namespace wick::sim {
namespace {

using base::Error;
using base::ErrorKind;
using base::Result;

constexpr std::int64_t kRowsMax = 100'000;
constexpr std::array<std::string_view, 4> kPriceNames{"traded", "mark", "index", "premium"};

Error invalid(std::string what) {
  return {ErrorKind::kInvalid, std::move(what), {}};
}

std::optional<Micros> time_of(const std::string& text) {
  Micros at = 0;
  const char* end = text.data() + text.size();
  const auto read = std::from_chars(text.data(), end, at);
  if (!text.empty() && read.ptr == end && read.ec == std::errc()) return at;
  return parse_iso(text);
}

Result<Micros> time_parameter(const Target& target, std::string_view name) {
  const std::string* text = target.find(name);
  const auto at = text == nullptr ? std::nullopt : time_of(*text);
  // Far enough in either direction for any market, and too little to overflow.
  if (at && *at >= 0 && *at < 253'402'300'800 * kSecond) return *at;
  return invalid(std::string(name) + ": expected a time such as 2024-03-01T12:00:00Z");
}

Result<const Symbol*> symbol_parameter(const Market& market, const Target& target) {
  const std::string* venue = target.find("market");
  const auto at = venue == nullptr ? kMarketNames.end() : std::ranges::find(kMarketNames, *venue);
  if (at == kMarketNames.end()) return invalid("market: expected spot, um or cm");
  const std::string* text = target.find("symbol");
  const Symbol* symbol =
      text == nullptr ? nullptr : market.find(static_cast<Venue>(at - kMarketNames.begin()), *text);
  if (symbol == nullptr) return invalid("symbol: not one of the market's");
  return symbol;
}

// Without a word of it, the traded one. Spot has no other, and no other has seconds.
Result<Price> price_parameter(const Target& target, Venue venue, Interval interval) {
  const std::string* text = target.find("price");
  if (text == nullptr) return Price::kTraded;
  const auto* const at = std::ranges::find(kPriceNames, *text);
  if (at == kPriceNames.end()) return invalid("price: expected traded, mark, index or premium");
  const auto price = static_cast<Price>(at - kPriceNames.begin());
  if (price == Price::kTraded) return price;
  if (venue == Venue::kSpot) return invalid("price: spot has the traded one alone");
  if (interval == Interval::k1s) return invalid("price: only the traded one has seconds");
  return price;
}

template <typename Append>
void append_figure(std::string& out, const Append& append) {
  out += ",\"";
  append();
  out += '"';
}

void append_row(std::string& out, const Candle& candle, const Figures& figures, Price of) {
  const auto price = [&](std::int64_t value) {
    append_figure(out, [&] {
      if (of == Price::kTraded) return figures.append_price(out, value);
      append_decimal(out, value, kQuoteDigits);
    });
  };
  const auto quantity = [&](std::int64_t value) {
    append_figure(out, [&] { figures.append_quantity(out, value); });
  };
  const auto quote = [&](std::int64_t value) {
    append_figure(out, [&] { figures.append_quote(out, value); });
  };
  out += '[' + std::to_string(candle.open_time);
  price(candle.open);
  price(candle.high);
  price(candle.low);
  price(candle.close);
  quantity(candle.volume);
  quote(candle.quote);
  out += ',' + std::to_string(candle.count);
  quantity(candle.taker_volume);
  quote(candle.taker_quote);
  out += ',' + std::to_string(candle.first_trade) + ',' + std::to_string(candle.last_trade) + ']';
}

}  // namespace

std::string state_json(const Condition& condition, const Faults& faults) {
  const Scenario& scenario = faults.scenario();
  std::string out = "{\"now\":";
  append_quoted(out, iso_micros(condition.now));
  out += ",\"began\":";
  append_quoted(out, iso_micros(faults.began()));
  out += ",\"market_seed\":" + std::to_string(condition.market_seed);
  out += ",\"fault_seed\":" + std::to_string(faults.seed());
  out += ",\"requests\":" + std::to_string(condition.requests);
  out += ",\"scenario\":";
  append_quoted(out, scenario.name);
  out += ",\"about\":";
  append_quoted(out, scenario.about);
  out += ",\"rules\":[";
  const auto strikes = faults.strikes();
  for (std::size_t i = 0; i < strikes.size(); ++i) {
    if (i > 0) out += ',';
    out += "{\"name\":";
    append_quoted(out, scenario.rules[i].name);
    out += ",\"strikes\":" + std::to_string(strikes[i]) + '}';
  }
  return out + "]}\n";
}

std::string scenarios_json() {
  std::string out = "[";
  for (const ShippedScenario& shipped : shipped_scenarios()) {
    if (out.size() > 1) out += ",\n ";
    out += "{\"name\":";
    append_quoted(out, shipped.name);
    out += ",\"about\":";
    append_quoted(out, shipped.about);
    out += '}';
  }
  return out + "]\n";
}

Result<std::string> truth_json(const Market& market, const Target& target) {
  const auto symbol = symbol_parameter(market, target);
  if (!symbol) return symbol.error();
  const std::string* interval_text = target.find("interval");
  const auto interval = interval_text == nullptr ? std::nullopt : interval_of(*interval_text);
  if (!interval) return invalid("interval: expected one such as 1m");
  const auto from = time_parameter(target, "from");
  if (!from) return from.error();
  const auto to = time_parameter(target, "to");
  if (!to) return to.error();
  const Micros open = open_of(*interval, *from);
  if ((*to - *from) / (next_open(*interval, open) - open) > kRowsMax) {
    return invalid("to: more than 100000 rows at once");
  }
  const auto price = price_parameter(target, (*symbol)->venue, *interval);
  if (!price) return price.error();
  const Figures figures(**symbol);
  std::string out = "[";
  for (const Candle& candle : Quotes(market, **symbol, *price).candles(*interval, *from, *to)) {
    if (out.size() > 1) out += ",\n ";
    append_row(out, candle, figures, *price);
  }
  return out + "]\n";
}

Result<std::string> fundings_truth_json(const Market& market, const Target& target) {
  const auto symbol = symbol_parameter(market, target);
  if (!symbol) return symbol.error();
  const auto from = time_parameter(target, "from");
  if (!from) return from.error();
  const auto to = time_parameter(target, "to");
  if (!to) return to.error();
  std::string out = "[";
  for (const Funding& funding : fundings(market, **symbol, *from, *to)) {
    if (out.size() > 1) out += ",\n ";
    append_integer(out += '[', funding.time);
    append_figure(out, [&] { append_decimal(out, funding.rate, kQuoteDigits); });
    const std::int64_t mark = funding_mark(market, **symbol, funding);
    append_figure(out, [&] { append_decimal(out, mark, kQuoteDigits); });
    out += ']';
  }
  return out + "]\n";
}

}  // namespace wick::sim
