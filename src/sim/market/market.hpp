// The market that the simulated exchange quotes: a pure function of (seed, venue, symbol, time).
//
// Everything is an integer, and each minute is computed by itself, down to its trades; longer
// candles are sums of minutes. So any instant can be asked for at once, the same seed gives the
// same bytes on every machine, and candles of every interval agree with each other and with the
// trades to the last decimal. To that end the price never jumps: every candle opens where the one
// before closed, on both sides of a gap too, and the first trade of every second is done at the
// price of the last trade before.
#pragma once

#include <cstdint>
#include <limits>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace wick::sim {

using Micros = std::int64_t;  // since 1970, UTC
constexpr Micros kSecond = 1'000'000;
constexpr Micros kMinute = 60 * kSecond;
constexpr Micros kHour = 60 * kMinute;
constexpr Micros kDay = 24 * kHour;
constexpr Micros kNever = std::numeric_limits<Micros>::max();

enum class Venue : std::uint8_t { kSpot, kUm, kCm };  // Binance spot, USD-M and COIN-M futures

enum class Interval : std::uint8_t {
  k1s,
  k1m,
  k3m,
  k5m,
  k15m,
  k30m,
  k1h,
  k2h,
  k4h,
  k6h,
  k8h,
  k12h,
  k1d,
  k3d,
  k1w,
  k1mo,
};
[[nodiscard]] std::optional<Interval> interval_of(std::string_view name);  // "1m", "1M" (month)
[[nodiscard]] std::string_view rest_name(Interval interval);               // month is "1M"
[[nodiscard]] std::string_view archive_name(Interval interval);            // month is "1mo"
// Start of the candle that holds `at`, and of the one after it. Weeks open on Monday, months on
// the 1st, 3-day candles where the day number since 1970 divides by three.
[[nodiscard]] Micros open_of(Interval interval, Micros at);
[[nodiscard]] Micros next_open(Interval interval, Micros open);

struct Symbol {
  Venue venue{};
  std::string name;              // BTCUSDT, BTCUSD_PERP, BTCUSD_240329
  std::string pair;              // BTCUSDT, BTCUSD
  std::string base;              // BTC
  std::string quote;             // USDT, USD
  std::string status;            // TRADING, BREAK (delisted or halted), SETTLING ...
  std::string contract_type;     // PERPETUAL, CURRENT_QUARTER, NEXT_QUARTER; empty on spot
  std::int64_t contract_size{};  // COIN-M: quote units per contract (100 for BTC, else 10)
  int price_digits{};            // price = integer * 10^-price_digits; one unit is one tick
  int quantity_digits{};         // price_digits + quantity_digits <= 8
  Micros listed{};               // first trade possible; a whole minute
  Micros delisted{kNever};       // no trade from here on; a whole minute
  Micros left{kNever}, returned{kNever};  // listed twice: no trade in between; whole minutes
};

// Integers in the symbol's own scales. quote and taker_quote carry price_digits + quantity_digits
// decimals, and are the exact sum of price times quantity; on COIN-M they are base-asset volume
// with 8 decimals: exact between intervals, but only nearly what the trades amount to.
struct Candle {
  Micros open_time{};
  std::int64_t open{}, high{}, low{}, close{};
  std::int64_t volume{}, quote{}, count{}, taker_volume{}, taker_quote{};
  std::int64_t first_trade{}, last_trade{};  // ids; without a trade both are -1
  bool operator==(const Candle&) const = default;
};

struct Trade {
  std::int64_t id{};  // ascends for life: without a hole within a day, and leaps at midnight
  Micros time{};
  std::int64_t price{}, quantity{};
  bool buyer_is_maker{};  // false: the taker bought, which is what taker_volume counts
  bool operator==(const Trade&) const = default;
};

// Symbols are the same for every seed. Safe to ask from several threads at once.
class Market {
 public:
  explicit Market(std::uint64_t seed);

  [[nodiscard]] std::uint64_t seed() const { return seed_; }
  [[nodiscard]] std::span<const Symbol> symbols(Venue venue) const;
  [[nodiscard]] const Symbol* find(Venue venue, std::string_view name) const;  // exact spelling

  // Candles that open in [begin, end), in order. A candle with no minute in which the market was
  // open is absent; a quiet one is there, flat at the previous close, with count 0.
  [[nodiscard]] std::vector<Candle> candles(const Symbol& symbol, Interval interval, Micros begin,
                                            Micros end) const;

  // The candle that holds `now` as far as it has got: the sum of all trades at or before `now`.
  // Nothing if the market has not been open since the candle began.
  [[nodiscard]] std::optional<Candle> running(const Symbol& symbol, Interval interval,
                                              Micros now) const;

  // Trades in [begin, end), in order of time and id.
  [[nodiscard]] std::vector<Trade> trades(const Symbol& symbol, Micros begin, Micros end) const;

  // Maintenance that touches [begin, end), whole: no minute inside has a candle or a trade, in any
  // symbol of the venue.
  struct Gap {
    Micros begin{}, end{};
  };
  [[nodiscard]] std::vector<Gap> gaps(Venue venue, Micros begin, Micros end) const;
  // The same for one symbol, with the single minutes that only it has lost, and the time between
  // two lives.
  [[nodiscard]] std::vector<Gap> gaps(const Symbol& symbol, Micros begin, Micros end) const;

 private:
  std::uint64_t seed_;
  std::vector<Symbol> spot_, um_, cm_;
};

}  // namespace wick::sim
