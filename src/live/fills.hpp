// Questions to history that are under way for a stream, a bounded number at a time.
#pragma once

#include <cstddef>
#include <deque>
#include <memory>
#include <optional>
#include <vector>

#include "core/series_id.hpp"
#include "port/bar_source.hpp"

namespace wick::live {

class Fills {
 public:
  // The source must outlive this.
  Fills(port::BarSource& past, std::size_t under_way_max)
      : past_(past), under_way_max_(under_way_max) {}

  struct Wanted {
    std::size_t series{};
    core::SeriesId id;
    core::TimeRange range;
  };
  // Waits in line where many are under way.
  void want(Wanted wanted);

  // What one question brought so far; the last time with `finished`.
  struct Brought {
    std::size_t series{};
    core::TimeRange range;
    std::vector<port::Reply> replies;
    bool finished{};
  };
  [[nodiscard]] std::vector<Brought> step(core::Now now);

  [[nodiscard]] core::MonoTime wake() const { return wake_; }
  [[nodiscard]] std::size_t waiting() const { return queue_.size() + under_way_.size(); }

 private:
  struct UnderWay {
    Wanted wanted;
    std::unique_ptr<port::Inquiry> inquiry;
  };
  void start_more();

  port::BarSource& past_;
  std::size_t under_way_max_;
  std::deque<Wanted> queue_;
  std::vector<UnderWay> under_way_;
  core::MonoTime wake_{core::MonoTime::max()};
};

}  // namespace wick::live
