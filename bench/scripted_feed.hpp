// A feed whose ticks are known beforehand, and a history that tells the same: no network, and
// nobody else's time in the figures.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "core/calendar.hpp"
#include "port/feed.hpp"

namespace wick::bench {

// So many ticks, at an even pace over all symbols while the market is open.
struct MarketPlan {
  std::size_t symbols{};
  std::size_t ticks{};
  std::int64_t ticks_a_minute{100};  // for each symbol
};
struct Market {
  std::vector<std::string> names;
  std::vector<port::FeedTick> ticks;
  core::UtcTime begin{};  // of the first minute
};
[[nodiscard]] std::shared_ptr<const Market> make_market(const MarketPlan& plan);

// The hours of fxcm-default.
[[nodiscard]] std::shared_ptr<const core::Calendar> market_calendar();

// Tells the bars that these ticks make; a bar is there as soon as its minute is over.
class ScriptedHistory final : public port::FeedHistory {
 public:
  explicit ScriptedHistory(const Market& market);

  [[nodiscard]] port::Pending<base::Result<port::FeedHistoryPage>> ask(
      const port::FeedHistoryAsk& ask) override;
  void step(core::Now now) override { now_ = now.utc; }
  [[nodiscard]] core::MonoTime wake() const override { return core::MonoTime::max(); }

 private:
  void add(const port::FeedTick& tick);

  std::vector<std::string> names_;                   // ascending
  std::vector<std::vector<core::HistoryBar>> bars_;  // of 1m, by symbol
  core::UtcTime now_{};
};

// Hears a whole market from a minute before its begin on. Each step takes what was handed to it.
class ScriptedFeed final : public port::Feed {
 public:
  explicit ScriptedFeed(const Market& market) : market_(market) {}

  void hand(std::size_t ticks) { handed_ += ticks; }
  [[nodiscard]] bool over() const { return told_ == market_.ticks.size(); }
  [[nodiscard]] const core::Tick& next() const { return market_.ticks[told_].tick; }

  void subscribe(std::vector<std::string> symbols) override { (void)symbols; }
  void step(core::Now now, std::vector<port::FeedEvent>& out) override;
  [[nodiscard]] core::MonoTime wake() const override { return core::MonoTime::max(); }

 private:
  const Market& market_;
  std::size_t told_{};
  std::size_t handed_{};
  bool heard_{};
};

}  // namespace wick::bench
