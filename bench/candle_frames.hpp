// Frames of 1m candles of made-up USD-M symbols, and what becomes of them when a client prints
// them.
//
// Each frame of a symbol has a number of its own, from 1. It stands where the count of trades does,
// which every client passes on, so that a printed line tells which frame it was.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace wick::bench {

inline constexpr std::int64_t kMinuteMillis = 60'000;

struct Frame {
  unsigned symbol{};  // below 10,000
  unsigned number{};
  std::int64_t said{};  // in milliseconds
  std::int64_t open_time{};
  bool closed{};
};
[[nodiscard]] std::string text_of(const Frame& frame);

[[nodiscard]] std::string symbol_name(unsigned symbol);  // "S0007USDT"
[[nodiscard]] std::string stream_name(unsigned symbol);

struct Told {
  unsigned symbol{};
  unsigned number{};
};
// Nothing: the line is of something else.
[[nodiscard]] std::optional<Told> told_by(std::string_view line);

}  // namespace wick::bench
