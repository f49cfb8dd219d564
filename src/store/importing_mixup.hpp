// Finds day files of one symbol that hold the bars of another.
//
// Releases from 1.5.0 on asked the archive for BTCUSDT 1h whatever was wanted, and kept the answer
// under the name of what was wanted. Other lengths give themselves away; files of 1h are compared
// with those of BTCUSDT, where the same folder has them.
#pragma once

#include <map>
#include <span>
#include <tuple>

#include "core/bar.hpp"
#include "core/series_id.hpp"

namespace wick::store {

class Mixup {
 public:
  // Whether these bars are those of BTCUSDT under another name. Its own are learnt, so they have to
  // come first.
  [[nodiscard]] bool is_in(const core::SeriesId& id, std::span<const core::Bar> bars);

  [[nodiscard]] static bool concerns(const core::SeriesId& id);
  [[nodiscard]] static bool is_source(const core::SeriesId& id);

 private:
  using Place = std::tuple<core::Provider, core::Market, core::UtcTime>;
  std::map<Place, core::Bar> known_;
};

}  // namespace wick::store
