// What happens to a WebSocket connection and its frames: the faults of streams, as plain values.
//
// The WebSocket side asks once per handshake and once per data frame it is about to send, and does
// what the answer says. Replies to control messages and pings are never asked about.
#pragma once

#include <cstdint>
#include <string>

#include "sim/http.hpp"

namespace wick::sim {

enum class StreamMoment : std::uint8_t {
  kHandshake,  // the upgrade request was read, nothing was answered yet
  kFrame,      // a data frame is about to be sent
};

struct StreamEvent {
  StreamMoment moment{};
  Host host{};
  std::string client;          // address, as in Request
  std::string target;          // path and query of the handshake
  std::string stream;          // "btcusdt@kline_1m"; empty at the handshake
  bool closing{};              // a kline frame with "x":true
  std::int64_t frames_sent{};  // data frames this connection has sent so far
};

// All members are independent, except that a refusal, reset or close ends the connection.
struct StreamFate {
  int refuse_status{};             // handshake: this HTTP status instead of 101; 0: accept
  std::int64_t retry_after_s{-1};  // of a refusal; negative: it does not say
  bool reset{};                    // RST, no close frame
  int close_code{};                // a close frame with this code, then an orderly end; 0: none
  bool silent{};                   // from now on nothing is sent here, pings and replies included
  bool mute{};                     // from now on no data frame is sent, but pings and replies are
  Micros shutdown{-1};  // serverShutdown is sent, and so much later the close; negative: no
  bool drop{};          // this frame is never sent
  bool rough{};  // a closing frame: first as it was before its last trade, then, delayed, the truth
  Micros delay{};  // before the 101, or for this frame; later frames may overtake it
  int copies{1};   // how often this frame is sent, one right after the other
};

}  // namespace wick::sim
