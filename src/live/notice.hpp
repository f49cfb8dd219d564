// What happens on the way of a stream, for a log and for people.
#pragma once

#include <cstdint>
#include <string>

namespace wick::live {

struct Notice {
  enum class Kind : std::uint8_t {
    kConnected,
    kLeft,     // a connection, by our own will
    kLost,     // a connection, by theirs
    kFilling,  // candles are fetched from history
    kFilled,
    kUnfilled,  // history could not; it is tried again
    kRefused,   // nobody will ever have that series; it is left out from now on
    kOdd,       // a frame that breaks the venue's format, or a request it did not take
    kDiffers,   // history has another bar than the one that was told
    kAlarm,     // the market is not as its calendar says; told anew while that lasts
    kAlarmOver,
    kUnfinished,  // a feed has ended, and a minute with it
  };
  Kind kind{};
  std::string text;  // "BTCUSDT: 12 candles from history"
};

}  // namespace wick::live
