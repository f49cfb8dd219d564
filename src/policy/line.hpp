// Who speaks for a set of streams: one connection, and two while one relieves the other.
//
// A Line is told what happens on its links and says what to do about them. It opens a link,
// subscribes within the venue's limits, watches that it is alive and that it speaks, and opens the
// next one before the last is cut: the old link goes on until the new one has subscribed. It never
// gives up. It reads no clock and does no I/O; the same reports always lead to the same steps.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string_view>
#include <variant>
#include <vector>

#include "core/stream.hpp"
#include "core/time.hpp"

namespace wick::policy {

using LinkId = std::uint32_t;

// How far a link has come. See docs/streaming.md for the picture.
enum class LinkState : std::uint8_t { kConnecting, kSubscribing, kSpeaking, kRetiring, kOver };
[[nodiscard]] std::string_view name(LinkState state);

// Why a link is left.
enum class Leave : std::uint8_t {
  kNoAnswer,   // neither opened nor answered in time
  kRefused,    // the venue did not take a subscription
  kDead,       // not a byte, not even a ping
  kHushed,     // alive, but nothing of what was subscribed comes
  kGoingAway,  // the server said so
  kLifetime,   // it would be cut soon
  kRelieved,   // its successor speaks
};
[[nodiscard]] std::string_view name(Leave leave);

class Line {
 public:
  struct Options {
    core::StreamLimits limits;
    std::size_t hosts{1};
    std::size_t batches{1};  // messages it takes to subscribe to all
    core::Micros connect_max{std::chrono::seconds{10}};
    core::Micros answer_max{std::chrono::seconds{10}};
    core::Micros quiet_max{std::chrono::seconds{60}};    // alive without data; grows while in vain
    core::Micros quiet_limit{std::chrono::minutes{10}};  // up to here
    core::Micros backoff{std::chrono::milliseconds{500}};
    core::Micros backoff_max{std::chrono::seconds{30}};
    core::Micros early{std::chrono::minutes{10}};  // before the lifetime ends; jittered
    std::uint64_t seed{};
  };
  explicit Line(Options options);

  struct Open {  // then report opening()
    std::size_t host{};
  };
  struct Send {  // then report sent()
    LinkId link{};
    std::size_t batch{};
  };
  struct Close {  // then report closed()
    LinkId link{};
    Leave why{};
  };
  struct Wait {
    core::MonoTime until;
  };
  using Step = std::variant<Open, Send, Close, Wait>;

  // Safe to ask again: nothing moves until a report.
  [[nodiscard]] Step next(core::MonoTime now) const;

  LinkId opening(core::MonoTime now);
  void sent(LinkId link, core::MonoTime now);
  void closed(LinkId link);

  void opened(LinkId link, core::MonoTime now);
  void accepted(LinkId link, core::MonoTime now);  // one of the batches
  void refused(LinkId link, core::MonoTime now);
  void heard_data(LinkId link, core::MonoTime now);
  void heard_ping(LinkId link, core::MonoTime now);
  void going_away(LinkId link, core::MonoTime now);
  void lost(LinkId link, core::MonoTime now);

  // Somebody knows that there was something to hear, and it was not heard.
  void doubted(core::MonoTime now);

  [[nodiscard]] bool speaking() const;  // a link is subscribed to everything
  [[nodiscard]] std::optional<LinkState> state(LinkId link) const;  // nothing: it is gone
  [[nodiscard]] std::size_t links() const;                          // at most two
};

// How often connections are opened from here, over all lines.
class ConnectPace {
 public:
  ConnectPace(std::size_t count_max, core::Micros window);
  [[nodiscard]] core::MonoTime earliest(core::MonoTime now) const;  // not after now: go
  void made(core::MonoTime now);

 private:
  std::size_t count_max_;
  core::Micros window_;
  std::vector<core::MonoTime> made_;
};

}  // namespace wick::policy
