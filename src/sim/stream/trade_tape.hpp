// The trades of the running minutes, computed once for all streams that tell of them.
//
// The market is a pure function, so a minute is known whole as soon as it is asked for, also the
// part of it that is yet to come; whoever reads it says nothing before its time. One thread.
#pragma once

#include <array>
#include <cstddef>
#include <memory>
#include <unordered_map>

#include "sim/market/market.hpp"
#include "sim/market/minute_player.hpp"

namespace wick::sim {

class TradeTape {
 public:
  // The market must outlive the tape.
  explicit TradeTape(const Market& market) : market_(market) {}

  [[nodiscard]] const Market& market() const { return market_; }
  [[nodiscard]] std::shared_ptr<const PlayedMinute> minute(const Symbol& symbol, Micros at);

 private:
  const Market& market_;
  // Three minutes a symbol: the running one, the last for whoever is a moment behind, and the next
  // for whoever looks ahead.
  static constexpr std::size_t kKept = 3;
  struct Minutes {
    MinutePlayer player;
    std::array<std::shared_ptr<const PlayedMinute>, kKept> kept;
  };
  std::unordered_map<const Symbol*, Minutes> minutes_;
};

// A place on the tape of one symbol, between two trades.
class TapeCursor {
 public:
  // Stands behind the trades at or before `now`.
  TapeCursor(TradeTape& tape, const Symbol& symbol, Micros now);

  [[nodiscard]] const Symbol& symbol() const { return *symbol_; }
  [[nodiscard]] const PlayedMinute& minute() const { return *minute_; }
  [[nodiscard]] Micros end() const { return minute_->begin + kMinute; }
  [[nodiscard]] const Trade* peek() const;  // nothing: no more trades in this minute
  void skip() { next_++; }
  void turn();  // to the begin of the minute that follows
  void look_ahead() const { (void)tape_->minute(*symbol_, end()); }  // turning will be quick

 private:
  TradeTape* tape_;
  const Symbol* symbol_;
  std::shared_ptr<const PlayedMinute> minute_;
  std::size_t next_{};
};

}  // namespace wick::sim
