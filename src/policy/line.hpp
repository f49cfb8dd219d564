// Who speaks for a set of streams: one connection, and two while one relieves the other.
//
// A Line is told what happens on its links and says what to do about them. It opens a link,
// subscribes within the venue's limits, watches that it is alive and that it speaks, and opens the
// next one before the last is cut: the old link goes on until the new one has subscribed. It never
// gives up. It reads no clock and does no I/O; the same reports always lead to the same steps.
//
// Attempts that fail wait longer and longer, each on the next host. The count starts anew once a
// link has spoken for a while; a link that is lost then is opened again at once, the first time.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <variant>
#include <vector>

#include "core/stream.hpp"
#include "core/time.hpp"
#include "policy/link.hpp"
#include "policy/link_pace.hpp"

namespace wick::policy {

class Line {
 public:
  struct Options {
    core::StreamLimits limits{};
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

  // Somebody knows that there was something to hear, and it was not heard. Who doubts again and
  // again is heeded less and less often.
  void doubted(core::MonoTime now);

  // The link that was asked for cannot be opened before then: others were opened lately.
  void postpone(core::MonoTime until);

  [[nodiscard]] bool speaking() const;  // a link is subscribed to everything
  [[nodiscard]] std::optional<LinkState> state(LinkId link) const;  // nothing: it is gone
  [[nodiscard]] std::size_t links() const;                          // at most two
  [[nodiscard]] std::optional<Leave> leaving(LinkId link) const;    // why it retires

 private:
  struct Change {
    core::MonoTime at;
    std::size_t host{};
    std::optional<Leave> why;  // of the link that is followed
  };
  [[nodiscard]] std::optional<Change> change() const;
  [[nodiscard]] Link::Due leave(const Link& link) const;
  [[nodiscard]] core::MonoTime wake() const;
  [[nodiscard]] Link* find(LinkId id);
  [[nodiscard]] const Link* find(LinkId id) const;
  [[nodiscard]] Link::Terms terms() const;
  [[nodiscard]] bool proven(const Link& link, core::MonoTime now) const;
  [[nodiscard]] std::size_t next_host() const { return (host_ + 1) % options_.hosts; }
  [[nodiscard]] core::Micros most_quiet() const;
  [[nodiscard]] core::Micros drawn(core::Micros most, std::uint64_t draw) const;
  core::MonoTime again(core::MonoTime now, core::Micros first);
  void end(LinkId id, LinkEvent event, core::MonoTime at);

  Options options_;
  std::vector<Link> links_;  // oldest first
  LinkId next_id_{1};
  std::size_t host_{0};                               // of the next link
  core::MonoTime not_before_{core::MonoTime::min()};  // the next link
  std::size_t failures_{0};                           // since a link was proven
  std::uint64_t draws_{0};
  core::Micros patience_;
};

// How often connections are opened from here, over all lines.
using ConnectPace = Pace;

}  // namespace wick::policy
