#include "cli/exchange_names.hpp"

#include <algorithm>
#include <string>
#include <string_view>

#include "cli/symbols_filter.hpp"

namespace wick::cli {
namespace {

bool is_listed(std::string_view name, const std::vector<core::Instrument>& listed) {
  return std::ranges::any_of(listed, [&](const core::Instrument& one) {
    return one.symbol == name && !core::is_delisted(one);
  });
}

bool is_plain(const wiring::LiveSymbol& symbol) {
  return symbol.name == symbol.wire && symbol.name.find('.') == std::string::npos;
}

base::Error none_of(const std::string& names, core::Market market) {
  return {base::ErrorKind::kInvalid, "binance " + std::string(core::name(market)) + " has no " +
                                         names + "; wick symbols --market " +
                                         std::string(core::name(market)) + " names all"};
}

base::Result<void> check_shape(const std::string& symbol, core::Market market) {
  return core::check_series({.provider = core::Provider::kBinance,
                             .market = market,
                             .symbol = symbol,
                             .interval = core::Interval::k1m});
}

}  // namespace

base::Result<void> check_shapes(const std::vector<wiring::LiveSymbol>& symbols,
                                core::Market market) {
  for (const wiring::LiveSymbol& symbol : symbols) {
    if (is_plain(symbol)) {
      if (auto good = check_shape(symbol.name, market); !good) return good;
      continue;
    }
    const auto other = check_shape(symbol.wire, market);
    return none_of(symbol.name + (other ? " (is it " + symbol.wire + "?)" : ""), market);
  }
  return {};
}

base::Result<void> check_listed(const std::vector<wiring::LiveSymbol>& symbols, core::Market market,
                                const std::vector<core::Instrument>& listed) {
  std::string lacking;
  for (const wiring::LiveSymbol& symbol : symbols) {
    if (is_listed(symbol.name, listed)) continue;
    auto shape = is_plain(symbol) ? check_shape(symbol.name, market) : base::Result<void>();
    if (!shape) return shape;
    lacking += (lacking.empty() ? "" : ", ") + symbol.name;
    const auto near = is_listed(symbol.wire, listed) ? std::vector{symbol.wire}
                                                     : near_symbols(symbol.wire, listed);
    if (!near.empty()) lacking += " (is it " + near.front() + "?)";
  }
  if (lacking.empty()) return {};
  return none_of(lacking, market);
}

}  // namespace wick::cli
