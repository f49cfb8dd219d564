#include "venue/binance/endpoints.hpp"

#include "core/time_text.hpp"

namespace wick::venue::binance {
namespace {

constexpr std::int64_t kFundingsMax = 1000;  // of a page

std::string_view market_folder(core::Market market) {
  switch (market) {
    case core::Market::kSpot:
      return "spot";
    case core::Market::kFuturesUsdt:
      return "futures/um";
    case core::Market::kFuturesCoin:
      return "futures/cm";
    case core::Market::kFx:
      break;
  }
  return "";
}

std::string_view rest_folder(core::Market market) {
  switch (market) {
    case core::Market::kSpot:
      return "/api/v3/";
    case core::Market::kFuturesUsdt:
      return "/fapi/v1/";
    case core::Market::kFuturesCoin:
      return "/dapi/v1/";
    case core::Market::kFx:
      break;
  }
  return "";
}

// The same word in the archive and in REST.
std::string_view chart_word(core::ChartType chart) {
  switch (chart) {
    case core::ChartType::kKlines:
      return "klines";
    case core::ChartType::kMark:
      return "markPriceKlines";
    case core::ChartType::kIndex:
      return "indexPriceKlines";
    case core::ChartType::kPremium:
      return "premiumIndexKlines";
    case core::ChartType::kFunding:
      return "fundingRate";
  }
  return "";
}

bool is_funding(const core::SeriesId& id) {
  return id.chart == core::ChartType::kFunding;
}

// What the exchange files the series under: index prices belong to a pair, not to a contract.
std::string subject_of(const core::SeriesId& id) {
  if (id.chart != core::ChartType::kIndex) return id.symbol;
  return id.symbol.substr(0, id.symbol.find('_'));
}

}  // namespace

const std::vector<std::string>& Endpoints::rest(core::Market market) const {
  switch (market) {
    case core::Market::kSpot:
      return spot;
    case core::Market::kFuturesUsdt:
      return um;
    case core::Market::kFuturesCoin:
      return cm;
    case core::Market::kFx:
      break;
  }
  return spot;
}

std::string archive_folder(core::Market market, policy::Unit unit) {
  std::string folder = "data/";
  folder += market_folder(market);
  return folder + (unit == policy::Unit::kMonth ? "/monthly/klines/" : "/daily/klines/");
}

std::string archive_folder(const core::SeriesId& id, policy::Unit unit) {
  std::string folder = "data/";
  folder += market_folder(id.market);
  folder += unit == policy::Unit::kMonth ? "/monthly/" : "/daily/";
  folder += chart_word(id.chart);
  folder += "/" + subject_of(id) + "/";
  return is_funding(id) ? folder : folder + std::string(core::path_name(id.interval)) + "/";
}

std::string archive_object(const core::SeriesId& id, core::UtcTime begin, policy::Unit unit) {
  std::string object = archive_folder(id, unit) + subject_of(id) + "-";
  object += is_funding(id) ? chart_word(id.chart) : core::path_name(id.interval);
  object += "-";
  return object + (unit == policy::Unit::kMonth ? core::to_month(begin) : core::to_date(begin));
}

std::string_view base_name(std::string_view object) {
  return object.substr(object.find_last_of('/') + 1);
}

std::string klines_query(const core::SeriesId& id) {
  std::string query(rest_folder(id.market));
  query += chart_word(id.chart);
  query += id.chart == core::ChartType::kIndex ? "?pair=" : "?symbol=";
  query += subject_of(id);
  return is_funding(id) ? query : query + "&interval=" + std::string(core::name(id.interval));
}

std::string klines_path(const core::SeriesId& id, core::TimeRange range, std::int64_t limit) {
  std::string path = klines_query(id);
  path += "&startTime=" + std::to_string(core::millis_of(range.begin));
  path += "&endTime=" + std::to_string(core::millis_of(range.end) - 1);
  return path + "&limit=" + std::to_string(is_funding(id) ? kFundingsMax : limit);
}

// Spot costs the same for any number of rows up to 1,000. The futures charge 2 for up to 499 rows,
// 5 for up to 1,000 and 10 beyond, so 499 rows are the cheapest by far. COIN-M refuses a request
// that spans more than 200 days. Fundings cost the same for any number, and no hour has two.
policy::PageLimits page_limits(const core::SeriesId& id) {
  constexpr core::Micros kSpanMax = std::chrono::days{200};
  if (is_funding(id)) return {.rows_max = kFundingsMax};
  switch (id.market) {
    case core::Market::kSpot:
      return {.rows_max = 1000};
    case core::Market::kFuturesUsdt:
      return {.rows_max = 499};
    case core::Market::kFuturesCoin:
      return {.rows_max = 499, .span_max = kSpanMax};
    case core::Market::kFx:
      break;
  }
  return {};
}

}  // namespace wick::venue::binance
