// Any name on the first line and any text below it, as a file of the live predecessor's cache: bars
// that keep the rules, in order and on the grid, or a reason.
#include "store/series_file.hpp"

#include "tests/fuzz/input.hpp"

namespace {

using namespace wick;

void check(const store::ForeignBars& found, core::UtcTime written) {
  const core::Grid grid = core::grid_of(found.id);
  core::UtcTime end{};
  for (const core::Bar& bar : found.bars) {
    WICK_CHECK(bar.open_time >= end && grid.has(bar.open_time));
    end = grid.next(bar.open_time);
    WICK_CHECK(bar.close_time == end - core::Micros{1} && bar.close_time < written);
    WICK_CHECK(bar.high >= bar.open && bar.high >= bar.close && bar.low >= 0);
    WICK_CHECK(bar.low <= bar.open && bar.low <= bar.close && bar.volume >= 0);
  }
  WICK_CHECK(found.bars.size() + found.faults.size() + found.forming + found.repeated <=
             found.rows + 1);  // a last line without an end is no row
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view input = fuzz::Input(data, size).rest();
  const std::size_t line = std::min(input.find('\n'), input.size());
  const std::string_view text = input.substr(std::min(line + 1, input.size()));
  const auto name = store::read_series_name(input.substr(0, line));
  if (!name) return 0;
  WICK_CHECK(core::check_series(name->id));
  if (name->meta) {
    (void)store::read_series_meta(text);
    return 0;
  }
  const core::UtcTime written = core::midnight(2026, 1, 1);
  const auto found = store::read_series_rows(text, name->id, written);
  if (found) {
    check(*found, written);
  } else {
    WICK_CHECK(!found.error().what.empty());
  }
  return 0;
}
