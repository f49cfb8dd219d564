// What a bridge and we say to each other: one JSON object a line. docs/bridge.md has it in words.
//
// Reading is total: any text is a message or an error that is safe to print. Members and types that
// we do not know are passed over, so that a younger bridge can be understood.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "base/result.hpp"
#include "core/interval.hpp"
#include "core/quote.hpp"
#include "feed/mask.hpp"
#include "port/feed.hpp"

namespace wick::feed::bridge {

inline constexpr std::int64_t kProtocol = 1;

struct Hello {
  std::int64_t protocol{};
  std::string name;
  std::vector<core::Interval> history;  // which its history has; those unknown to us left out
};
struct Instruments {
  std::vector<port::FeedInstrument> all;
};
// The symbol is good until the next line is read.
struct Quoted {
  std::string_view symbol;
  double bid{};
  double ask{};
  double size{};
  std::optional<core::UtcTime> time;
};
struct State {
  port::FeedState state{};
  std::optional<core::UtcTime> since;  // of a loss: the last moment when all was well
  std::string why;
};
struct Subscribed {
  std::int64_t id{};
};
struct Refused {
  std::string symbol;
  std::string why;
};
struct Page {
  std::int64_t id{};
  std::optional<core::UtcTime> from;  // what it answers, up to the end of the question
  std::vector<core::HistoryBar> bars;
};
enum class Trouble : std::uint8_t {
  kNotReady,     // ask again later
  kNoData,       // nothing in that range
  kNoSymbol,     //
  kUnsupported,  // no such interval, or before its memory; of the bridge itself: it cannot work
                 // here
  kSession,      // the session has ended: start anew
  kRefused,      // the venue does not let us in
  kFailed,       // anything else that may pass
};
struct Failure {
  std::optional<std::int64_t> id;  // of the question; nothing: of the bridge itself
  Trouble trouble{};
  std::string why;
};
struct Pong {};
struct Remark {
  std::string text;
};
struct Bye {};
struct Unknown {};  // a type from the future

using Message = std::variant<Hello, Instruments, Quoted, State, Subscribed, Refused, Page, Failure,
                             Pong, Remark, Bye, Unknown>;

class Reader {
 public:
  explicit Reader(Mask mask = {});  // over all that is for people
  ~Reader();
  Reader(const Reader&) = delete;
  Reader& operator=(const Reader&) = delete;

  [[nodiscard]] base::Result<Message> read(std::string_view line);

 private:
  struct Parser;
  Mask mask_;
  std::unique_ptr<Parser> parser_;
};

[[nodiscard]] std::string hello_line();
[[nodiscard]] std::string subscribe_line(std::int64_t id, const std::vector<std::string>& symbols);
[[nodiscard]] std::string history_line(std::int64_t id, const port::FeedHistoryAsk& ask);
[[nodiscard]] std::string ping_line(std::int64_t id);

}  // namespace wick::feed::bridge
