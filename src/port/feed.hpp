// A live source of quotes: ticks as they happen, the state of its market, and its own history.
//
// Feeds are machines: stepped by their owner, they never wait and call nobody back. A feed
// connects, keeps its connection alive and comes back after a loss all by itself, at a pace of its
// own; what it tells is in the order in which it was received. It repairs nothing: what was missed
// is told by FeedTurn, and mended by others from FeedHistory.
//
// One contract suite holds for all of them: src/fake/feed_contract.hpp.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "base/result.hpp"
#include "core/interval.hpp"
#include "core/quote.hpp"
#include "port/pending.hpp"

namespace wick::port {

struct FeedTick {
  std::size_t symbol{};  // which of those that were subscribed to
  core::Tick tick{};
};

enum class FeedState : std::uint8_t {
  kDown,    // not heard: ticks from here on may be missing
  kClosed,  // heard, and the venue says that its market is closed
  kOpen,    // heard
};

// Told whenever the state changes; kDown before the first. From kDown to another state is told only
// when ticks of all symbols come again.
struct FeedTurn {
  FeedState state{};
  core::UtcTime at{};  // by our clock: a loss is told as of the last moment when all was well
  std::string why;     // for people: "logged on", "no heartbeat for 60 s"
};

// One symbol cannot be had; the others go on.
struct FeedRefusal {
  std::size_t symbol{};
  base::Error error;
};

// Something for people: odd messages (counted, told rarely), a retry, what the venue announced.
struct FeedNote {
  std::string text;
};

struct FeedInstrument {
  std::string name;  // as the venue writes it: XAU/USD
  int digits{};
  double point{};
  bool tradable{};
};
// What the venue offers, where it says so. Told at most once a connection.
struct FeedOffer {
  std::vector<FeedInstrument> instruments;
};

// Nothing more will come: a recording has ended, or the login was refused for good.
struct FeedEnd {
  std::optional<base::Error> error;
};

using FeedEvent = std::variant<FeedTick, FeedTurn, FeedRefusal, FeedNote, FeedOffer, FeedEnd>;

struct FeedHistoryAsk {
  std::string symbol;  // as in subscribe()
  core::Interval interval{};
  core::TimeRange range{};  // of open times
};
struct FeedHistoryPage {
  std::vector<core::HistoryBar> bars{};  // ascending, each once, all of the range
  core::TimeRange settled{};  // what this page answers: the newest part of the range, or all.
                              // Instants in it without a bar have none.
};

// Bars of the venue's past. Servers cut long ranges: ask again for what is not settled.
class FeedHistory {
 public:
  virtual ~FeedHistory() = default;
  // kUnavailable: not ready, ask again later. kInvalid: no such symbol. kUnsupported: no such
  // interval, or a time before its memory.
  [[nodiscard]] virtual Pending<base::Result<FeedHistoryPage>> ask(const FeedHistoryAsk& ask) = 0;

  virtual void step(core::Now now) = 0;
  [[nodiscard]] virtual core::MonoTime wake() const = 0;
};

// What the size of its ticks means.
enum class FeedVolume : std::uint8_t {
  kNone,         // nothing
  kSizes,        // what was traded
  kMinuteTotal,  // the volume of its minute so far
};

class Feed {
 public:
  virtual ~Feed() = default;

  [[nodiscard]] virtual FeedVolume volume() const { return FeedVolume::kNone; }

  // The whole set, in place of any before; symbols as the venue writes them, each once. What was
  // subscribed to before and is again goes on unbroken, under its new number.
  virtual void subscribe(std::vector<std::string> symbols) = 0;

  // Adds to `out`. Takes a bounded amount; where more waits, wake() is now.
  virtual void step(core::Now now, std::vector<FeedEvent>& out) = 0;

  // When step() has something to do even if nothing arrives; max() for never.
  [[nodiscard]] virtual core::MonoTime wake() const = 0;

  // By which clock minutes end. A recording that is played fast has one of its own, which stands at
  // what step() told last.
  [[nodiscard]] virtual core::UtcTime clock(core::UtcTime now) const { return now; }

  // The same venue's history, stepped with the feed; nullptr where it has none.
  [[nodiscard]] virtual FeedHistory* history() { return nullptr; }

  // Connects anew: nothing was heard for too long, says somebody who knows when something should
  // be.
  virtual void doubt(core::Now now) { (void)now; }
};

}  // namespace wick::port
