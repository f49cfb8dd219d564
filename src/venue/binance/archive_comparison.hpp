// An archive object that came without a checksum, held against REST.
//
// A few small pages are drawn: at its first row, at its last, and at three that its name decides,
// so that every machine looks at the same ones. One row whose values differ condemns the object.
// Rows that only one side has say nothing. Where REST cannot be asked, the object stands
// unverified.
#pragma once

#include <deque>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/chunk.hpp"
#include "core/series_id.hpp"
#include "venue/binance/rest_sample.hpp"

namespace wick::venue::binance {

class ArchiveComparison {
 public:
  // What it points to must outlive the comparison.
  struct Task {
    port::Http* http{};
    const std::vector<std::string>* hosts{};
    Pace* rest{};
    core::SeriesId id;
    core::Chunk rows;  // what the object holds
    std::string name;  // of the object: the seed
  };
  explicit ArchiveComparison(Task task);

  // Once: what to remark about the object, or in what it differs (kCorrupt).
  [[nodiscard]] std::optional<base::Result<std::string>> step(core::Now now);
  [[nodiscard]] int requests() const;

 private:
  [[nodiscard]] std::string remark() const;

  Task task_;
  std::deque<core::TimeRange> pages_;
  core::TimeRange page_{};
  std::optional<RestSample> asking_;
  std::size_t compared_{0};
  int requests_{0};  // of the pages that are done with
};

// The pages to hold against REST, each of ten bars at most, in order and without overlap.
[[nodiscard]] std::deque<core::TimeRange> pages_to_compare(const core::Chunk& rows,
                                                           const core::Grid& grid,
                                                           std::string_view name);

}  // namespace wick::venue::binance
