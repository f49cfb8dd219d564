// Where a bar is wanted and none is to be had, and why.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/time.hpp"

namespace wick::core {

enum class Cause : std::uint8_t {
  kNoBarAtSource,  // archive and API were asked, and neither has a bar there
  kNotFetched,     // nobody who may have it could be asked, or answered
  kDelisted,       // after the last bar of a symbol that is traded no more
  kMarketClosed,   // by the calendar of its market
};
[[nodiscard]] std::string_view name(Cause cause);
[[nodiscard]] std::optional<Cause> parse_cause(std::string_view text);

// On a disk a settled hole is called no_bar_at_source, whatever its cause, so that each program
// that knows the files reads it; the words that its evidence begins with tell the rest.
inline constexpr std::string_view kDelistedWords = "delisted: ";
inline constexpr std::string_view kMarketClosedWords = "closed by the calendar ";
[[nodiscard]] std::string_view stored_name(Cause cause);
[[nodiscard]] std::optional<Cause> parse_stored(std::string_view text, std::string_view evidence);

struct Hole {
  TimeRange range;
  Cause cause{};
  std::string evidence;  // who said so; for people

  bool operator==(const Hole&) const = default;
};

[[nodiscard]] inline bool settled(const Hole& hole) {
  return hole.cause != Cause::kNotFetched;
}

// Neighbours of one cause and one evidence become one; the result is sorted.
[[nodiscard]] std::vector<Hole> join(std::vector<Hole> holes);

}  // namespace wick::core
