#include "core/series.hpp"

#include <algorithm>
#include <iterator>
#include <utility>

namespace wick::core {
namespace {

UtcTime first(const Chunk& chunk) {
  return chunk.open_time(0);
}
UtcTime last(const Chunk& chunk) {
  return chunk.open_time(chunk.size() - 1);
}

// Consecutive rows that come from the same chunk leave as one slice of it.
class Runs {
 public:
  explicit Runs(std::vector<Chunk>& out) : out_(out) {}

  void take(const Chunk& chunk, std::size_t row) {
    if (chunk_ != &chunk || end_ != row) flush();
    if (chunk_ == nullptr) {
      chunk_ = &chunk;
      begin_ = row;
    }
    end_ = row + 1;
  }
  void flush() {
    if (chunk_ != nullptr) out_.push_back(chunk_->rows(begin_, end_));
    chunk_ = nullptr;
  }

 private:
  std::vector<Chunk>& out_;
  const Chunk* chunk_{nullptr};
  std::size_t begin_{};
  std::size_t end_{};
};

UtcTime open_time(const Chunk& chunk, std::size_t row) {
  return row < chunk.size() ? chunk.open_time(row) : kFarFuture;
}

}  // namespace

void Series::merge(const Chunk& ours, const Chunk& theirs, std::vector<Chunk>& out) {
  const bool theirs_win = beats(theirs.mark(), ours.mark());
  const bool equal_rank = !theirs_win && !beats(ours.mark(), theirs.mark());
  Runs runs(out);
  std::size_t i = 0;
  std::size_t j = 0;
  while (i < ours.size() || j < theirs.size()) {
    const UtcTime at = std::min(open_time(ours, i), open_time(theirs, j));
    const bool we_have = open_time(ours, i) == at;
    const bool they_have = open_time(theirs, j) == at;
    const bool both = we_have && they_have;
    if (both && equal_rank && ours.bar(i) != theirs.bar(j)) conflicts_.push_back(at);
    if (we_have && !(both && theirs_win)) {
      runs.take(ours, i);
    } else {
      runs.take(theirs, j);
    }
    i += we_have ? 1 : 0;
    j += they_have ? 1 : 0;
  }
  runs.flush();
}

void Series::add(Chunk chunk) {
  if (chunk.empty()) return;
  const auto begin = std::ranges::lower_bound(chunks_, first(chunk), {}, last);
  const auto end = std::ranges::upper_bound(begin, chunks_.end(), last(chunk), {}, first);

  std::vector<Chunk> merged;
  for (auto ours = begin; ours != end; ++ours) {
    const auto next = std::next(ours);
    const UtcTime until = next == end ? kFarFuture : first(*next);
    merge(*ours, chunk.within({UtcTime::min(), until}), merged);
    chunk = chunk.within({until, kFarFuture});
  }
  if (!chunk.empty()) merged.push_back(std::move(chunk));
  const auto at = chunks_.erase(begin, end);
  chunks_.insert(at, std::make_move_iterator(merged.begin()),
                 std::make_move_iterator(merged.end()));
}

std::size_t Series::rows() const {
  std::size_t sum = 0;
  for (const Chunk& chunk : chunks_) sum += chunk.size();
  return sum;
}

std::map<Tier, std::size_t> Series::rows_by_tier() const {
  std::map<Tier, std::size_t> rows;
  for (const Chunk& chunk : chunks_) rows[chunk.tier()] += chunk.size();
  return rows;
}

RangeSet Series::covered(const Grid& grid) const {
  RangeSet covered;
  for (const Chunk& chunk : chunks_) covered.add(core::covered(chunk.columns(), grid));
  return covered;
}

std::vector<Bar> Series::bars() const {
  std::vector<Bar> bars;
  bars.reserve(rows());
  for (const Chunk& chunk : chunks_) {
    for (std::size_t row = 0; row < chunk.size(); ++row) bars.push_back(chunk.bar(row));
  }
  return bars;
}

}  // namespace wick::core
