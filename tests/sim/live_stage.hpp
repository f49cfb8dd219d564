// A broker in virtual time: its market, its history, and its bad days.
#pragma once

#include <deque>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "fake/world.hpp"
#include "live/quote_bar.hpp"
#include "live/trading_hours.hpp"
#include "port/feed.hpp"

namespace wick::simulation {

// New York's week without its daylight saving, with a break a day: enough to have every edge.
[[nodiscard]] live::TradingHours broker_hours();

// Ticks as a function of symbol and minute; many minutes have none.
class BrokerMarket {
 public:
  explicit BrokerMarket(std::uint64_t seed) : seed_(seed) {}
  [[nodiscard]] std::vector<core::Tick> ticks(std::size_t symbol, core::UtcTime minute) const;
  [[nodiscard]] std::optional<core::HistoryBar> minute(std::size_t symbol,
                                                       core::UtcTime open) const;

 private:
  std::uint64_t seed_;
  live::TradingHours hours_{broker_hours()};
};

struct BrokerWeather {
  double cut{};      // of minutes: the connection is lost, and that is seen
  double silent{};   // of minutes: nothing comes any more, which is noticed later
  double late{};     // of ticks: after their minute was closed
  double doubled{};  // of ticks
  core::Micros jitter{std::chrono::milliseconds{1}};  // of their flight: one may overtake another
  double not_ready{};                                 // of questions to history
  double mute{};                                      // of questions: no answer at all
  double half{};                                      // of answers: only some of the newest bars
  core::Micros away_max{std::chrono::minutes{20}};
};

class Broker final : public port::Feed, public port::FeedHistory {
 public:
  Broker(fake::World& world, const BrokerMarket& market, const BrokerWeather& weather);

  void subscribe(std::vector<std::string> symbols) override;
  void step(core::Now now, std::vector<port::FeedEvent>& out) override;
  [[nodiscard]] core::MonoTime wake() const override;
  [[nodiscard]] port::FeedVolume volume() const override { return port::FeedVolume::kSizes; }
  [[nodiscard]] port::FeedHistory* history() override { return this; }

  [[nodiscard]] port::Pending<base::Result<port::FeedHistoryPage>> ask(
      const port::FeedHistoryAsk& ask) override;
  void step(core::Now) override {}

  struct Counts {
    std::int64_t cuts{};
    std::int64_t silences{};
    std::int64_t late{};
    std::int64_t failures{};
  };
  [[nodiscard]] const Counts& counts() const { return counts_; }

 private:
  void foresee(core::UtcTime until);
  void trouble(core::UtcTime minute);
  void tell_turns(core::UtcTime now, std::vector<port::FeedEvent>& out);
  [[nodiscard]] bool chance(double probability);
  [[nodiscard]] bool is_away(core::UtcTime t) const;
  [[nodiscard]] port::FeedHistoryPage page(const port::FeedHistoryAsk& ask);
  [[nodiscard]] port::FeedHistoryPage long_page(const port::FeedHistoryAsk& ask) const;

  struct Away {
    core::TimeRange time;
    core::UtcTime noticed;
  };

  fake::World& world_;
  const BrokerMarket& market_;
  BrokerWeather weather_;
  std::vector<std::string> symbols_;
  core::UtcTime foreseen_;
  std::multimap<core::UtcTime, port::FeedTick> coming_;  // by time of arrival
  std::deque<Away> away_;
  bool told_open_{};
  Counts counts_;
};

}  // namespace wick::simulation
