#include "live/news_stream_order.hpp"

namespace wick::live {
namespace {

constexpr std::size_t kWaitingMax = 1'000;

}  // namespace

bool TradeOrder::add(const core::TradeNews& trade, core::MonoTime now) {
  if (!next_) next_ = trade.id;
  if (trade.id < *next_) return false;
  if (waiting_.empty()) waits_since_ = now;
  return waiting_.emplace(trade.id, trade).second;
}

std::optional<TradeOrder::Item> TradeOrder::take(core::MonoTime now) {
  if (waiting_.empty()) return std::nullopt;
  const auto first = waiting_.begin();
  if (!follows(first->second)) {
    if (now - waits_since_ < patience_ && waiting_.size() < kWaitingMax) return std::nullopt;
    const TradeGap gap{*next_, first->first - 1};
    next_ = first->first;
    next_part_ = 0;
    return gap;
  }
  const core::TradeNews trade = first->second;
  waiting_.erase(first);
  next_ = trade.id + 1;
  next_part_ = trade.last > 0 ? trade.last + 1 : 0;
  const bool another_gap = !waiting_.empty() && !follows(waiting_.begin()->second);
  if (another_gap) waits_since_ = now;
  return trade;
}

bool TradeOrder::follows(const core::TradeNews& trade) const {
  return trade.id == *next_ || (next_part_ > 0 && trade.first == next_part_);
}

core::MonoTime TradeOrder::wake() const {
  return waiting_.empty() ? core::MonoTime::max() : waits_since_ + patience_;
}

}  // namespace wick::live
