// What is said between us and a bridge, and what it means to the owner of the feed.
//
// Pure: lines in, events and lines out. It lasts over restarts of the program, so that what was
// subscribed to and what was told stay right.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "feed/bridge/message.hpp"
#include "feed/bridge/murmur.hpp"
#include "feed/bridge/questions.hpp"
#include "feed/mask.hpp"
#include "feed/symbol_table.hpp"

namespace wick::feed::bridge {

class Conversation {
 public:
  using Out = std::vector<port::FeedEvent>;
  struct Options {
    Mask mask{};  // over all that is for people
    core::Micros answer_max{};
    core::Micros note_every{};
  };
  explicit Conversation(const Options& options)
      : reader_(options.mask),
        questions_(options.answer_max),
        odd_(options.note_every),
        remarks_(options.note_every, kRemarksAtOnce) {}

  void subscribe(std::vector<std::string> symbols);
  [[nodiscard]] port::FeedHistory& history() { return questions_; }

  // What becomes of the program after a line.
  enum class Course : std::uint8_t { kOn, kAnew, kOver };
  struct Instant {
    core::UtcTime utc;
    core::MonoTime mono;
  };
  Course hear(std::string_view line, Instant at, Out& out);
  [[nodiscard]] const std::string& why() const { return why_; }  // it is not kOn
  [[nodiscard]] const std::optional<base::Error>& error() const { return error_; }

  // The program is gone.
  void broke(const std::string& why, Out& out);

  // The next line for the bridge, where one is due.
  [[nodiscard]] std::optional<std::string> next(core::Now now);
  [[nodiscard]] core::MonoTime due() const;

  [[nodiscard]] bool met() const { return met_; }
  [[nodiscard]] bool up() const { return told_ != port::FeedState::kDown; }
  [[nodiscard]] const std::string& name() const { return name_; }

 private:
  static constexpr int kRemarksAtOnce = 20;  // in options.note_every

  void take(Hello& hello, Instant at, Out& out);
  void take(Instruments& offer, Instant at, Out& out);
  void take(Quoted& quoted, Instant at, Out& out);
  void take(State& state, Instant at, Out& out);
  void take(Subscribed& done, Instant at, Out& out);
  void take(Refused& refused, Instant at, Out& out);
  void take(Page& page, Instant at, Out& out);
  void take(Failure& failure, Instant at, Out& out);
  void take(Pong& pong, Instant at, Out& out);
  void take(Remark& said, Instant at, Out& out);
  void take(Bye& bye, Instant at, Out& out);
  void take(Unknown& unknown, Instant at, Out& out);

  void settle(core::UtcTime at, Out& out);
  void turn(port::FeedState state, core::UtcTime at, Out& out);
  void odd(const std::string& what, Instant at, Out& out);
  void remark(const std::string& text, Instant at, Out& out);
  void start_anew(const std::string& why);
  void end(std::optional<base::Error> error);

  Reader reader_;
  Questions questions_;
  Murmur odd_;
  Murmur remarks_;
  std::string name_{"bridge"};

  bool met_{};
  bool offered_{};
  port::FeedState venue_{port::FeedState::kDown};  // as the bridge says
  std::string reason_;                             // of that state

  SymbolTable symbols_;
  bool unsent_{};         // the bridge has not been told of them
  std::int64_t asked_{};  // the last subscription that was sent
  std::int64_t kept_{};   // and the last that the bridge has made good

  port::FeedState told_{port::FeedState::kDown};
  core::UtcTime last_told_{};  // the instant of the last tick or turn
  core::UtcTime last_good_{};

  Course course_{Course::kOn};
  std::string why_;
  std::optional<base::Error> error_;
};

}  // namespace wick::feed::bridge
