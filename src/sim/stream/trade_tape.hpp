// The trades of the running minutes, computed once for all streams that tell of them.
//
// The market is a pure function, so a minute is known whole as soon as it is asked for, also the
// part of it that is yet to come; whoever reads it says nothing before its time. One thread.
#pragma once

#include <array>
#include <memory>
#include <optional>
#include <unordered_map>
#include <vector>

#include "sim/market/market.hpp"

namespace wick::sim {

struct TapeMinute {
  Micros begin{};
  std::optional<Candle> candle;  // as the REST API tells it; nothing where the market is closed
  std::vector<Trade> trades;
};

class TradeTape {
 public:
  // The market must outlive the tape.
  explicit TradeTape(const Market& market) : market_(market) {}

  [[nodiscard]] const Market& market() const { return market_; }
  [[nodiscard]] std::shared_ptr<const TapeMinute> minute(const Symbol& symbol, Micros at);

 private:
  const Market& market_;
  // Three minutes a symbol: the running one, the last for whoever is a moment behind, and the next
  // for whoever looks ahead.
  static constexpr std::size_t kKept = 3;
  std::unordered_map<const Symbol*, std::array<std::shared_ptr<const TapeMinute>, kKept>> minutes_;
};

// A place on the tape of one symbol, between two trades.
class TapeCursor {
 public:
  // Stands behind the trades at or before `now`.
  TapeCursor(TradeTape& tape, const Symbol& symbol, Micros now);

  [[nodiscard]] const Symbol& symbol() const { return *symbol_; }
  [[nodiscard]] const TapeMinute& minute() const { return *minute_; }
  [[nodiscard]] Micros end() const { return minute_->begin + kMinute; }
  [[nodiscard]] const Trade* peek() const;  // nothing: no more trades in this minute
  void skip() { next_++; }
  void turn();  // to the begin of the minute that follows
  void look_ahead() const { (void)tape_->minute(*symbol_, end()); }  // turning will be quick

 private:
  TradeTape* tape_;
  const Symbol* symbol_;
  std::shared_ptr<const TapeMinute> minute_;
  std::size_t next_{};
};

}  // namespace wick::sim
