#include "venue/okx/endpoints.hpp"

namespace wick::venue::okx {

std::string_view bar_name(core::Interval interval) {
  switch (interval) {
    case core::Interval::k1h:
      return "1H";
    case core::Interval::k2h:
      return "2H";
    case core::Interval::k4h:
      return "4H";
    case core::Interval::k6h:
      return "6Hutc";
    case core::Interval::k12h:
      return "12Hutc";
    case core::Interval::k1d:
      return "1Dutc";
    case core::Interval::k1w:
      return "1Wutc";
    case core::Interval::k1mo:
      return "1Mutc";
    default:
      return core::name(interval);
  }
}

std::string candles_path(Shelf shelf, const core::SeriesId& id, core::TimeRange range,
                         std::int64_t limit) {
  std::string path = "/api/v5/market/";
  path += shelf == Shelf::kRecent ? "candles" : "history-candles";
  path += "?instId=" + id.symbol + "&bar=";
  path += bar_name(id.interval);
  path += "&after=" + std::to_string(core::millis_of(range.end));
  path += "&before=" + std::to_string(core::millis_of(range.begin) - 1);
  return path + "&limit=" + std::to_string(limit);
}

}  // namespace wick::venue::okx
