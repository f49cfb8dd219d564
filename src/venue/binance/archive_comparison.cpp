#include "venue/binance/archive_comparison.hpp"

#include <algorithm>
#include <cstdint>
#include <string_view>
#include <utility>

#include "venue/binance/row_comparison.hpp"

namespace wick::venue::binance {
namespace {

constexpr std::int64_t kPageBars = 10;
constexpr int kDrawnPages = 3;

// FNV-1a, and SplitMix64 to draw from it: numbers that only the name decides.
std::uint64_t seed_of(std::string_view name) {
  std::uint64_t hash = 0xcbf29ce484222325ULL;
  for (const char c : name) hash = (hash ^ static_cast<unsigned char>(c)) * 0x100000001b3ULL;
  return hash;
}
std::uint64_t draw(std::uint64_t& state) {
  state += 0x9e3779b97f4a7c15ULL;
  std::uint64_t x = state;
  x = (x ^ (x >> 30U)) * 0xbf58476d1ce4e5b9ULL;
  x = (x ^ (x >> 27U)) * 0x94d049bb133111ebULL;
  return x ^ (x >> 31U);
}

std::string not_asked(const base::Error& why) {
  return "unverified, and REST could not be asked: " + why.what;
}

}  // namespace

std::deque<core::TimeRange> pages_to_compare(const core::Chunk& rows, const core::Grid& grid,
                                             std::string_view name) {
  if (rows.empty()) return {};
  const core::TimeRange all{rows.open_time(0), grid.next(rows.open_time(rows.size() - 1))};
  const auto page_from = [&](core::UtcTime open, std::int64_t bars_before) {
    const auto begin = std::max(all.begin, grid.advance(open, -bars_before));
    return core::TimeRange{begin, std::min(all.end, grid.advance(begin, kPageBars))};
  };
  core::RangeSet chosen{page_from(all.begin, 0)};
  std::deque<core::TimeRange> pages{page_from(all.begin, 0)};
  const auto choose = [&](core::TimeRange page) {
    const core::RangeSet more = core::RangeSet{page}.minus(chosen);
    pages.insert(pages.end(), more.ranges().begin(), more.ranges().end());
    chosen.add(page);
  };
  choose(page_from(all.end, kPageBars));
  std::uint64_t state = seed_of(name);
  for (int i = 0; i < kDrawnPages; ++i) {
    choose(page_from(rows.open_time(draw(state) % rows.size()), kPageBars / 2));
  }
  return pages;
}

ArchiveComparison::ArchiveComparison(Task task)
    : task_(std::move(task)),
      pages_(pages_to_compare(task_.rows, core::grid_of(task_.id), task_.name)) {}

// A page that cannot be read is REST's trouble, and none of the object's.
std::optional<base::Result<std::string>> ArchiveComparison::step(core::Now now) {
  for (;;) {
    if (!asking_) {
      if (pages_.empty()) return remark();
      page_ = pages_.front();
      pages_.pop_front();
      asking_.emplace(RestSample::Task{task_.http, task_.hosts, task_.rest, task_.id, page_});
    }
    const auto theirs = asking_->step(now);
    if (!theirs) return std::nullopt;
    requests_ += asking_->requests();
    asking_.reset();
    if (!*theirs) return not_asked(theirs->error());
    const RowComparison comparison =
        compare_rows(task_.rows.within(page_), **theirs, Compared::kAllValues);
    if (comparison.different > 0) {
      return base::Error{base::ErrorKind::kCorrupt,
                         "differs from REST " + comparison.first_difference};
    }
    compared_ += comparison.rows;
  }
}

std::string ArchiveComparison::remark() const {
  if (compared_ == 0) return "unverified, and REST has none of the rows drawn";
  return "agrees with REST in " + std::to_string(compared_) + " rows";
}

int ArchiveComparison::requests() const {
  return requests_ + (asking_ ? asking_->requests() : 0);
}

}  // namespace wick::venue::binance
