// What the simulated broker quotes, and how each instrument behaves.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>

namespace wick::sim {

// When it trades: currencies all week, coins always, everything else with a break a day.
enum class Trading : std::uint8_t { kCurrencies, kMetals, kAlways };

struct FxInstrument {
  std::string_view name;   // EUR/USD, XAU/USD, SPX500
  std::string_view base;   // whose level moves the price up
  std::string_view quote;  // whose level moves it down
  int digits{};            // prices are integers of 10^-digits
  int point_digits{};      // one pip is 10^-point_digits
  std::int64_t price{};    // about which it wanders, in its integers
  std::int64_t spread{};   // usual, in its integers
  std::int64_t ticks{};    // a usual minute of a busy hour
  Trading trading{};
  int product{};  // 1 currencies, 2 index, 3 commodity, 5 bullion
  bool filed{};   // the candle archive has it
};

[[nodiscard]] std::span<const FxInstrument> fx_instruments();
[[nodiscard]] const FxInstrument* find_fx(std::string_view name);     // EUR/USD
[[nodiscard]] const FxInstrument* find_filed(std::string_view name);  // EURUSD, of the archive

// Its number in fx_instruments(), from one: what the broker calls its offer.
[[nodiscard]] int offer_of(const FxInstrument& instrument);

// The name without the slash.
[[nodiscard]] std::string file_name(const FxInstrument& instrument);

// A price as the broker writes it: all its digits, a sign where it is below zero.
void append_fx_price(std::string& out, std::int64_t value, int digits);

}  // namespace wick::sim
