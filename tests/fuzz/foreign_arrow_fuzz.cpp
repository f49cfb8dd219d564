// Any bytes as a day file that somebody else wrote: bars that keep the rules, or a reason.
#include <string>
#include <string_view>

#include "arrow/foreign_file.hpp"
#include "store/importing_rows.hpp"
#include "tests/fuzz/input.hpp"

namespace {

using wick::arrow::ForeignFile;

void check_columns(std::string_view bytes) {
  const auto file = ForeignFile::open(std::as_bytes(std::span(bytes)));
  if (!file) {
    WICK_CHECK(!file.error().what.empty());
    return;
  }
  for (const char* name : {"open_time", "open", "count", "ignore", "_data_source", ""}) {
    const auto times = file->times(name);
    const auto numbers = file->numbers(name);
    WICK_CHECK(!times || times->size() == file->rows());
    WICK_CHECK(!numbers || numbers->size() == file->rows());
    WICK_CHECK(!times || !numbers);
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  namespace core = wick::core;
  const std::string bytes(reinterpret_cast<const char*>(data), size);
  check_columns(bytes);
  const core::UtcTime day = core::midnight(2024, 3, 5);
  wick::store::ForeignPlace place{{core::Provider::kBinance, core::Market::kSpot,
                                   core::ChartType::kKlines, "BTCUSDT", core::Interval::k1h},
                                  core::day_of(day),
                                  false,
                                  ""};
  const core::UtcTime written = day + std::chrono::hours{20};
  const auto found = wick::store::read_foreign_bars(bytes, place, written);
  if (!found) {
    WICK_CHECK(!found.error().what.empty());
    return 0;
  }
  WICK_CHECK(found->bars.size() + found->forming + found->repeated + found->faults.size() ==
             found->rows);
  const core::Grid grid = core::grid_of(found->id);
  for (std::size_t i = 0; i < found->bars.size(); ++i) {
    const core::Bar& bar = found->bars[i];
    WICK_CHECK(place.day.contains(bar.open_time) && grid.has(bar.open_time));
    WICK_CHECK(bar.open_time < bar.close_time && bar.close_time < written);
    WICK_CHECK(bar.low <= bar.open && bar.close <= bar.high && bar.volume >= 0);
    WICK_CHECK(i == 0 || found->bars[i - 1].open_time < bar.open_time);
  }
  return 0;
}
