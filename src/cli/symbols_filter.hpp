// Which instruments `wick symbols` was asked for; pure.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"
#include "core/instrument.hpp"

namespace wick::cli {

// What stands in the place of a status where the exchange has the symbol no more.
inline constexpr std::string_view kDelisted = "delisted";
[[nodiscard]] std::string_view shown_status(const core::Instrument& instrument);

// `*` is any run of characters, `?` is one.
[[nodiscard]] bool fits_glob(std::string_view text, std::string_view pattern);

class SymbolsFilter {
 public:
  // As typed; what is empty means all. Case is folded.
  struct Words {
    std::vector<std::string> patterns{};
    std::string status{};
    std::string quote{};
  };
  // Refuses, as kInvalid, patterns that no symbol can fit.
  [[nodiscard]] static base::Result<SymbolsFilter> make(const Words& words);

  [[nodiscard]] bool fits(const core::Instrument& instrument) const;
  // Whether symbols were named one by one, none by a pattern.
  [[nodiscard]] bool names_all() const;
  // The patterns, in upper case.
  [[nodiscard]] const std::vector<std::string>& patterns() const { return words_.patterns; }

 private:
  explicit SymbolsFilter(Words words) : words_(std::move(words)) {}

  Words words_;
};

// Up to three symbols that take the fewest changes to reach, and few enough; traded ones first.
[[nodiscard]] std::vector<std::string> near_symbols(
    std::string_view name, const std::vector<core::Instrument>& instruments);

}  // namespace wick::cli
