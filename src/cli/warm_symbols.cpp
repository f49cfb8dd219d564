#include "cli/warm_symbols.hpp"

#include <set>
#include <utility>

#include "core/series_id.hpp"

namespace wick::cli {
namespace {

constexpr std::size_t kFileMax = std::size_t{4} << 20U;
constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";
constexpr std::string_view kBetween = ", \t\r;";

base::Error invalid(std::string what) {
  return {base::ErrorKind::kInvalid, std::move(what)};
}

// The words of one line, without its remark.
std::vector<std::string> words_of(std::string_view line) {
  line = line.substr(0, line.find('#'));
  std::vector<std::string> words;
  for (;;) {
    const std::size_t begin = line.find_first_not_of(kBetween);
    if (begin == std::string_view::npos) return words;
    line.remove_prefix(begin);
    const std::size_t end = std::min(line.find_first_of(kBetween), line.size());
    words.emplace_back(line.substr(0, end));
    line.remove_prefix(end);
  }
}

// Keeps the first of each.
std::vector<std::string> folded(const std::vector<std::string>& symbols) {
  std::set<std::string> seen;
  std::vector<std::string> once;
  for (const std::string& symbol : symbols) {
    if (seen.insert(symbol).second) once.push_back(symbol);
  }
  return once;
}

base::Result<std::vector<std::string>> all_of(const MarketSymbols& market,
                                              const std::string& quote) {
  const auto traded = market();
  if (!traded) return traded.error();
  const auto wanted = quote.empty() ? base::Result<std::string>("") : core::canonical_symbol(quote);
  if (!wanted) return base::within("--quote", wanted.error());
  std::vector<std::string> symbols;
  for (const Traded& one : *traded) {
    if (wanted->empty() || one.quote == *wanted) symbols.push_back(one.symbol);
  }
  if (symbols.empty()) return invalid("nothing in that market is priced in " + *wanted);
  return symbols;
}

// On the command line, and in the file.
base::Result<std::vector<std::string>> mentioned(const SymbolWish& wish, port::Files& files) {
  std::vector<std::string> symbols;
  for (const std::string& text : wish.named) {
    auto symbol = core::canonical_symbol(text);
    if (!symbol) return symbol.error();
    symbols.push_back(*std::move(symbol));
  }
  if (wish.file.empty()) return symbols;
  const auto text = files.read(wish.file, kFileMax);
  if (!text) return invalid("--symbols-file: " + text.error().what);
  const auto listed = parse_symbols(*text, wish.file);
  if (!listed) return listed.error();
  symbols.insert(symbols.end(), listed->begin(), listed->end());
  return symbols;
}

}  // namespace

base::Result<std::vector<std::string>> parse_symbols(std::string_view text,
                                                     const std::string& name) {
  if (text.starts_with(kByteOrderMark)) text.remove_prefix(kByteOrderMark.size());
  std::vector<std::string> symbols;
  for (std::size_t line = 1; !text.empty(); ++line) {
    const std::size_t end = std::min(text.find('\n'), text.size());
    for (const std::string& word : words_of(text.substr(0, end))) {
      auto symbol = core::canonical_symbol(word);
      if (!symbol) return base::within(name + ":" + std::to_string(line), symbol.error());
      symbols.push_back(*std::move(symbol));
    }
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return folded(symbols);
}

base::Result<std::vector<std::string>> symbols_to_warm(const SymbolWish& wish, port::Files& files,
                                                       const MarketSymbols& market) {
  if (!wish.all && !wish.quote.empty()) return invalid("--quote chooses among --all; add that");
  auto symbols = mentioned(wish, files);
  if (!symbols) return symbols;
  if (wish.all) {
    const auto quoted = all_of(market, wish.quote);
    if (!quoted) return quoted.error();
    symbols->insert(symbols->end(), quoted->begin(), quoted->end());
  }
  if (!symbols->empty()) return folded(*symbols);
  return invalid(wish.file.empty() ? "name a symbol, for example: wick warm BTCUSDT"
                                   : "there is no symbol in " + wish.file);
}

}  // namespace wick::cli
