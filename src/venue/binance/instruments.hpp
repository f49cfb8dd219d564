// All instruments of a market: those that the exchange names, and those that only its archive has.
//
// Both are asked at once, and each answer stands for itself: whoever asks decides what one of them
// is worth without the other.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "venue/binance/archive_symbols.hpp"
#include "venue/binance/exchange_info.hpp"

namespace wick::venue {
class Pace;
}

namespace wick::venue::binance {

class PatientHttp;

class InstrumentSearch {
 public:
  // What it points to must outlive the search.
  struct Task {
    port::Http* http{};
    const Endpoints* endpoints{};
    Pace* rest{};
    core::Market market{};
  };
  explicit InstrumentSearch(Task task);
  ~InstrumentSearch();
  InstrumentSearch(const InstrumentSearch&) = delete;
  InstrumentSearch& operator=(const InstrumentSearch&) = delete;

  struct Found {
    base::Result<std::vector<core::Instrument>> named;  // by the exchange
    base::Result<std::vector<std::string>> archived;    // symbols
  };
  // The answer, once; sends when stepped for the first time.
  [[nodiscard]] std::optional<Found> step(core::Now now);

 private:
  void step_named(core::Now now);
  [[nodiscard]] base::Result<std::vector<core::Instrument>> read(const port::HttpResult& answer,
                                                                 core::Now now) const;

  Task task_;
  std::unique_ptr<PatientHttp> patient_;
  BriefRequest asking_named_;
  ArchiveSymbols asking_archive_;
  std::optional<base::Result<std::vector<core::Instrument>>> named_;
  std::optional<base::Result<std::vector<std::string>>> archived_;
};

// An instrument of which only the symbol is known any more: base, quote, pair and, of perpetuals,
// the type are read off its name as far as it ends with one of `quotes`.
[[nodiscard]] core::Instrument read_off_name(const std::string& symbol, core::Market market,
                                             const std::vector<std::string>& quotes);

// Both together, in order of symbol.
[[nodiscard]] std::vector<core::Instrument> with_archived(std::vector<core::Instrument> named,
                                                          const std::vector<std::string>& archived,
                                                          core::Market market);

}  // namespace wick::venue::binance
