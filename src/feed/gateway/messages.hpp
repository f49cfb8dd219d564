// What a broker's gateway says (docs/formats/gateway.md), read from its JSON.
//
// Total: any bytes are a message, one that is passed over, or an error that is safe to print.
// Refuses prices that are no positive numbers, times outside this century, bars that are out of
// order, outside what was asked for, or whose high is not the highest.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "base/result.hpp"
#include "core/quote.hpp"
#include "core/time.hpp"
#include "port/feed.hpp"

namespace wick::feed::gateway {

struct Subscribed {
  struct Refusal {
    std::string instrument, text;
  };
  std::vector<std::string> instruments;
  std::vector<Refusal> refused;
};
struct Session {
  bool open{};
  core::UtcTime now{};
};
struct Tick {
  std::string_view instrument;  // until the next text is read
  core::UtcTime time{};
  double bid{}, ask{};
  std::int64_t number{};  // in its minute
};
struct Unknown {};  // a word of tomorrow
using Message = std::variant<Unknown, Subscribed, Session, Tick>;

struct CandlePage {
  std::vector<core::HistoryBar> bars;
  core::UtcTime now{};
  bool more{};
};

class Reader {
 public:
  Reader();
  ~Reader();
  Reader(const Reader&) = delete;
  Reader& operator=(const Reader&) = delete;

  [[nodiscard]] base::Result<Message> message(std::string_view text);
  [[nodiscard]] base::Result<std::vector<port::FeedInstrument>> instruments(std::string_view text);
  // Of an answer to that question.
  [[nodiscard]] base::Result<CandlePage> candles(std::string_view text,
                                                 const port::FeedHistoryAsk& ask);
  // The "error" of an answer, and its "text", fit to print; empty where it has none.
  struct Complaint {
    std::string error, text;
  };
  [[nodiscard]] Complaint complaint(std::string_view text);

 private:
  struct State;
  std::unique_ptr<State> state_;
};

[[nodiscard]] std::string subscribe_text(const std::vector<std::string>& instruments);

}  // namespace wick::feed::gateway
