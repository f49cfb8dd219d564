#include "cli/symbols_command.hpp"

#include <algorithm>
#include <iterator>
#include <optional>

#include "cli/failure_json.hpp"
#include "cli/meter.hpp"
#include "cli/runtime.hpp"
#include "cli/symbols_filter.hpp"
#include "core/time_text.hpp"

namespace wick::cli {
namespace {

using core::Instrument;
using core::Market;
using Asking = wiring::Instruments::Asking;

constexpr std::size_t kAtOnce = 64;  // days are kept whenever so many symbols were looked up

// As understood.
struct Question {
  core::Provider provider{};
  std::vector<Market> markets;
  SymbolsFilter filter;
  core::Micros age_max{};
  Asking asking{};
  bool dates{};
};

base::Error invalid(const std::string& what) {
  return {base::ErrorKind::kInvalid, what};
}

base::Result<std::vector<Market>> markets_of(const std::string& text) {
  if (text == "all") return std::vector{Market::kSpot, Market::kFuturesUsdt, Market::kFuturesCoin};
  const auto market = core::parse_market(text);
  if (market == Market::kFx) return invalid("there is no list of the market fx");
  if (market) return std::vector{*market};
  return invalid("'" + text +
                 "' is no market; write spot, futures_usdt (um), futures_coin (cm) or all");
}

base::Result<core::Provider> provider_of(const std::string& text) {
  const auto provider = core::parse_provider(text);
  if (provider && *provider != core::Provider::kFxcm) return *provider;
  if (provider) return invalid("FXCM has no list of its symbols");
  return invalid("--provider '" + text + "' is not known; there is binance, okx");
}

base::Result<Question> understand(const SymbolsOptions& options) {
  const auto provider = provider_of(options.provider);
  if (!provider) return provider.error();
  auto markets = markets_of(options.market);
  if (!markets) return markets.error();
  auto filter = SymbolsFilter::make(
      {.patterns = options.patterns, .status = options.status, .quote = options.quote});
  if (!filter) return filter.error();
  const auto age_max = core::parse_duration(options.age_max);
  if (!age_max) return invalid("--max-age '" + options.age_max + "' is no time; write 24h or 7d");
  if (options.refresh && options.offline) return invalid("--refresh asks, and --offline does not");
  Asking asking = options.refresh ? Asking::kAlways : Asking::kWhenOld;
  if (options.offline) asking = Asking::kNever;
  const bool dates = !options.offline && (options.dates || filter->names_all());
  return Question{.provider = *provider,
                  .markets = *std::move(markets),
                  .filter = *std::move(filter),
                  .age_max = *age_max,
                  .asking = asking,
                  .dates = dates};
}

std::vector<std::size_t> places_of(const SymbolsFilter& filter,
                                   const std::vector<Instrument>& instruments) {
  std::vector<std::size_t> places;
  for (std::size_t i = 0; i < instruments.size(); ++i) {
    if (filter.fits(instruments[i])) places.push_back(i);
  }
  return places;
}

class SymbolsRun {
 public:
  SymbolsRun(Runtime& runtime, const Question& question) : runtime_(runtime), question_(question) {}

  // An error where the list of no market can be had.
  base::Result<SymbolsFound> find(const std::string& market_text) {
    const auto& markets = question_.markets;
    SymbolsFound found{
        .provider = question_.provider, .market = market_text, .as_of = core::kFarFuture};
    if (markets.size() == 1) found.market = core::name(markets.front());
    for (const Market market : markets) {
      auto loaded = runtime_.instruments().load({.provider = question_.provider,
                                                 .market = market,
                                                 .age_max = question_.age_max,
                                                 .asking = question_.asking},
                                                runtime_.reactor());
      if (!loaded) {
        if (markets.size() == 1) return loaded.error();
        tell(loaded.error());
        lacks_markets_ = true;
        continue;
      }
      for (const base::Error& trouble : loaded->troubles) tell(trouble);
      take(loaded->book, found);
    }
    if (all_.empty() && lacks_markets_) {
      return base::Error{base::ErrorKind::kUnavailable, "the list of no market can be had"};
    }
    found.age = runtime_.now().utc - found.as_of;
    return found;
  }

