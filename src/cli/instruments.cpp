#include "cli/instruments.hpp"

#include "cli/runtime.hpp"

namespace wick::cli {

base::Result<std::vector<core::Instrument>> load_instruments(Runtime& runtime, core::Market market,
                                                             core::Micros age_max) {
  auto loaded =
      runtime.instruments().load({.market = market, .age_max = age_max}, runtime.reactor());
  if (!loaded) return loaded.error();
  for (const base::Error& trouble : loaded->troubles) say(runtime.shell(), "wick: " + trouble.what);
  return std::move(loaded->book.instruments);
}

}  // namespace wick::cli
