// One connection of a Line: how far it has come, what it has heard, and when something is due.
//
// It keeps the account of one connection; what follows from it for others is the Line's affair. It
// moves as link_moves.hpp says and in no other way.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include "core/time.hpp"
#include "policy/link_moves.hpp"
#include "policy/link_pace.hpp"

namespace wick::policy {

using LinkId = std::uint32_t;

// Why a link is left. One that is hushed, sent away or near its end retires for that reason, and is
// closed for another: it is relieved.
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

class Link {
 public:
  struct Terms {
    std::size_t batches{1};       // messages it takes to subscribe to all
    std::size_t messages_max{1};  // ours in a second, pongs included
    core::Micros connect_max{};
    core::Micros answer_max{};
    core::Micros deaf_max{};  // not a byte
    core::Micros life{};      // then it should be relieved
  };
  struct Due {
    core::MonoTime at;
    Leave why{};
  };

  Link(LinkId id, const Terms& terms, core::MonoTime now);

  [[nodiscard]] LinkId id() const { return id_; }
  [[nodiscard]] LinkState state() const { return state_; }
  [[nodiscard]] bool delivers() const;  // it is subscribed to everything
  [[nodiscard]] std::size_t next_batch() const { return sent_.size(); }
  [[nodiscard]] core::MonoTime heard() const { return heard_; }
  [[nodiscard]] bool doubted() const { return doubted_.has_value(); }
  [[nodiscard]] std::optional<Leave> leaving() const { return leaving_; }

  // When it must be closed. Each byte that comes puts it off.
  [[nodiscard]] Due leave() const;
  // When the next message of subscription may go; nothing: there is none to send.
  [[nodiscard]] std::optional<core::MonoTime> send_at() const;
  // When a speaking link wants a successor.
  [[nodiscard]] Due follow(core::Micros patience) const;
  [[nodiscard]] core::MonoTime hushed(core::Micros patience) const;
  // It has kept its promise: data for `with_data`, or at least the line for `without`.
  struct Proof {
    core::Micros with_data{};
    core::Micros without{};
  };
  [[nodiscard]] bool proven(const Proof& proof, core::MonoTime now) const;

  void opened(core::MonoTime now);
  void sent(core::MonoTime now);
  void accepted(core::MonoTime now);
  void refused(core::MonoTime now);
  void heard_data(core::MonoTime now);
  void heard_ping(core::MonoTime now);
  void sent_away(core::MonoTime now);
  void doubt(core::MonoTime successor_at);
  void followed(Leave why);
  void over(LinkEvent event);

 private:
  void move(LinkEvent event);

  LinkId id_;
  Terms terms_;
  LinkState state_{LinkState::kConnecting};
  core::MonoTime born_;
  core::MonoTime heard_;   // its last byte
  core::MonoTime spoken_;  // its last data, or when it began to speak
  core::MonoTime speaks_since_;
  bool data_{};  // since then
  std::vector<core::MonoTime> sent_;
  std::size_t accepted_{};
  Pace pace_;
  std::optional<Due> doomed_;
  std::optional<core::MonoTime> doubted_;
  std::optional<Leave> leaving_;
};

}  // namespace wick::policy
