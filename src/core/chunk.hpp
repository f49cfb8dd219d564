// Columns of bars over memory that somebody keeps alive: the currency of history.
//
// A chunk is a value that is cheap to copy and to slice. It never owns rows one by one, so a day
// mapped from a file, a parsed archive and a page of REST all travel the same way, uncopied.
#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <vector>

#include "core/bar.hpp"
#include "core/interval.hpp"
#include "core/range_set.hpp"
#include "core/time.hpp"

namespace wick::core {

// All spans have the same length; open_time ascends strictly. Times are microseconds since 1970.
struct Columns {
  std::span<const std::int64_t> open_time;
  std::span<const double> open;
  std::span<const double> high;
  std::span<const double> low;
  std::span<const double> close;
  std::span<const double> volume;
  std::span<const std::int64_t> close_time;
  std::span<const double> quote_volume;
  std::span<const std::int64_t> count;
  std::span<const double> taker_volume;
  std::span<const double> taker_quote_volume;
};

class Chunk {
 public:
  // `keep` keeps the memory under `columns` alive.
  Chunk(Columns columns, std::shared_ptr<const void> keep, Tier tier, Mark mark);

  [[nodiscard]] std::size_t size() const { return columns_.open_time.size(); }
  [[nodiscard]] bool empty() const { return columns_.open_time.empty(); }
  [[nodiscard]] const Columns& columns() const { return columns_; }
  [[nodiscard]] Tier tier() const { return tier_; }
  [[nodiscard]] const Mark& mark() const { return mark_; }

  [[nodiscard]] UtcTime open_time(std::size_t row) const;
  [[nodiscard]] Bar bar(std::size_t row) const;

  [[nodiscard]] Chunk rows(std::size_t begin, std::size_t end) const;  // the same memory
  [[nodiscard]] Chunk within(TimeRange range) const;                   // rows that open inside
  [[nodiscard]] Chunk marked(Mark mark) const;                         // the same rows otherwise

 private:
  Columns columns_;
  std::shared_ptr<const void> keep_;
  Tier tier_;
  Mark mark_;
};

// The instants for which the columns have a row.
[[nodiscard]] RangeSet covered(const Columns& columns, const Grid& grid);

// Rows being collected; finish() turns them into a chunk without copying.
class ChunkBuilder {
 public:
  void reserve(std::size_t rows);
  void push(const Bar& bar);  // in any order, and twice if need be: see settle_order()
  [[nodiscard]] std::size_t size() const { return open_time_.size(); }

  // Sorts by open time; of rows with the same one the last pushed stays. Returns what was odd.
  struct Oddities {
    std::size_t unsorted{};
    std::size_t duplicates{};
  };
  Oddities settle_order();

  [[nodiscard]] Chunk finish(Tier tier, Mark mark) &&;  // rows must be in order

 private:
  [[nodiscard]] Columns columns() const;

  std::vector<std::int64_t> open_time_;
  std::vector<double> open_;
  std::vector<double> high_;
  std::vector<double> low_;
  std::vector<double> close_;
  std::vector<double> volume_;
  std::vector<std::int64_t> close_time_;
  std::vector<double> quote_volume_;
  std::vector<std::int64_t> count_;
  std::vector<double> taker_volume_;
  std::vector<double> taker_quote_volume_;
};

}  // namespace wick::core
