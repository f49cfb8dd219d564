#include "venue/binance/chart_format.hpp"

#include "venue/binance/funding.hpp"
#include "venue/binance/funding_csv.hpp"
#include "venue/binance/funding_json.hpp"
#include "venue/binance/kline_csv.hpp"
#include "venue/binance/kline_json.hpp"
#include "venue/binance/verdict.hpp"

namespace wick::venue::binance {
namespace {

Prices prices_of(core::ChartType chart) {
  const bool rates = chart == core::ChartType::kPremium || chart == core::ChartType::kFunding;
  return rates ? Prices::kSigned : Prices::kPositive;
}

}  // namespace

PageFormat page_format(core::ChartType chart) {
  PageFormat format{.verdict = rest_verdict,
                    .read = parse_kline_json,
                    .prices = prices_of(chart),
                    .gaps_are_odd = true};
  if (chart == core::ChartType::kFunding) {
    format.read = parse_funding_json;
    format.absence = kNoFunding;
    format.gaps_are_odd = false;
  }
  return format;
}

PageFormat::Read archive_reader(core::ChartType chart) {
  return chart == core::ChartType::kFunding ? parse_funding_csv : parse_kline_csv;
}

KlineRules rules_of(const core::SeriesId& id, core::TimeRange period) {
  return {core::grid_of(id), period, prices_of(id.chart)};
}

}  // namespace wick::venue::binance
