// One WebSocket connection to the simulated exchange, without the socket.
//
// Told what the client sends and what time it is, it says what the exchange sends, and when it
// hangs up. The same calls always give the same frames. It keeps no promise about clocks that run
// backwards. A session belongs to one thread, and so does the tape it reads.
#pragma once

#include <cstdint>
#include <deque>
#include <map>
#include <memory>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "sim/stream/control.hpp"
#include "sim/stream/feed.hpp"
#include "sim/stream/route.hpp"
#include "sim/stream/stream_options.hpp"

namespace wick::sim {

struct Frame {
  enum class Kind : std::uint8_t {
    kEvent,
    kReply,
    kPing,
    kClose,
    kReset,    // no frame: the connection breaks; of a FatedSession only
    kSilence,  // no frame: the connection stays, and nothing comes any more; likewise
  };

  Kind kind{};
  Micros time{};
  std::string text;      // JSON; of a ping its payload; of a close the reason
  std::uint16_t code{};  // of a close
  std::string stream;    // of an event
  bool closing{};        // the last word on a candle
  std::string rough{};   // then also the text as it was before the candle's last trade
};

class StreamSession {
 public:
  // The tape must outlive the session.
  StreamSession(TradeTape& tape, Route route, StreamOptions options, Micros now);

  // What the client sent. Each may be one message too many.
  [[nodiscard]] std::vector<Frame> on_text(std::string_view text, Micros now);
  [[nodiscard]] std::vector<Frame> on_ping(Micros now);
  [[nodiscard]] std::vector<Frame> on_pong(std::string_view payload, Micros now);

  // All frames due up to now, in order of time; ends with a close where that is due.
  [[nodiscard]] std::vector<Frame> poll(Micros now);

  // When poll() may next have something to say; kNever after a close.
  [[nodiscard]] Micros next_due() const;

  // The notice that the server goes away. The connection stays until someone ends it.
  [[nodiscard]] Frame shutdown_notice(Micros now) const;
  // The same, and that much later the session hangs up.
  [[nodiscard]] Frame shut_down(Micros now, Micros notice);

  [[nodiscard]] bool closed() const { return closed_; }
  [[nodiscard]] bool misused() const { return misused_; }  // closed for the client's excesses

 private:
  struct Subscription {
    std::uint64_t number{};      // order of equals
    std::unique_ptr<Feed> feed;  // nothing: acknowledged and silent
  };
  using Subscriptions = std::map<std::string, Subscription, std::less<>>;
  using Due = std::pair<Micros, std::uint64_t>;

  [[nodiscard]] bool too_many_messages(Micros now);
  [[nodiscard]] std::string obey(const Control& control, Micros now);
  [[nodiscard]] std::string list() const;
  void subscribe(const std::string& name, Micros now);
  void unsubscribe(const std::string& name);

  void step_feeds(std::vector<Frame>& out, Micros until);
  void ping(std::vector<Frame>& out);
  [[nodiscard]] Micros hang_up_at() const;
  [[nodiscard]] std::string expiry() const;
  [[nodiscard]] Frame close(Micros at, std::string why);
  [[nodiscard]] Frame close_misused(Micros at, std::string why);
  [[nodiscard]] std::string wrapped(std::string_view stream, std::string json) const;

  TradeTape& tape_;
  Route route_;
  StreamOptions options_;
  bool combined_{};
  bool closed_{}, misused_{}, shutting_down_{};
  Micros ends_at_{};
  Micros next_shutdown_{kNever};
  Micros crowded_at_{kNever};  // one stream too many

  std::deque<Micros> heard_;  // messages of the last second
  Micros next_ping_{};
  std::deque<Micros> pings_;  // unanswered, oldest first

  Subscriptions subscriptions_;
  std::uint64_t numbers_{};
  std::map<Due, Subscriptions::iterator> due_;
};

}  // namespace wick::sim
