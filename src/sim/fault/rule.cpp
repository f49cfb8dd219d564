#include "sim/fault/rule.hpp"

#include <algorithm>

namespace wick::sim {

std::size_t Portion::of(std::size_t length) const {
  if (!share) return std::min(static_cast<std::size_t>(value), length);
  const auto parts = static_cast<std::size_t>(value);
  const auto million = static_cast<std::size_t>(kMillion);
  return length / million * parts + length % million * parts / million;
}

bool Content::any() const {
  const bool rows = drop_rows || duplicate_rows || early_close || unsorted || absurd_numbers ||
                    extra_column || unit || revision != 0;
  const bool file =
      header || !other_symbol.empty() || wrong_period || !member_name.empty() || zip_bomb_mib != 0;
  return rows || file;
}

StreamOptions Settings::stream_options(Venue venue) const {
  const StreamOptions usual = streams.over(StreamOptions::of(venue));
  return market_streams.at(static_cast<std::size_t>(venue)).over(usual);
}

}  // namespace wick::sim
