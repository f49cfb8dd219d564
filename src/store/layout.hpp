// Where on disk the bars of a series rest.
//
// Pure: paths are computed here and nowhere else; nothing is read or written. A name never depends
// on case alone, so a file system that folds case keeps a minute and a month apart.
#pragma once

#include <string>

#include "core/series_id.hpp"

namespace wick::store {

class Layout {
 public:
  explicit Layout(std::string root);

  // {root}/{provider}/{market}/{chart}/daily/{SYMBOL}/{interval}/{YYYY-MM-DD}.arrow
  [[nodiscard]] std::string day(const core::SeriesId& id, core::UtcTime t) const;
  // the same under monthly/, {YYYY-MM}.arrow; three-day, weekly and monthly bars have only these
  [[nodiscard]] std::string month(const core::SeriesId& id, core::UtcTime t) const;

 private:
  [[nodiscard]] std::string folder(const core::SeriesId& id, const char* unit) const;

  std::string root_;
};

[[nodiscard]] bool lives_in_months(core::Interval interval);

}  // namespace wick::store
