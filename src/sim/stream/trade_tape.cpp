#include "sim/stream/trade_tape.hpp"

#include <algorithm>

namespace wick::sim {

std::shared_ptr<const TapeMinute> TradeTape::minute(const Symbol& symbol, Micros at) {
  const Micros begin = open_of(Interval::k1m, at);
  auto& slot = minutes_[&symbol][static_cast<std::size_t>(begin / kMinute) % kKept];
  if (slot != nullptr && slot->begin == begin) return slot;

  auto minute = std::make_shared<TapeMinute>();
  minute->begin = begin;
  const auto candles = market_.candles(symbol, Interval::k1m, begin, begin + kMinute);
  if (!candles.empty()) minute->candle = candles.front();
  if (minute->candle && minute->candle->count > 0) {
    minute->trades = market_.trades(symbol, begin, begin + kMinute);
  }
  return slot = std::move(minute);
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
