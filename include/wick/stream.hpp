// Live candles of many series as they close: in order, each once, and without a gap.
//
// A Stream listens on a thread of its own. What it has heard waits for the reader in a queue of
// bounded length; while that is full nothing more is read from the venue, and what is missed by
// that comes from history. A candle that closed is never lost. After fork() a stream belongs to the
// parent: the child gets an error from it, and opens its own.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "wick/time.hpp"

namespace wick {

namespace api {
class StreamDesk;
}

// Words mean what they mean on the command line of `wick stream`.
struct StreamRequest {
  std::vector<std::string> symbols{};  // of one market, in any case; repeated ones count once
  std::string market{"spot"};          // or futures_usdt (um), futures_coin (cm)
  std::string interval{};              // 1s 1m ... 1d 3d 1w 1M; nothing: 1m
  std::optional<Time> since{};         // begin with history; nothing: with the candle under way
  bool forming{};                      // the candle under way, too, as often as it changes
  bool keep{true};                     // lay closed candles down in the cache
};

struct Candle {
  enum class Kind : std::uint8_t {
    kClosed,   // the next one of its series
    kRevised,  // one that was told closed already, with other values: the later word counts
    kForming,  // under way, as it stands; a slow reader sees the latest alone
    kHole,     // the venue has no candle there: times, and no values
  };
  std::string symbol{};
  Kind kind{};
  Time open_time{};
  double open{};
  double high{};
  double low{};
  double close{};
  double volume{};
  Time close_time{};  // the last microsecond inside
  double quote_asset_volume{};
  std::int64_t count{};
  double taker_buy_volume{};
  double taker_buy_quote_volume{};
  std::string source{};      // the tier that brought it: STREAM, or CACHE, BULK, REST
  std::uint32_t revision{};  // counts the tellings of a closed candle, from 0
};

// Any number of threads may read and close one; each candle goes to one of them.
class WICK_API Stream {
 public:
  explicit Stream(std::unique_ptr<api::StreamDesk> desk);  // see Client::stream
  ~Stream();                                               // closes
  Stream(Stream&& other) noexcept;
  Stream& operator=(Stream&& other) noexcept;

  // The next candle; nothing when none has come within `patience`. An error is the end: kSymbol
  // where the venue has none of the symbols, kCancelled once it is closed.
  [[nodiscard]] Result<std::optional<Candle>> next(Micros patience);

  // Readable, as poll() understands it, while next() would not wait. For event loops: it is looked
  // at and never read. Lives as long as this.
  [[nodiscard]] int descriptor() const;

  void stop();   // whoever waits is told at once, and the thread is told to end
  void close();  // likewise, and returns when it has ended and all it told is kept

  [[nodiscard]] const std::vector<std::string>& symbols() const;  // canonical, each once
  [[nodiscard]] const std::string& interval() const;

  // There is no such symbol; the others go on.
  struct Refusal {
    std::string symbol{};
    Error error{};
  };
  [[nodiscard]] std::vector<Refusal> refused() const;

 private:
  std::unique_ptr<api::StreamDesk> desk_;
};

}  // namespace wick
