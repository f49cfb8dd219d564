// What the cache said of a request, before anybody else is asked. For the sources of this room
// alone.
#pragma once

#include <memory>
#include <vector>

#include "api/question.hpp"
#include "port/bar_source.hpp"

namespace wick::api {

struct Sight {
  core::MonoTime begun{};
  Question question{};
  core::RangeSet asked{};  // what is wanted, and what is fetched along with it
  std::vector<port::Reply> replies{};
};

// The first time, and where the very same is asked, it says again what was seen; else it asks.
class Recalled final : public port::BarSource {
 public:
  // The cache must outlive this.
  Recalled(Sight sight, port::BarSource& cache) : sight_(std::move(sight)), cache_(cache) {}

  [[nodiscard]] std::unique_ptr<port::Inquiry> ask(const core::SeriesId& id,
                                                   core::RangeSet ranges) override;

 private:
  Sight sight_;
  bool said_{false};
  port::BarSource& cache_;
};

}  // namespace wick::api
