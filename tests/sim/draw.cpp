#include "draw.hpp"

#include <cstdlib>

namespace wick::simulation {
namespace {

using core::micros_of;
using namespace std::chrono_literals;

// An integer of the market as the double that its decimal text reads as.
double decimal(std::int64_t value, int digits) {
  std::string text = std::to_string(value);
  const bool negative = text.front() == '-';
  if (negative) text.erase(0, 1);
  const auto places = static_cast<std::size_t>(digits);
  if (text.size() <= places) text.insert(0, places + 1 - text.size(), '0');
  text.insert(text.size() - places, ".");
  return std::strtod(((negative ? "-" : "") + text).c_str(), nullptr);
}

core::Bar truth_of(const sim::Symbol& symbol, sim::Interval interval, const sim::Candle& c) {
  const int price = symbol.price_digits;
  const int quantity = symbol.quantity_digits;
  const int quote = symbol.venue == sim::Venue::kCm ? 8 : price + quantity;
  return {.open_time = core::utc_micros(c.open_time),
          .close_time = core::utc_micros(sim::next_open(interval, c.open_time) - 1),
          .open = decimal(c.open, price),
          .high = decimal(c.high, price),
          .low = decimal(c.low, price),
          .close = decimal(c.close, price),
          .volume = decimal(c.volume, quantity),
          .quote_volume = decimal(c.quote, quote),
          .count = c.count,
          .taker_volume = decimal(c.taker_volume, quantity),
          .taker_quote_volume = decimal(c.taker_quote, quote)};
}

}  // namespace

std::string draw_scenario(fake::SeededRandom& random) {
  static const std::map<std::string, std::vector<std::string>> kFaults = {
      {"klines",
       {R"({"status":500})", R"({"status":503})", R"({"reset":true})", R"({"silent":true})",
        R"({"truncate_at":0.5})", R"({"malformed_json":true})", R"({"delay_ms":4000})",
        R"({"answer":"throttle429","retry_after":3})", R"({"answer":"geo451"})",
        R"({"answer":"html403"})", R"({"error":-1003})", R"({"delay_ms":20000})"}},
      {"zip",
       {R"({"answer":"NoSuchKey"})", R"({"answer":"AccessDenied"})", R"({"status":503})",
        R"({"reset":true})", R"({"truncate_at":0.7})", R"({"corrupt":0.4})",
        R"({"drop_rows":[0.3,0.8]})", R"({"silent":true})", R"({"unsorted":true})",
        R"({"header":true})", R"({"duplicate_rows":[0.1,0.3]})"}},
      {"checksum",
       {R"({"wrong_checksum":true})", R"({"answer":"NoSuchKey"})", R"({"status":500})",
        R"({"checksum_newline":true})", R"({"reset":true})"}}};
  std::string rules;
  for (const auto& [kind, actions] : kFaults) {
    for (std::uint64_t n = random.below(3); n > 0; --n) {
      if (!rules.empty()) rules += ",";
      rules += R"({"when":{"kind":")" + kind + R"(","probability":0.)" +
               std::to_string(1 + random.below(9)) + R"(},"then":)" +
               actions[random.below(actions.size())] + "}";
    }
  }
  return R"({"name":"drawn","about":"drawn from a seed","seed":)" +
         std::to_string(random.below(1'000'000)) + R"(,"rules":[)" + rules + "]}";
}

namespace {

const sim::Symbol& draw_symbol(const sim::Market& market, sim::Venue venue, core::UtcTime now,
                               fake::SeededRandom& random) {
  const auto symbols = market.symbols(venue);
  for (;;) {  // futures answer no longer for what is delisted, so take what trades
    const sim::Symbol& symbol = symbols[random.below(symbols.size())];
    const bool settled_in = symbol.listed + 40 * sim::kDay < micros_of(now);
    if (settled_in && symbol.delisted > micros_of(now)) return symbol;
  }
}

}  // namespace

Draw draw(const sim::Market& market, fake::SeededRandom& random) {
  Draw d;
  d.now = core::midnight(2024, 6, 1) + std::chrono::minutes{random.below(200'000)} +
          std::chrono::microseconds{random.below(60'000'000)};
  d.venue = static_cast<sim::Venue>(random.below(3));
  d.symbol = &draw_symbol(market, d.venue, d.now, random);
  do {
    d.interval = core::kIntervals[random.below(core::kIntervals.size())];
  } while (d.interval == core::Interval::k1s &&
           (d.venue != sim::Venue::kSpot || random.below(4) > 0));

  const core::Grid grid(d.interval);
  // About 2,500 bars at most, not older than the listing, reaching to the present every other time.
  const core::Micros span = std::chrono::days{random.one_in(40) ? 400 : 1 + random.below(40)};
  const auto bars = std::min(static_cast<std::int64_t>(1 + random.below(2'500)),
                             1 + span / core::length_max(d.interval));
  const core::UtcTime newest = grid.floor(d.now - 1s);
  const core::UtcTime oldest = grid.next(core::utc_micros(d.symbol->listed));
  const auto days_ago = std::chrono::days{random.one_in(2) ? 0 : random.below(30)};
  d.range.end = std::max(grid.floor(newest - days_ago), grid.next(oldest));
  d.range.begin = std::max(oldest, grid.advance(d.range.end, -bars));
  d.source = random.one_in(5) ? wiring::SourceChoice::kRest : wiring::SourceChoice::kAuto;
  d.calm = random.one_in(6);
  d.scenario = d.calm ? R"({"name":"calm","about":"nothing","rules":[]})" : draw_scenario(random);
  return d;
}

namespace {

core::Market market_of(sim::Venue venue) {
  switch (venue) {
    case sim::Venue::kSpot:
      return core::Market::kSpot;
    case sim::Venue::kUm:
      return core::Market::kFuturesUsdt;
    case sim::Venue::kCm:
      return core::Market::kFuturesCoin;
  }
  return {};
}

}  // namespace

core::SeriesId series_of(const Draw& d) {
  return {core::Provider::kBinance, market_of(d.venue), core::ChartType::kKlines, d.symbol->name,
          d.interval};
}

Truth truth(const sim::Market& market, const Draw& d, core::TimeRange range) {
  Truth truth;
  const auto interval = *sim::interval_of(core::name(d.interval));
  for (const sim::Candle& candle :
       market.candles(*d.symbol, interval, micros_of(range.begin), micros_of(range.end))) {
    truth.emplace(core::utc_micros(candle.open_time), truth_of(*d.symbol, interval, candle));
  }
  return truth;
}

}  // namespace wick::simulation
