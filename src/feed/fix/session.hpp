// One FIX 4.4 session with a venue, as a machine: logon, heartbeats, gaps, and coming back.
//
// It is told what happened and when, and says what is to be done. Sequence numbers begin anew with
// each logon. Messages of ours are never sent again: who asks for them is told to go on without,
// and the application is told too. What it missed itself it asks for, and does not wait for it.
// A refusal of the login for good ends it. The password is in the logon and in nothing else.
#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "base/error.hpp"
#include "feed/backoff.hpp"
#include "feed/fix/message.hpp"
#include "feed/fix/message_writer.hpp"
#include "feed/mask.hpp"

namespace wick::feed::fix {

struct SessionOptions {
  std::string sender{};
  std::string target{"FXCM"};
  std::string target_sub{};  // on every message, where there is one
  std::string user{};
  std::string password{};
  std::chrono::seconds heartbeat{30};
  core::Micros logon_max{std::chrono::seconds{15}};  // for the connection, and again for the logon
  policy::PlainBackoffOptions backoff{policy::kFxcmLoginBackoff};  // between tries
  core::Micros logon_every{};                           // at least, from one logon to the next
  core::Micros refused_wait{std::chrono::seconds{30}};  // at least, so that no account is locked
  std::uint64_t seed{};
  std::function<bool(core::UtcTime)> in_window{};  // none: always
};

struct Connect {};
struct Send {
  std::string bytes;
};
struct HangUp {};  // after what was sent
struct LoggedOn {};
struct Missed {  // what was said by the venue in between did not reach us
  core::UtcTime at{};
  std::string why;
};
struct Overlooked {};  // the venue has not got some of what the application sent
struct LoggedOff {
  core::UtcTime at{};  // when all was well last
  std::string why;
};
struct Noted {
  std::string text;
};
struct Ended {
  base::Error error;
};
using SessionAct =
    std::variant<Connect, Send, HangUp, LoggedOn, Missed, Overlooked, LoggedOff, Noted, Ended>;

class Session {
 public:
  using Acts = std::vector<SessionAct>;

  explicit Session(SessionOptions options);

  void step(core::Now now, Acts& acts);
  void connected(core::Now now, Acts& acts);
  void lost(const base::Error& error, core::Now now, Acts& acts);

  // Whether the message is the application's.
  [[nodiscard]] bool received(const Message& message, core::Now now, Acts& acts);

  void send(const Body& body, core::Now now, Acts& acts);  // the application's; while logged on

  void restart(const std::string& why, core::Now now, Acts& acts);  // hangs up, connects anew
  void leave(core::Now now, Acts& acts);                            // for good

  [[nodiscard]] core::MonoTime wake() const;
  [[nodiscard]] bool logged_on() const { return phase_ == Phase::kOn; }

  // What a stranger wrote, fit for a line of ours, and without the password.
  [[nodiscard]] std::string shown(std::string_view text) const;

 private:
  enum class Phase { kIdle, kConnecting, kLoggingOn, kOn, kOver };

  void step_idle(core::Now now, Acts& acts);
  void step_on(core::Now now, Acts& acts);
  [[nodiscard]] bool look_at_window(core::Now now);

  [[nodiscard]] std::string fault_of(const Message& message) const;
  void answer_to_logon(const Message& message, core::Now now, Acts& acts);
  void refused(const Message& message, core::Now now, Acts& acts);
  [[nodiscard]] bool in_order(const Message& message, core::Now now, Acts& acts);
  [[nodiscard]] bool dispatch(const Message& message, core::Now now, Acts& acts);
  void skip_to(const Message& message);
  void ask_again(std::int64_t seen, core::Now now, Acts& acts);
  void answer_resend(const Message& message, core::Now now, Acts& acts);

  void log_on(core::Now now, Acts& acts);
  void write(const Body& body, core::Now now, Acts& acts);
  [[nodiscard]] std::string with_header(const Body& body, std::int64_t number, core::Now now,
                                        std::string_view more = {}) const;
  void log_out(const std::string& why, core::Now now, Acts& acts);
  void fall(const std::string& why, core::Now now, Acts& acts, core::Micros wait_min = {});
  [[nodiscard]] core::Micros patience() const;

  SessionOptions options_;
  Mask mask_;
  Backoff backoff_;
  Phase phase_{Phase::kIdle};
  core::MonoTime not_before_{core::MonoTime::min()};
  core::MonoTime deadline_{};
  core::MonoTime window_check_{core::MonoTime::min()};
  bool outside_{};
  bool outside_told_{};
  std::int64_t next_out_{1};
  std::int64_t next_in_{1};
  std::int64_t last_request_{};  // the application's, by number
  core::Now heard_{};
  core::UtcTime last_well_{};  // before that
  core::MonoTime sent_{};
  core::MonoTime on_since_{};
  core::MonoTime logon_next_{core::MonoTime::min()};
  std::optional<core::MonoTime> tested_;
};

}  // namespace wick::feed::fix
