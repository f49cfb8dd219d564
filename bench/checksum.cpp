#include "checksum.hpp"

#include <bit>

namespace wick::bench {
namespace {

struct Sum {
  std::uint64_t first_row{};
  std::uint64_t column{1};
  std::uint64_t total{};

  template <typename T>
  void add(std::span<const T> values) {
    std::uint64_t row = first_row;
    for (const T value : values) total += column * ++row * std::bit_cast<std::uint64_t>(value);
    ++column;
  }
};

}  // namespace

std::uint64_t checksum(const std::vector<core::Chunk>& chunks) {
  std::uint64_t total = 0;
  std::uint64_t rows = 0;
  for (const core::Chunk& chunk : chunks) {
    const core::Columns& c = chunk.columns();
    Sum sum{.first_row = rows};
    sum.add(c.open_time);
    for (const auto& column : {c.open, c.high, c.low, c.close, c.volume}) sum.add(column);
    sum.add(c.close_time);
    sum.add(c.quote_volume);
    sum.add(c.count);
    sum.add(c.taker_volume);
    sum.add(c.taker_quote_volume);
    total += sum.total;
    rows += chunk.size();
  }
  return total;
}

}  // namespace wick::bench
