// Where Binance keeps things: hosts, and the paths below them.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "core/series_id.hpp"
#include "policy/cut.hpp"

namespace wick::venue::binance {

// Hosts of one kind are tried in order.
struct Endpoints {
  std::vector<std::string> archive{"https://data.binance.vision"};
  std::vector<std::string> listing{"https://s3-ap-northeast-1.amazonaws.com/data.binance.vision"};
  std::vector<std::string> spot{"https://api.binance.com", "https://data-api.binance.vision"};
  std::vector<std::string> um{"https://fapi.binance.com"};
  std::vector<std::string> cm{"https://dapi.binance.com"};

  [[nodiscard]] const std::vector<std::string>& rest(core::Market market) const;
};

// "data/spot/daily/klines/": where the folders of a market's symbols are.
[[nodiscard]] std::string archive_folder(core::Market market, policy::Unit unit);

// "data/spot/daily/klines/BTCUSDT/1m/": where the days' or the months' objects of a series are.
// Index prices are those of a pair: BTCUSD for BTCUSD_PERP. Fundings have no interval.
[[nodiscard]] std::string archive_folder(const core::SeriesId& id, policy::Unit unit);

// "data/spot/daily/klines/BTCUSDT/1m/BTCUSDT-1m-2024-01-01": the name of a day's or a month's
// object, to which .zip, .zip.CHECKSUM and .csv are added.
[[nodiscard]] std::string archive_object(const core::SeriesId& id, core::UtcTime begin,
                                         policy::Unit unit);

// "BTCUSDT-1m-2024-01-01" of the above.
[[nodiscard]] std::string_view base_name(std::string_view object);

// "/api/v3/klines?symbol=BTCUSDT&interval=1m", to which the rest of a question is added;
// "/dapi/v1/indexPriceKlines?pair=BTCUSD&interval=1m", "/fapi/v1/fundingRate?symbol=BTCUSDT".
[[nodiscard]] std::string klines_query(const core::SeriesId& id);

// The same for one page; both ends of the range are kept as open times.
[[nodiscard]] std::string klines_path(const core::SeriesId& id, core::TimeRange range,
                                      std::int64_t limit);

// The page whose rows cost the least request weight each, within what the market allows.
[[nodiscard]] policy::PageLimits page_limits(const core::SeriesId& id);

}  // namespace wick::venue::binance
