// The broker's public archive of candles: /m1|H1/EURUSD/2024/10.csv.gz and /D1/EURUSD/2023.csv.gz.
//
// Only the currencies of the archive; from 2012; a week appears nine days after its Saturday
// begins, a year in its January's second week. Rows without a tick are absent, and there is no
// volume.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "sim/broker/fx_market.hpp"
#include "sim/http.hpp"

namespace wick::sim {

class Broker;

struct CandleFile {
  const FxInstrument* instrument{};
  FxFrame frame{};
  Minute begin{}, end{};  // of opening times
  Minute published{};
};
[[nodiscard]] std::optional<CandleFile> candle_file_of(std::string_view path);

// Header and rows, with a line's end behind each.
[[nodiscard]] std::string candle_csv(FxReader& reader, const CandleFile& file);

// Faults of the scenario included: by chance of the path, so that a file is always the same.
[[nodiscard]] Response candle_file(const Broker& broker, const Request& request, Micros now);

}  // namespace wick::sim
