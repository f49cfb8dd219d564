#include "store/layout.hpp"

#include <utility>

#include "base/check.hpp"
#include "core/time_text.hpp"

namespace wick::store {

Layout::Layout(std::string root) : root_(std::move(root)) {}

std::string Layout::day(const core::SeriesId& id, core::UtcTime t) const {
  WICK_CHECK(!lives_in_months(id.interval));
  return folder(id, "daily") + core::to_date(t) + ".arrow";
}

std::string Layout::month(const core::SeriesId& id, core::UtcTime t) const {
  return folder(id, "monthly") + core::to_month(t) + ".arrow";
}

std::string Layout::folder(const core::SeriesId& id, const char* unit) const {
  std::string path = root_;
  for (const std::string_view part :
       {core::name(id.provider), core::name(id.market), core::name(id.chart),
        std::string_view(unit), std::string_view(id.symbol), core::path_name(id.interval)}) {
    path += '/';
    path += part;
  }
  return path + '/';
}

bool lives_in_months(core::Interval interval) {
  return interval == core::Interval::k3d || interval == core::Interval::k1w ||
         interval == core::Interval::k1mo;
}

}  // namespace wick::store
