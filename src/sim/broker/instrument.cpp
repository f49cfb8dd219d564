#include "sim/broker/instrument.hpp"

#include <algorithm>
#include <array>

#include "sim/archive/decimal.hpp"

namespace wick::sim {
namespace {

using enum Trading;

// Currencies that the archive has come first, in its own order.
constexpr std::array<FxInstrument, 33> kInstruments{{
    {"AUD/CAD", "AUD", "CAD", 5, 4, 90'200, 16, 30, kCurrencies, 1, true},
    {"AUD/CHF", "AUD", "CHF", 5, 4, 58'700, 17, 26, kCurrencies, 1, true},
    {"AUD/JPY", "AUD", "JPY", 3, 2, 98'500, 14, 38, kCurrencies, 1, true},
    {"AUD/NZD", "AUD", "NZD", 5, 4, 108'300, 18, 28, kCurrencies, 1, true},
    {"CAD/CHF", "CAD", "CHF", 5, 4, 65'100, 17, 24, kCurrencies, 1, true},
    {"EUR/AUD", "EUR", "AUD", 5, 4, 165'200, 20, 38, kCurrencies, 1, true},
    {"EUR/CHF", "EUR", "CHF", 5, 4, 96'900, 15, 30, kCurrencies, 1, true},
    {"EUR/GBP", "EUR", "GBP", 5, 4, 85'400, 12, 32, kCurrencies, 1, true},
    {"EUR/JPY", "EUR", "JPY", 3, 2, 162'700, 13, 48, kCurrencies, 1, true},
    {"EUR/USD", "EUR", "USD", 5, 4, 108'500, 8, 52, kCurrencies, 1, true},
    {"GBP/CHF", "GBP", "CHF", 5, 4, 113'500, 22, 34, kCurrencies, 1, true},
    {"GBP/JPY", "GBP", "JPY", 3, 2, 190'500, 18, 56, kCurrencies, 1, true},
    {"GBP/NZD", "GBP", "NZD", 5, 4, 209'500, 34, 40, kCurrencies, 1, true},
    {"GBP/USD", "GBP", "USD", 5, 4, 127'100, 10, 50, kCurrencies, 1, true},
    {"NZD/CAD", "NZD", "CAD", 5, 4, 83'300, 20, 24, kCurrencies, 1, true},
    {"NZD/CHF", "NZD", "CHF", 5, 4, 54'200, 20, 22, kCurrencies, 1, true},
    {"NZD/JPY", "NZD", "JPY", 3, 2, 90'900, 17, 32, kCurrencies, 1, true},
    {"NZD/USD", "NZD", "USD", 5, 4, 60'700, 13, 34, kCurrencies, 1, true},
    {"USD/CAD", "USD", "CAD", 5, 4, 137'200, 14, 38, kCurrencies, 1, true},
    {"USD/CHF", "USD", "CHF", 5, 4, 89'300, 13, 36, kCurrencies, 1, true},
    {"USD/JPY", "USD", "JPY", 3, 2, 149'900, 9, 54, kCurrencies, 1, true},
    {"EUR/CAD", "EUR", "CAD", 5, 4, 148'900, 20, 34, kCurrencies, 1, false},
    {"EUR/NZD", "EUR", "NZD", 5, 4, 178'800, 28, 34, kCurrencies, 1, false},
    {"GBP/AUD", "GBP", "AUD", 5, 4, 193'500, 24, 40, kCurrencies, 1, false},
    {"GBP/CAD", "GBP", "CAD", 5, 4, 174'400, 24, 38, kCurrencies, 1, false},
    {"XAU/USD", "XAU", "USD", 2, 1, 215'000, 38, 60, kMetals, 5, false},
    {"XAG/USD", "XAG", "USD", 3, 2, 24'300, 31, 40, kMetals, 5, false},
    {"SPX500", "SPX", "", 2, 1, 515'000, 45, 40, kMetals, 2, false},
    {"US30", "DOW", "", 2, 1, 3'880'000, 240, 44, kMetals, 2, false},
    {"NAS100", "NDX", "", 2, 1, 1'820'000, 120, 56, kMetals, 2, false},
    {"USOil", "OIL", "", 2, 1, 7'900, 4, 30, kMetals, 3, false},
    {"BTC/USD", "BTC", "USD", 2, 0, 6'200'000, 2'400, 50, kAlways, 3, false},
    {"ETH/USD", "ETH", "USD", 2, 0, 340'000, 210, 44, kAlways, 3, false},
}};

bool is_file_of(std::string_view name, const FxInstrument& instrument) {
  return instrument.filed && name.size() == 6 && name.substr(0, 3) == instrument.base &&
         name.substr(3) == instrument.quote;
}

}  // namespace

std::span<const FxInstrument> fx_instruments() {
  return kInstruments;
}

const FxInstrument* find_fx(std::string_view name) {
  const auto* const found = std::ranges::find(kInstruments, name, &FxInstrument::name);
  return found == kInstruments.end() ? nullptr : found;
}

const FxInstrument* find_filed(std::string_view name) {
  const auto* const found = std::ranges::find_if(
      kInstruments, [name](const FxInstrument& one) { return is_file_of(name, one); });
  return found == kInstruments.end() ? nullptr : found;
}

int offer_of(const FxInstrument& instrument) {
  return static_cast<int>(&instrument - kInstruments.data()) + 1;
}

std::string file_name(const FxInstrument& instrument) {
  std::string name(instrument.name);
  std::erase(name, '/');
  return name;
}

void append_fx_price(std::string& out, std::int64_t value, int digits) {
  if (value < 0) {
    out += '-';
    value = -value;
  }
  append_decimal(out, value, digits, digits);
}

}  // namespace wick::sim
