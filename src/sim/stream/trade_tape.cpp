#include "sim/stream/trade_tape.hpp"

#include <algorithm>

namespace wick::sim {

std::shared_ptr<const PlayedMinute> TradeTape::minute(const Symbol& symbol, Micros at) {
  const Micros begin = open_of(Interval::k1m, at);
  auto found = minutes_.find(&symbol);
  if (found == minutes_.end()) {
    found = minutes_.emplace(&symbol, Minutes{MinutePlayer(market_.seed(), symbol), {}}).first;
  }
  Minutes& minutes = found->second;
  auto& slot = minutes.kept.at(static_cast<std::size_t>(begin / kMinute) % kKept);
  if (slot == nullptr || slot->begin != begin) {
    slot = std::make_shared<const PlayedMinute>(minutes.player.play(begin));
  }
  return slot;
}

TapeCursor::TapeCursor(TradeTape& tape, const Symbol& symbol, Micros now)
    : tape_(&tape), symbol_(&symbol), minute_(tape.minute(symbol, now)) {
  const auto later = std::find_if(minute_->trades.begin(), minute_->trades.end(),
                                  [&](const Trade& trade) { return trade.time > now; });
  next_ = static_cast<std::size_t>(later - minute_->trades.begin());
}

const Trade* TapeCursor::peek() const {
  return next_ < minute_->trades.size() ? &minute_->trades[next_] : nullptr;
}

void TapeCursor::turn() {
  minute_ = tape_->minute(*symbol_, end());
  next_ = 0;
}

}  // namespace wick::sim