  [[nodiscard]] const std::vector<Instrument>& all() const { return all_; }
  [[nodiscard]] bool lacks_dates() const { return lacks_dates_; }
  [[nodiscard]] bool lacks_markets() const { return lacks_markets_; }

 private:
  void tell(const base::Error& trouble) { say(runtime_.shell(), "wick: " + trouble.what); }

  void take(store::InstrumentBook& book, SymbolsFound& found) {
    const auto places = places_of(question_.filter, book.instruments);
    if (question_.dates) learn_dates(book, places);
    for (const std::size_t place : places) found.instruments.push_back(book.instruments[place]);
    found.as_of = std::min(found.as_of, book.as_of);
    std::ranges::move(book.instruments, std::back_inserter(all_));
  }

  void learn_dates(store::InstrumentBook& book, const std::vector<std::size_t>& places) {
    Meter meter(runtime_.shell(), "symbol");
    for (std::size_t at = 0; at < places.size(); at += kAtOnce) {
      meter.show({at, places.size()}, runtime_.now().mono);
      const auto begin = places.begin() + static_cast<std::ptrdiff_t>(at);
      const auto size = std::min(kAtOnce, places.size() - at);
      const auto trouble = runtime_.instruments().learn_dates(
          book, {begin, begin + static_cast<std::ptrdiff_t>(size)}, runtime_.reactor());
      if (!trouble) continue;
      meter.clear();
      tell(base::within("not all days could be looked up", *trouble));
      lacks_dates_ = true;
      return;
    }
  }

  Runtime& runtime_;
  const Question& question_;
  std::vector<Instrument> all_;
  bool lacks_dates_{false};
  bool lacks_markets_{false};
};

std::string nothing_fits(const std::string& pattern, const std::vector<Instrument>& instruments) {
  std::string text = "wick: no symbol fits '" + pattern + "'";
  const auto near = near_symbols(pattern, instruments);
  for (std::size_t i = 0; i < near.size(); ++i) {
    text += (i == 0 ? "; did you mean " : ", ") + near[i];
  }
  return near.empty() ? text : text + "?";
}

// The patterns that no symbol at all fits.
bool tell_misses(const SymbolsFilter& filter, const std::vector<Instrument>& instruments,
                 const Shell& shell) {
  bool missed = false;
  for (const std::string& pattern : filter.patterns()) {
    const bool fits = std::ranges::any_of(
        instruments, [&](const Instrument& one) { return fits_glob(one.symbol, pattern); });
    if (fits) continue;
    say(shell, nothing_fits(pattern, instruments));
    missed = true;
  }
  return missed;
}

}  // namespace

Exit run_symbols(const SymbolsOptions& options, const Shell& shell) {
  const Refusal refuse(shell, options.json);
  const auto config = load_config(shell);
  if (!config) return refuse(config.error());
  const auto question = understand(options);
  if (!question) return refuse(question.error());
  Runtime runtime(*config, shell);
  SymbolsRun run(runtime, *question);
  const auto found = run.find(options.market);
  if (!found) return refuse(found.error());
  const std::string text = options.json ? symbols_json(*found) : symbols_text(*found);
  std::fputs(text.c_str(), shell.out);
  const bool missed = tell_misses(question->filter, run.all(), shell);
  if (found->instruments.empty()) {
    if (!missed) say(shell, "wick: no symbol fits all of that");
    return Exit::kNoData;
  }
  say(shell, symbols_summary(*found));
  const bool partial = missed || run.lacks_markets() || (options.dates && run.lacks_dates());
  return partial ? Exit::kPartial : Exit::kOk;
}

}  // namespace wick::cli
