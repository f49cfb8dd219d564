// The objects of the archive: their keys, the rows they cover, and when they appear.
//
// A key is "data/spot/daily/klines/BTCUSDT/1m/BTCUSDT-1m-2024-01-31.zip"; its checksum is a
// sibling. A file holds the candles that open in its day or month; 3d, 1w and 1mo exist in months
// only, 1s on spot only. Fundings are in "data/futures/um/monthly/fundingRate/BTCUSDT/
// BTCUSDT-fundingRate-2024-01.zip". An object exists from its publication on, if it has any row.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "sim/archive/calendar.hpp"
#include "sim/archive/data_set.hpp"
#include "sim/market/market.hpp"

namespace wick::sim {

struct Object {
  const Symbol* symbol{};  // the market's; must outlive this
  Interval interval{};
  Period period{};
  DataSet set{};
};

// What the objects of a set without intervals have in that place.
constexpr Interval kNoInterval = Interval::k4h;

constexpr std::string_view kChecksumSuffix = ".CHECKSUM";

[[nodiscard]] std::string_view archive_folder(Venue venue);  // "spot", "futures/um", "futures/cm"
[[nodiscard]] std::string_view span_folder(Span span);       // "daily", "monthly"
[[nodiscard]] std::vector<Interval> archived_intervals(Venue venue, Span span);

[[nodiscard]] std::string series_folder(const Object& object);  // key up to the last slash, with it
[[nodiscard]] std::string object_name(const Object& object);    // "BTCUSDT-1m-2024-01-31"
[[nodiscard]] std::string object_key(const Object& object);     // of the zip, without leading slash

// The object that a zip's key names, whether it exists or not; nothing for any other text.
[[nodiscard]] std::optional<Object> parse_object(const Market& market, std::string_view key);

// Days on which trading began or ended may be empty; this looks, if it must.
[[nodiscard]] bool has_rows(const Market& market, const Object& object);

// The instant from which the object can be fetched, in whole seconds: in the morning after its
// day, or on the first Monday after its month, at an hour that depends on the object. Candles
// that are still open then hold the file back until they close.
[[nodiscard]] Micros published_at(const Object& object, std::uint64_t seed);

}  // namespace wick::sim
