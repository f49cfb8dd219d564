#include "cli/symbols_filter.hpp"

#include <algorithm>
#include <tuple>

#include "base/edit_distance.hpp"

namespace wick::cli {
namespace {

constexpr std::string_view kWild = "*?";
constexpr std::size_t kChangesMax = 2;
constexpr std::size_t kNearMax = 3;

std::string upper(std::string text) {
  for (char& c : text) {
    if (c >= 'a' && c <= 'z') c = static_cast<char>(c - 'a' + 'A');
  }
  return text;
}

bool may_stand_in_pattern(char c) {
  return (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' || c == '-' ||
         kWild.find(c) != std::string_view::npos;
}

bool is_plain(const std::string& pattern) {
  return pattern.find_first_of(kWild) == std::string::npos;
}

}  // namespace

std::string_view shown_status(const core::Instrument& instrument) {
  return instrument.status.empty() ? kDelisted : std::string_view(instrument.status);
}

// Where a star has taken too little, it takes one more and the rest is tried again.
bool fits_glob(std::string_view text, std::string_view pattern) {
  std::size_t t = 0;
  std::size_t p = 0;
  std::size_t star = std::string_view::npos;
  std::size_t taken_to = 0;
  while (t < text.size()) {
    if (p < pattern.size() && pattern[p] == '*') {
      star = p++;
      taken_to = t;
    } else if (p < pattern.size() && (pattern[p] == '?' || pattern[p] == text[t])) {
      ++p;
      ++t;
    } else if (star != std::string_view::npos) {
      p = star + 1;
      t = ++taken_to;
    } else {
      return false;
    }
  }
  return pattern.find_first_not_of('*', p) == std::string_view::npos;
}

base::Result<SymbolsFilter> SymbolsFilter::make(const Words& words) {
  Words folded{.status = upper(words.status), .quote = upper(words.quote)};
  for (const std::string& typed : words.patterns) {
    folded.patterns.push_back(upper(typed));
    if (typed.empty() || !std::ranges::all_of(folded.patterns.back(), may_stand_in_pattern)) {
      return base::Error{base::ErrorKind::kInvalid,
                         "'" + typed + "' fits no symbol; write BTCUSDT, 'BTC*' or '*_PERP'"};
    }
  }
  return SymbolsFilter(std::move(folded));
}

bool SymbolsFilter::fits(const core::Instrument& instrument) const {
  const auto fits_symbol = [&](const std::string& pattern) {
    return fits_glob(instrument.symbol, pattern);
  };
  if (!words_.patterns.empty() && std::ranges::none_of(words_.patterns, fits_symbol)) return false;
  if (!words_.quote.empty() && upper(instrument.quote) != words_.quote) return false;
  if (words_.status.empty()) return true;
  if (words_.status == upper(std::string(kDelisted))) return core::is_delisted(instrument);
  return upper(instrument.status) == words_.status;
}

bool SymbolsFilter::names_all() const {
  return !words_.patterns.empty() && std::ranges::all_of(words_.patterns, is_plain);
}

std::vector<std::string> near_symbols(std::string_view name,
                                      const std::vector<core::Instrument>& instruments) {
  std::vector<std::tuple<std::size_t, bool, std::string>> near;  // changes, not traded, symbol
  for (const core::Instrument& one : instruments) {
    const std::size_t needed = base::edit_distance(name, one.symbol);
    if (needed <= kChangesMax) near.emplace_back(needed, !one.tradable, one.symbol);
  }
  std::ranges::sort(near);
  std::vector<std::string> symbols;
  for (const auto& [needed, idle, symbol] : near) {
    const bool again = std::ranges::find(symbols, symbol) != symbols.end();
    if (symbols.size() < kNearMax && !again) symbols.push_back(symbol);
  }
  return symbols;
}

}  // namespace wick::cli
