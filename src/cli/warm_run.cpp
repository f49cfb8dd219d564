#include "cli/warm_run.hpp"

#include <algorithm>

namespace wick::cli {

WarmRun::WarmRun(const WarmRequest& request, const WarmSources& sources, std::size_t jobs)
    : jobs_(jobs) {
  series_.reserve(request.items.size());
  for (const WarmItem& item : request.items) series_.emplace_back(item, sources);
}

void WarmRun::step(core::Now now) {
  for (std::size_t i = first_open_; i < series_.size(); ++i) {
    WarmSeries& series = series_[i];
    if (series.begun() && !series.done()) series.step(now);
    if (series.answer().trouble) return stop(now);
    for (; in_flight() < jobs_ && series.can_start(); series.step(now)) series.start(now);
    if (in_flight() >= jobs_ && !series.begun()) break;
  }
  while (first_open_ < series_.size() && series_[first_open_].done()) ++first_open_;
}

void WarmRun::stop(core::Now now) {
  for (WarmSeries& series : series_) {
    if (!series.done()) series.stop(now);
  }
  first_open_ = series_.size();
}

bool WarmRun::done() const {
  return first_open_ == series_.size();
}

// Only those at the front are begun: the look ends with the first that is not.
std::size_t WarmRun::in_flight() const {
  std::size_t count = 0;
  for (std::size_t i = first_open_; i < series_.size() && series_[i].begun(); ++i) {
    count += series_[i].in_flight();
  }
  return count;
}

core::MonoTime WarmRun::wake() const {
  core::MonoTime wake = core::MonoTime::max();
  for (std::size_t i = first_open_; i < series_.size() && series_[i].begun(); ++i) {
    wake = std::min(wake, series_[i].wake());
  }
  return wake;
}

}  // namespace wick::cli
