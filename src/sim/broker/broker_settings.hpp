// What a scenario may ask of the simulated broker: the "broker" of its head, as plain data.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "sim/market/market.hpp"

namespace wick::sim {

struct BrokerSettings {
  // Shares of ticks, in millionths.
  std::int64_t late_ticks{}, future_ticks{}, duplicate_ticks{}, unordered_ticks{};
  Micros late_by{3 * kSecond};      // told so much after their time
  Micros future_by{120 * kSecond};  // their time so far ahead

  // Of every connection, counted from its beginning.
  Micros silence_after{kNever}, silence_lasting{kNever};
  Micros drop_after{kNever};

  // History is not ready: a share of requests, at first, while the market is closed.
  std::int64_t history_not_ready{};
  Micros history_ready_after{};
  bool history_while_closed{true};
  Micros history_latency{};
  std::int64_t history_depth{300};    // bars of an answer at most
  std::int64_t history_per_minute{};  // of a client; more meet 429. 0: as many as it likes

  // Of FIX: every n-th message has the fault; 0: none.
  std::int64_t gap_every{}, wrong_checksum_every{};
  bool logon_refused{};
  std::vector<std::string> rejected{};  // instruments refused, in FIX and by the gateway; globs

  // Shares of candle files.
  std::int64_t files_missing{}, files_corrupt{}, files_truncated{}, files_utf16{}, files_crossed{};
};

}  // namespace wick::sim
