// All bars of one series that are known, one per instant, whoever brought them first.
#pragma once

#include <cstddef>
#include <map>
#include <vector>

#include "core/chunk.hpp"

namespace wick::core {

// Every bar enters by add(). For each instant the better bar stays (see Mark), so the order in
// which chunks arrive does not matter, and adding one twice changes nothing. Rows are never
// copied: where chunks overlap, they are sliced.
class Series {
 public:
  void add(Chunk chunk);

  [[nodiscard]] const std::vector<Chunk>& chunks() const { return chunks_; }  // in order, disjoint
  [[nodiscard]] std::size_t rows() const;
  [[nodiscard]] std::map<Tier, std::size_t> rows_by_tier() const;
  [[nodiscard]] RangeSet covered(const Grid& grid) const;  // instants that have a bar
  [[nodiscard]] std::vector<Bar> bars() const;             // copies: for tests and small answers

  // Instants where two bars of equal mark differed; the first one stands.
  [[nodiscard]] const std::vector<UtcTime>& conflicts() const { return conflicts_; }

 private:
  void merge(const Chunk& ours, const Chunk& theirs, std::vector<Chunk>& out);

  std::vector<Chunk> chunks_;
  std::vector<UtcTime> conflicts_;
};

}  // namespace wick::core
