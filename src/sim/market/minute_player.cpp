#include "sim/market/minute_player.hpp"

#include <cstddef>

#include "sim/market/fold.hpp"
#include "sim/market/run.hpp"
#include "sim/market/seconds.hpp"

namespace wick::sim {

PlayedMinute MinutePlayer::play(Micros begin) {
  PlayedMinute minute{.begin = begin, .candle = {}, .trades = {}};
  const std::int64_t number = begin / kMinute;
  if (begin < 0 || !tape_.life().holds(number)) return minute;
  tape_.seek(number);
  if (!tape_.open()) {
    tape_.skip();
    return minute;
  }
  Tape summed = tape_;
  Fold fold{begin, summed.price()};
  summed.play([&](std::int64_t, const Run& run) { fold.add(run, summed.next_id()); });
  minute.candle = fold.candle();
  minute.trades.reserve(static_cast<std::size_t>(fold.candle().count));
  play_seconds(tape_, [&](Micros from, const Run& second, std::int64_t id) {
    add_trades_of(second, from, id, minute.trades);
  });
  return minute;
}

}  // namespace wick::sim
