// An answer: columns over memory that is kept alive, where they came from, and what is missing.
//
// Rows are never copied: a day mapped from the cache and a page just parsed are pieces of the same
// answer. Bars is a value, cheap to copy and to slice, and may go to any thread; the memory goes
// with the last of those that look at it. Only bars that exist are there: nothing is filled in.
#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "wick/request.hpp"

namespace wick {

// All of one length, in order of open_time. Times are microseconds since 1970, UTC.
struct Columns {
  std::span<const std::int64_t> open_time{};
  std::span<const double> open{};
  std::span<const double> high{};
  std::span<const double> low{};
  std::span<const double> close{};
  std::span<const double> volume{};
  std::span<const std::int64_t> close_time{};  // the last microsecond inside
  std::span<const double> quote_asset_volume{};
  std::span<const std::int64_t> count{};
  std::span<const double> taker_buy_volume{};
  std::span<const double> taker_buy_quote_volume{};
};

enum class Origin : std::uint8_t { kArchive = 1, kRest = 2, kStream = 3, kImport = 4, kFeed = 5 };

// Rows that lie together and came the same way.
struct Piece {
  Columns columns{};
  std::string source{};                  // the tier that answered: CACHE, BULK, REST, STREAM
  Origin origin{};                       // who first said so
  bool final{true};                      // false: still forming
  std::shared_ptr<const void> memory{};  // under the columns

  [[nodiscard]] std::size_t size() const { return columns.open_time.size(); }
};

struct Hole {
  Range range{};
  // Settled: no_bar_at_source, delisted, market_closed. Ask again: not_fetched.
  std::string cause{};
  std::string evidence{};  // who said so
  bool settled{};
};

class WICK_API Bars {
 public:
  struct Facts {
    Series series{};  // in canonical words
    Range range{};    // that was answered: aligned, and over by now
    std::vector<Hole> missing{};
    std::vector<TierFailure> failures{};
    std::vector<std::string> warnings{};  // values in conflict, bars that could not be kept
    int requests{};                       // data requests that it took
    Micros elapsed{};
    bool include_open{};  // was asked for
  };
  Bars() = default;
  Bars(std::shared_ptr<const Facts> facts, std::vector<Piece> pieces);

  [[nodiscard]] std::size_t size() const { return rows_; }
  [[nodiscard]] bool empty() const { return rows_ == 0; }
  [[nodiscard]] const std::vector<Piece>& pieces() const { return pieces_; }
  [[nodiscard]] const Facts& facts() const { return *facts_; }

  // Every wanted instant is a bar, or a hole that is known to be one.
  [[nodiscard]] bool complete() const;
  [[nodiscard]] std::map<std::string, std::size_t> sources() const;  // rows by tier

  // Rows [begin, end) over the same memory, cut to what there is.
  [[nodiscard]] Bars slice(std::size_t begin, std::size_t end) const;

 private:
  std::shared_ptr<const Facts> facts_{std::make_shared<const Facts>()};
  std::vector<Piece> pieces_;
  std::size_t rows_{0};
};

}  // namespace wick
