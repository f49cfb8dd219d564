#include "venue/binance/instruments.hpp"

#include <algorithm>
#include <array>
#include <set>
#include <string_view>
#include <utility>

#include "venue/binance/patient_http.hpp"
#include "venue/binance/rate_limits.hpp"
#include "venue/binance/verdict.hpp"

namespace wick::venue::binance {
namespace {

using core::Instrument;
using core::Market;

// Quote assets that the exchange once had, and may have no instrument in any more.
constexpr std::array<std::string_view, 20> kFormerQuotes = {
    "AUD",  "BIDR", "BKRW", "BNB", "BTC", "BUSD", "BVND", "DAI",  "ETH",  "GBP",
    "IDRT", "NGN",  "PAX",  "RUB", "TRX", "TUSD", "UAH",  "USDC", "USDP", "USDS"};

std::vector<std::string> quotes_of(const std::vector<Instrument>& named) {
  std::set<std::string> quotes(kFormerQuotes.begin(), kFormerQuotes.end());
  for (const Instrument& one : named) {
    if (!one.quote.empty()) quotes.insert(one.quote);
  }
  return {quotes.begin(), quotes.end()};
}

}  // namespace

InstrumentSearch::InstrumentSearch(Task task)
    : task_(task),
      patient_(std::make_unique<PatientHttp>(*task.http)),
      asking_named_({.http = patient_.get(),
                     .hosts = &task.endpoints->rest(task.market),
                     .path = exchange_info_path(task.market),
                     .what = "exchangeInfo of " + std::string(core::name(task.market)),
                     .verdict = rest_verdict}),
      asking_archive_(*patient_, *task.endpoints, task.market) {}

InstrumentSearch::~InstrumentSearch() = default;

std::optional<InstrumentSearch::Found> InstrumentSearch::step(core::Now now) {
  if (!named_) step_named(now);
  if (!archived_) archived_ = asking_archive_.step();
  if (!named_ || !archived_) return std::nullopt;
  return Found{*std::move(named_), *std::move(archived_)};
}

void InstrumentSearch::step_named(core::Now now) {
  if (asking_named_.requests() == 0) {
    const std::int64_t weight = rest_rules(task_.market).weight;
    if (auto closed = task_.rest->ask_at_once(weight, now)) {
      named_ = *std::move(closed);
      return;
    }
  }
  const auto answer = asking_named_.step();
  if (!answer) return;
  task_.rest->answered(rest_rules(task_.market).weight, *answer ? &**answer : nullptr, now);
  named_ = read(*answer, now);
}

base::Result<std::vector<Instrument>> InstrumentSearch::read(const port::HttpResult& answer,
                                                             core::Now now) const {
  if (answer) return parse_exchange_info(*answer->body, task_.market, now.utc);
  task_.rest->learn(answer.error(), now);
  return answer.error();
}

Instrument read_off_name(const std::string& symbol, Market market,
                         const std::vector<std::string>& quotes) {
  Instrument instrument{.provider = core::Provider::kBinance, .market = market, .symbol = symbol};
  const std::string pair = symbol.substr(0, symbol.find('_'));
  if (market != Market::kSpot) {
    instrument.pair = pair;
    const bool perpetual = pair == symbol || symbol.ends_with("_PERP");
    if (perpetual) instrument.contract_type = "PERPETUAL";
  }
  for (const std::string& quote : quotes) {
    const bool longer = quote.size() > instrument.quote.size();
    if (longer && pair.size() > quote.size() && pair.ends_with(quote)) instrument.quote = quote;
  }
  if (!instrument.quote.empty()) {
    instrument.base = pair.substr(0, pair.size() - instrument.quote.size());
  }
  return instrument;
}

std::vector<Instrument> with_archived(std::vector<Instrument> named,
                                      const std::vector<std::string>& archived, Market market) {
  const std::vector<std::string> quotes = quotes_of(named);
  std::set<std::string_view> known;
  for (const Instrument& one : named) known.insert(one.symbol);
  std::vector<Instrument> gone;
  for (const std::string& symbol : archived) {
    if (!known.contains(symbol)) gone.push_back(read_off_name(symbol, market, quotes));
  }
  named.insert(named.end(), gone.begin(), gone.end());
  std::ranges::sort(named, {}, &Instrument::symbol);
  return named;
}

}  // namespace wick::venue::binance
