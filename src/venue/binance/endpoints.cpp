#include "venue/binance/endpoints.hpp"

#include "core/time_text.hpp"

namespace wick::venue::binance {
namespace {

std::string_view market_folder(core::Market market) {
  switch (market) {
    case core::Market::kSpot:
      return "spot";
    case core::Market::kFuturesUsdt:
      return "futures/um";
    case core::Market::kFuturesCoin:
      return "futures/cm";
  }
  return "";
}

std::string_view klines_endpoint(core::Market market) {
  switch (market) {
    case core::Market::kSpot:
      return "/api/v3/klines";
    case core::Market::kFuturesUsdt:
      return "/fapi/v1/klines";
    case core::Market::kFuturesCoin:
      return "/dapi/v1/klines";
  }
  return "";
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
  }
  return spot;
}

std::string archive_folder(core::Market market, policy::Unit unit) {
  std::string folder = "data/";
  folder += market_folder(market);
  return folder + (unit == policy::Unit::kMonth ? "/monthly/klines/" : "/daily/klines/");
}

std::string archive_folder(const core::SeriesId& id, policy::Unit unit) {
  return archive_folder(id.market, unit) + id.symbol + "/" +
         std::string(core::path_name(id.interval)) + "/";
}

std::string archive_object(const core::SeriesId& id, core::UtcTime begin, policy::Unit unit) {
  std::string object = archive_folder(id, unit);
  object += id.symbol + "-" + std::string(core::path_name(id.interval)) + "-";
  return object + (unit == policy::Unit::kMonth ? core::to_month(begin) : core::to_date(begin));
}

std::string_view base_name(std::string_view object) {
  return object.substr(object.find_last_of('/') + 1);
}

std::string klines_query(const core::SeriesId& id) {
  std::string query(klines_endpoint(id.market));
  query += "?symbol=" + id.symbol;
  return query + "&interval=" + std::string(core::name(id.interval));
}

std::string klines_path(const core::SeriesId& id, core::TimeRange range, std::int64_t limit) {
  std::string path = klines_query(id);
  path += "&startTime=" + std::to_string(core::millis_of(range.begin));
  path += "&endTime=" + std::to_string(core::millis_of(range.end) - 1);
  return path + "&limit=" + std::to_string(limit);
}

// Spot costs the same for any number of rows up to 1,000. The futures charge 2 for up to 499 rows,
// 5 for up to 1,000 and 10 beyond, so 499 rows are the cheapest by far. COIN-M refuses a request
// that spans more than 200 days.
policy::PageLimits page_limits(core::Market market) {
  constexpr core::Micros kSpanMax = std::chrono::days{200};
  switch (market) {
    case core::Market::kSpot:
      return {.rows_max = 1000};
    case core::Market::kFuturesUsdt:
      return {.rows_max = 499};
    case core::Market::kFuturesCoin:
      return {.rows_max = 499, .span_max = kSpanMax};
  }
  return {};
}

}  // namespace wick::venue::binance
