#include "live/fills.hpp"

#include <algorithm>
#include <utility>

namespace wick::live {

void Fills::want(Wanted wanted) {
  queue_.push_back(std::move(wanted));
}

void Fills::start_more() {
  while (!queue_.empty() && under_way_.size() < under_way_max_) {
    Wanted wanted = std::move(queue_.front());
    queue_.pop_front();
    auto inquiry = past_.ask(wanted.id, {wanted.range});
    under_way_.push_back({std::move(wanted), std::move(inquiry)});
  }
}

std::vector<Fills::Brought> Fills::step(core::Now now) {
  std::vector<Brought> all;
  start_more();
  bool ended = false;
  for (UnderWay& one : under_way_) {
    Brought brought{one.wanted.series, one.wanted.range, one.inquiry->step(now), false};
    brought.finished = one.inquiry->finished();
    ended = ended || brought.finished;
    if (brought.finished || !brought.replies.empty()) all.push_back(std::move(brought));
  }
  std::erase_if(under_way_, [](const UnderWay& one) { return one.inquiry->finished(); });
  wake_ = core::MonoTime::max();
  if (ended && !queue_.empty()) wake_ = now.mono;
  for (const UnderWay& one : under_way_) wake_ = std::min(wake_, one.inquiry->wake());
  return all;
}

}  // namespace wick::live
