// A few bars as REST has them, to hold something else against: one small question, put to each
// host once, and only where the request limits allow it at once.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "core/chunk.hpp"
#include "core/series_id.hpp"
#include "venue/binance/brief_request.hpp"
#include "venue/pace.hpp"

namespace wick::venue::binance {

class RestSample {
 public:
  // What it points to must outlive the sample.
  struct Task {
    port::Http* http{};
    const std::vector<std::string>* hosts{};
    Pace* rest{};
    core::SeriesId id;
    core::TimeRange bars{};
  };
  explicit RestSample(Task task);

  // The bars, once, or why REST did not tell them; sends when stepped for the first time.
  [[nodiscard]] std::optional<base::Result<core::Chunk>> step(core::Now now);
  [[nodiscard]] int requests() const { return asking_ ? asking_->requests() : 0; }

 private:
  [[nodiscard]] base::Result<core::Chunk> read(const std::string& body) const;

  Task task_;
  std::int64_t rows_;
  std::optional<BriefRequest> asking_;
};

}  // namespace wick::venue::binance
