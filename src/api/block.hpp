// The columns of an answer in one block of memory, for those who want each in one stretch: numpy,
// and pandas with it. Eight bytes a value, one column behind the other. Open times lie apart, for
// an index is often kept when its frame is gone. For the sources of this room alone. Those of the
// Python module count among them.
#pragma once

#include <wick/bars.hpp>

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

namespace wick::api {

inline constexpr std::size_t kBlockColumns = 10;

struct BlockShape {
  // Open times in microseconds, in order and each once, for a row each. Without it the rows are
  // those of the bars. A bar at another time is left out.
  std::optional<std::span<const std::int64_t>> grid{};
  bool nanoseconds{false};  // of times, which are microseconds otherwise
};

[[nodiscard]] std::size_t block_rows(const Bars& bars, const BlockShape& shape);

struct Block {
  std::span<std::int64_t> open_time{};  // block_rows() of them
  // kBlockColumns times as many: open, high, low, close, volume, quote_asset_volume,
  // taker_buy_volume, taker_buy_quote_volume; then close_time and count.
  std::span<std::byte> columns{};
};

// Fills a block. With a grid counts are floating, and where it has no bar they and the eight are
// NaN, and the close time is the least number there is. Returns how many rows those are.
std::size_t lay_out(const Bars& bars, const BlockShape& shape, const Block& block);

// Rows of which each opens one step after the one before.
struct Stretch {
  std::size_t row{};  // the first
  std::size_t rows{};
  std::int64_t open_time{};  // of the first, in microseconds
};

// All of them in order; nothing if there are more than `most`.
[[nodiscard]] std::optional<std::vector<Stretch>> stretches(const Bars& bars, Micros step,
                                                            std::size_t most);

}  // namespace wick::api
