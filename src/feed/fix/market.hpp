// Quotes of a venue that speaks FIX as FXCM does: what is asked for, and what the answers mean.
//
// A machine above the session: it hears the application's messages and says what to send. Each
// symbol is asked for in a request of its own, so that one refusal is one symbol's. Quotes are told
// in the order of their receipt; of those that come before all symbols are answered for, the last
// of each symbol, once the state is told. The time of a tick is the entry's own (272 and 273, whose
// resolution is a second), but never later than the message was sent (52) and never earlier than
// the last tick of its symbol; where the venue's clock is not UTC it is the time of sending.
// Messages that were sent before (43=Y) tell no quotes: those are over.
//
// A symbol that the venue refuses before its first quote is not there. One that had quotes is lost:
// the state is down, and it is asked for again and again; given up it is only after some refusals
// in a row, and never where it is the last one.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "feed/fix/message.hpp"
#include "feed/fix/message_writer.hpp"
#include "feed/symbol_table.hpp"
#include "port/feed.hpp"

namespace wick::feed::fix {

class Market {
 public:
  using Events = std::vector<port::FeedEvent>;
  using Requests = std::vector<Body>;
  using Shown = std::function<std::string(std::string_view)>;  // a stranger's text, made harmless

  explicit Market(Shown shown) : shown_(std::move(shown)) {}

  void subscribe(std::vector<std::string> symbols);  // asked for with the next step

  void logged_on(core::Now now);
  void logged_off(core::UtcTime at, const std::string& why, Events& events);
  void missed(core::UtcTime at, const std::string& why, core::UtcTime now, Events& events);
  void overlooked();  // some of our requests: all are made anew

  void received(const Message& message, core::UtcTime at, Events& events);

  // Adds what is to be sent.
  void step(core::Now now, Events& events, Requests& requests);
  [[nodiscard]] core::MonoTime wake() const;

  [[nodiscard]] std::uint64_t odd() const { return odd_; }  // messages that meant nothing to us

 private:
  enum class Phase { kOff, kAsking, kWaiting, kOn };  // waiting: for the venue's state
  struct Subscription {
    std::string symbol;
    std::string request{};  // empty: not made yet
    bool answered{};
    std::optional<double> bid{};
    std::optional<double> ask{};
    std::optional<core::Tick> last{};
    bool held{};     // the last one, until the state is told
    int refusals{};  // since its last quote
    bool gone{};     // given up
  };
  struct Quoted {  // by one message
    bool any{};
    std::optional<core::UtcTime> said{};  // when, by the venue
  };

  void ask_for_status(core::Now now, Requests& requests);
  void ask_for_quotes(core::Now now, Requests& requests);
  [[nodiscard]] static Body quote_request(const Subscription& wanted, int kind);
  void tell_turn(core::UtcTime at, const std::string& why, Events& events);
  void tell_held(Events& events);
  [[nodiscard]] bool all_answered() const;
  [[nodiscard]] std::string unanswered() const;

  void hear_quote(const Message& message, core::UtcTime at, Events& events);
  [[nodiscard]] static Quoted hear_sides(const Message& message, Subscription& of);
  void tell_quote(std::size_t symbol, const core::Tick& tick, bool first, Events& events);
  [[nodiscard]] core::UtcTime time_of(const Message& message, std::optional<core::UtcTime> said,
                                      const Subscription& of, core::UtcTime at) const;
  void hear_status(const Message& message, core::UtcTime at, Events& events);
  void hear_params(const Message& message);
  void hear_refusal(const Message& message, int id_tag, core::UtcTime at, Events& events);
  [[nodiscard]] bool is_worth_a_try(const Subscription& one) const;
  void lose(Subscription& one, core::UtcTime at, const std::string& why, Events& events);
  void plan_asking_again(core::Now now);
  void note(const std::string& text, Events& events) const;

  Shown shown_;
  Phase phase_{Phase::kOff};
  port::FeedState told_{port::FeedState::kDown};
  port::FeedState venue_{port::FeedState::kOpen};
  bool venue_speaks_utc_{true};
  bool offered_{};
  bool changed_{};                                   // there is something to ask for
  core::MonoTime deadline_{core::MonoTime::max()};   // for the answers that are missing
  int lost_{};                                       // refusals in a row of one that had quotes
  core::MonoTime ask_again_{core::MonoTime::max()};  // for it; planned with the next step
  bool plans_{};
  std::int64_t requests_made_{};
  std::uint64_t odd_{};
  std::string day_end_;
  SymbolTable table_;
  std::vector<Subscription> subscriptions_;  // in the order of the table
  std::vector<Subscription> dropped_;        // still known to the venue
};

}  // namespace wick::feed::fix
