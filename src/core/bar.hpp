// Open, high, low, close and volume of one instrument over one interval.
#pragma once

#include <cstdint>
#include <string_view>

#include "core/time.hpp"

namespace wick::core {

// Who first said so; the numbers are written into files.
enum class Origin : std::uint8_t { kArchive = 1, kRest = 2, kStream = 3, kImport = 4, kFeed = 5 };

// Which tier answered just now. The cache is a place, not an origin.
// Listing never has bars: it knows since when there are any. Nor has turn: it waits until no other
// program is fetching the same.
enum class Tier : std::uint8_t { kCache, kBulk, kRest, kStream, kListing, kTurn };
[[nodiscard]] std::string_view name(Tier tier);  // CACHE, BULK, REST, STREAM, LISTING, TURN

// What decides between two bars of the same instant: final before forming, then the higher
// revision, then the more trusted origin. Equal marks with different values are a conflict.
struct Mark {
  bool final{true};
  std::uint32_t revision{};
  Origin origin{Origin::kRest};

  bool operator==(const Mark&) const = default;
};
[[nodiscard]] bool beats(const Mark& a, const Mark& b);

// One bar by itself: the currency of the live path. History moves chunks.
struct Bar {
  UtcTime open_time{};
  UtcTime close_time{};  // the last microsecond inside, as venues write it
  double open{};
  double high{};
  double low{};
  double close{};
  double volume{};
  double quote_volume{};
  std::int64_t count{};
  double taker_volume{};
  double taker_quote_volume{};

  bool operator==(const Bar&) const = default;
};

}  // namespace wick::core
