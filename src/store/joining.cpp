#include "store/joining.hpp"

#include <algorithm>
#include <span>
#include <utility>

namespace wick::store {
namespace {

core::UtcTime hour_of(core::UtcTime t) {
  return std::chrono::floor<std::chrono::hours>(t);
}

bool follows(const TailEntry& next, const TailEntry& last) {
  if (!next.holes.empty() || !last.holes.empty()) return false;
  if (next.rows.empty() || last.rows.empty()) return false;
  const core::Source& a = last.source;
  const core::Source& b = next.source;
  return a.mark() == b.mark() && a.object == b.object && a.checksum == b.checksum &&
         a.untidy == b.untidy && hour_of(a.fetched) == hour_of(b.fetched) &&
         last.rows.open_time(last.rows.size() - 1) < next.rows.open_time(0);
}

TailEntry one_of(std::span<TailEntry> run) {
  TailEntry& first = run.front();
  if (run.size() == 1) return std::move(first);
  core::ChunkBuilder rows;
  for (const TailEntry& entry : run) {
    first.source.fetched = std::max(first.source.fetched, entry.source.fetched);
    for (std::size_t row = 0; row < entry.rows.size(); ++row) rows.push(entry.rows.bar(row));
  }
  return {
      std::move(first.source), std::move(rows).finish(first.rows.tier(), first.rows.mark()), {}};
}

}  // namespace

std::vector<TailEntry> joined(std::vector<TailEntry> entries) {
  std::vector<TailEntry> all;
  for (std::size_t begin = 0; begin < entries.size();) {
    std::size_t end = begin + 1;
    while (end < entries.size() && follows(entries[end], entries[end - 1])) ++end;
    all.push_back(one_of(std::span(entries).subspan(begin, end - begin)));
    begin = end;
  }
  return all;
}

}  // namespace wick::store
