#include "venue/binance/archive_comparison.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <cstdint>
#include <string_view>
#include <utility>

#include "core/time_text.hpp"
#include "venue/binance/chart_format.hpp"
#include "venue/binance/endpoints.hpp"
#include "venue/binance/rate_limits.hpp"
#include "venue/binance/verdict.hpp"

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

// All that is said of the bar but its close time: the oldest files have irregular ones.
core::Bar values_of(core::Bar bar) {
  bar.close_time = {};
  return bar;
}

std::string text_of(const core::Bar& bar) {
  std::string text;
  for (const double value : {bar.open, bar.high, bar.low, bar.close, bar.volume, bar.quote_volume,
                             bar.taker_volume, bar.taker_quote_volume}) {
    std::array<char, 32> digits{};
    const auto end = std::to_chars(digits.data(), digits.data() + digits.size(), value).ptr;
    text.append(digits.data(), end);
    text += ",";
  }
  return text + std::to_string(bar.count);
}

std::string not_asked(const base::Error& why) {
  return "unverified, and REST could not be asked: " + why.what;
}

base::Error difference(const core::Bar& archive, const core::Bar& rest) {
  return {base::ErrorKind::kCorrupt, "differs from REST at " + core::to_iso(archive.open_time) +
                                         ": archive " + text_of(archive) + " REST " +
                                         text_of(rest)};
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
      grid_(core::grid_of(task_.id)),
      pages_(pages_to_compare(task_.rows, grid_, task_.name)) {}

std::optional<base::Result<std::string>> ArchiveComparison::step(core::Now now) {
  for (;;) {
    if (!asking_) {
      if (auto end = ask_next_page(now)) return end;
    }
    auto answer = asking_->step();
    if (!answer) return std::nullopt;
    requests_ += asking_->requests();
    asking_.reset();
    const std::int64_t weight = klines_weight(task_.id.market, grid_.count(page_));
    task_.rest->answered(weight, *answer ? &**answer : nullptr, now);
    if (!*answer) {
      task_.rest->learn(answer->error(), now);
      return not_asked(answer->error());
    }

    if (auto end = compare(*(*answer)->body)) return end;
  }
}

std::optional<base::Result<std::string>> ArchiveComparison::ask_next_page(core::Now now) {
  if (pages_.empty()) {
    if (compared_ == 0) return std::string("unverified, and REST has none of the rows drawn");
    return "agrees with REST in " + std::to_string(compared_) + " rows";
  }
  page_ = pages_.front();
  pages_.pop_front();
  const std::int64_t limit = grid_.count(page_);
  const std::int64_t weight = klines_weight(task_.id.market, limit);
  if (const auto closed = task_.rest->ask_at_once(weight, now)) return not_asked(*closed);
  const std::string path = klines_path(task_.id, page_, limit);
  asking_.emplace(BriefRequest::Task{.http = task_.http,
                                     .hosts = task_.hosts,
                                     .path = path,
                                     .what = path.substr(0, path.find('?')),
                                     .verdict = rest_verdict});
  return std::nullopt;
}

// A page that cannot be read is REST's trouble, and none of the object's.
std::optional<base::Result<std::string>> ArchiveComparison::compare(const std::string& body) {
  auto klines = page_format(task_.id.chart).read(body, rules_of(task_.id, page_));
  if (!klines) return not_asked(klines.error());
  const core::Chunk theirs = std::move(klines->rows).finish(core::Tier::kRest, {});
  const core::Chunk ours = task_.rows.within(page_);
  std::size_t row = 0;
  for (std::size_t i = 0; i < ours.size(); ++i) {
    const core::Bar mine = ours.bar(i);
    while (row < theirs.size() && theirs.open_time(row) < mine.open_time) ++row;
    if (row == theirs.size() || theirs.open_time(row) != mine.open_time) continue;
    const core::Bar other = theirs.bar(row);
    if (values_of(mine) != values_of(other)) return difference(mine, other);
    ++compared_;
  }
  return std::nullopt;
}

int ArchiveComparison::requests() const {
  return requests_ + (asking_ ? asking_->requests() : 0);
}

}  // namespace wick::venue::binance
