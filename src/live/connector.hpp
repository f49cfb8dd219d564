// A feed's ticks and history as bars of many symbols: the heart of `wick live`.
//
// A Connector is a machine: step() moves it as far as it can go without waiting. Every minute of
// every symbol is told once, in order, from ticks where they were heard and from history where not;
// what turns out otherwise later is a revision. Market hours decide what is missing and what is
// not, and never silence a feed; one that says nothing while its market is open is doubted.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "live/feed_clock.hpp"
#include "live/history_desk.hpp"
#include "live/lane.hpp"
#include "live/notice.hpp"
#include "live/vigil.hpp"
#include "port/feed.hpp"

namespace wick::live {

struct ConnectorCounts {
  std::int64_t ticks{};
  std::int64_t bars{};  // of all intervals, complete
  std::int64_t revisions{};
  std::int64_t lost{};  // minutes
  std::int64_t losses{};
};

class Connector {
 public:
  struct World {  // must outlive the connector
    port::Feed* feed{};
    port::FeedHistory* history{};  // nullptr: what was not heard is lost
  };
  struct Symbol {
    std::string name;  // as the venue writes it
    TradingHours hours{};
    core::UtcTime first{};  // the first minute to be told
    Lane::Past past{};
    std::optional<core::UtcTime> holidays_end{};  // of its calendar's table, where there is one
  };
  struct Options {
    std::vector<Symbol> symbols{};
    bool from_ticks{true};
    bool previews{};
    core::Micros preview_every{std::chrono::milliseconds{250}};
    // What was under way when a feed was lost or came back was by this much earlier or later.
    core::Micros in_flight{std::chrono::seconds{2}};
    core::Micros stall_max{std::chrono::seconds{5}};  // after a longer one ticks may be missing
    core::Micros jump_max{std::chrono::minutes{1}};   // of our clock, likewise
    TickRules ticks{};
    MinuteLine::Options minutes{};
    HistoryDesk::Options history{};
    Vigil::Options vigil{};
  };
  Connector(Options options, World world);
  Connector(const Connector&) = delete;
  Connector& operator=(const Connector&) = delete;

  // Adds to `out`. Takes a bounded number of ticks; where more wait, wake() is now.
  void step(core::Now now, std::vector<LiveEvent>& out);
  [[nodiscard]] core::MonoTime wake() const { return wake_; }

  [[nodiscard]] std::vector<Notice> take_notices();

  // Nothing more will come. With an error where it should have.
  struct End {
    std::optional<base::Error> error;
  };
  [[nodiscard]] const std::optional<End>& end() const { return end_; }

  struct Standing {
    port::FeedState state{port::FeedState::kDown};
    std::string why{};
    std::size_t waiting{};  // symbols that wait for history
    std::size_t refused{};
    bool warming{};        // the past is being brought
    bool calendar_open{};  // for any symbol
    bool ticks_alive{};
    bool effective_open{};  // by the calendar or by ticks
    bool history_paused{};
    std::optional<core::Micros> tick_silence{};
    std::optional<policy::IdleReason> idle_reason{};  // nothing: not idle
    std::vector<Vigil::Alarm> alarms{};
    std::int64_t doubts{};  // how often the feed was told to connect anew
  };
  [[nodiscard]] Standing standing(core::Now now) const;
  [[nodiscard]] const ConnectorCounts& counts() const { return counts_; }
  [[nodiscard]] TickCounts tick_counts() const;  // of all symbols
  [[nodiscard]] const std::vector<Lane>& lanes() const { return lanes_; }
  [[nodiscard]] const HistoryDesk* desk() const { return desk_ ? &*desk_ : nullptr; }

 private:
  void notice_stall(core::Now now);
  void take(const port::FeedEvent& event);
  void take(const port::FeedTick& tick);
  void take(const port::FeedTurn& turn);
  void take(const port::FeedRefusal& refusal);
  void take(const port::FeedNote& note);
  void take(const port::FeedOffer& offer);
  void take(const port::FeedEnd& end);
  void ask_history(core::Now now);
  void keep_vigil(core::Now now, core::UtcTime wall);
  [[nodiscard]] Vigil::Sight sight(core::Now now) const;
  void step_lanes(core::Now now, std::vector<LiveEvent>& out);
  void close_for_good(core::Now now, std::vector<LiveEvent>& out);
  void count(const std::vector<LiveEvent>& told, std::size_t from);
  void make_due(std::size_t lane);
  [[nodiscard]] bool calendar_open(core::UtcTime now) const;

  Options options_;
  World world_;
  std::vector<Lane> lanes_;
  std::optional<HistoryDesk> desk_;
  Vigil vigil_;
  std::vector<bool> refused_;
  std::vector<std::size_t> due_;  // lanes to be stepped, each once
  std::vector<bool> is_due_;
  std::vector<port::FeedEvent> heard_;
  std::vector<Notice> notices_;
  std::optional<End> end_;
  bool ended_now_{};
  port::FeedTurn turn_{};
  core::UtcTime last_tick_{};
  std::optional<core::Now> last_step_{};
  core::UtcTime latest_{};  // by our clock, however wrong it was
  FeedClock clock_;
  core::UtcTime all_due_{};  // when every lane is to be stepped
  core::MonoTime next_look_{core::MonoTime::min()};
  core::MonoTime wake_{core::MonoTime::min()};
  ConnectorCounts counts_;
};

}  // namespace wick::live
