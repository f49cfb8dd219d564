#include "venue/okx/instruments.hpp"

#include <simdjson.h>

#include <algorithm>
#include <optional>
#include <utility>

#include "codec/decimal.hpp"
#include "venue/http_answer.hpp"
#include "venue/okx/candles.hpp"

namespace wick::venue::okx {
namespace {

namespace dom = simdjson::dom;
using core::Instrument;
using core::Market;

constexpr std::string_view kTraded = "live";
constexpr std::string_view kSwap = "SWAP";

base::Error corrupt(std::string what) {
  return {base::ErrorKind::kCorrupt, "the list of instruments " + std::move(what)};
}

std::string_view text_of(dom::element one, std::string_view key) {
  std::string_view text;
  return one[key].get(text) == simdjson::SUCCESS ? text : std::string_view();
}

// Milliseconds, as text; empty or zero is no day.
std::optional<core::KnownDate> date_of(std::string_view text) {
  constexpr std::int64_t kYear2200 = 7'258'118'400'000;
  const auto millis = codec::take_integer(text);
  if (!millis || !text.empty() || *millis <= 0 || *millis >= kYear2200) return std::nullopt;
  return core::KnownDate{core::utc_micros(*millis * 1000), core::DateOrigin::kExchangeInfo};
}

// Base and quote of a swap are told by what it is on: "BTC-USDT".
void take_underlying(Instrument& instrument, std::string_view underlying) {
  const std::size_t dash = underlying.find('-');
  instrument.contract_type = kSwap;
  instrument.pair = printable(underlying);
  if (dash == std::string_view::npos) return;
  instrument.base = printable(underlying.substr(0, dash));
  instrument.quote = printable(underlying.substr(dash + 1));
}

// OKX's names say on which market of ours they are.
bool can_be_asked_for(std::string_view symbol, Market market) {
  const auto canonical = core::canonical_symbol(symbol);
  if (!canonical || *canonical != symbol) return false;
  const core::SeriesId id{core::Provider::kOkx, market, core::ChartType::kKlines, *canonical,
                          core::Interval::k1m};
  return static_cast<bool>(core::check_series(id));
}

Instrument instrument_of(dom::element one, Market market, core::UtcTime now) {
  const std::string_view state = text_of(one, "state");
  Instrument instrument{.provider = core::Provider::kOkx,
                        .market = market,
                        .symbol = std::string(text_of(one, "instId")),
                        .status = printable(state),
                        .base = printable(text_of(one, "baseCcy")),
                        .quote = printable(text_of(one, "quoteCcy")),
                        .tradable = state == kTraded,
                        .listed = date_of(text_of(one, "listTime")),
                        .delisted = date_of(text_of(one, "expTime"))};
  if (market != Market::kSpot) take_underlying(instrument, text_of(one, "uly"));
  if (instrument.delisted && instrument.delisted->time > now) instrument.delisted.reset();
  return instrument;
}

}  // namespace

std::string instruments_path(Market market) {
  return "/api/v5/public/instruments?instType=" +
         (market == Market::kSpot ? std::string("SPOT") : std::string(kSwap));
}

base::Result<std::vector<Instrument>> parse_instruments(std::string_view body, Market market,
                                                        core::UtcTime now) {
  dom::parser parser;
  const simdjson::padded_string padded(body);
  dom::element document;
  if (parser.parse(padded).get(document) != simdjson::SUCCESS) return corrupt("is not valid JSON");
  if (const auto told = parse_api_error(body)) return refusal(*told);
  dom::array data;
  if (document["data"].get(data) != simdjson::SUCCESS) return corrupt("has no data");
  std::vector<Instrument> instruments;
  std::size_t number = 0;
  for (const dom::element one : data) {
    ++number;
    if (text_of(one, "instId").empty() || text_of(one, "state").empty()) {
      return corrupt("is damaged: instrument " + std::to_string(number) + " has no name or state");
    }
    if (!can_be_asked_for(text_of(one, "instId"), market)) continue;
    instruments.push_back(instrument_of(one, market, now));
  }
  std::ranges::sort(instruments, {}, &Instrument::symbol);
  const auto same = [](const Instrument& a, const Instrument& b) { return a.symbol == b.symbol; };
  instruments.erase(std::unique(instruments.begin(), instruments.end(), same), instruments.end());
  return instruments;
}

}  // namespace wick::venue::okx
