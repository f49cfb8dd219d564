#include "store/pruning.hpp"

#include <algorithm>
#include <map>
#include <utility>

namespace wick::store {
namespace {

void take(Expendable& group, const CensusFile& file) {
  group.files.push_back(file);
  group.bytes += file.facts.size;
  group.used = std::max(group.used, file.facts.used);
}

// The files of a census come with months first, so each day finds its month here.
void add_groups(const SeriesCensus& series, std::vector<Expendable>& groups) {
  std::map<core::UtcTime, std::size_t> months;
  for (const CensusFile& file : series.files) {
    if (!is_sealed(file.kind)) continue;
    const core::UtcTime month = core::month_of(file.period.range.begin).begin;
    const auto known = months.find(month);
    if (known == months.end()) {
      if (file.kind == FileKind::kMonth) months.emplace(month, groups.size());
      groups.push_back({series.id, {}, 0, {}});
    }
    take(known == months.end() ? groups.back() : groups[known->second], file);
  }
}

bool is_before(const Expendable& group, core::UtcTime before) {
  return std::ranges::all_of(
      group.files, [&](const CensusFile& file) { return file.period.range.end <= before; });
}

bool is_absent(const base::Error& error) {
  return error.kind == base::ErrorKind::kUnsupported;
}

}  // namespace

std::uint64_t bytes_of(const Census& census) {
  std::uint64_t bytes = 0;
  for (const SeriesCensus& series : census.series) bytes += series.bytes();
  return bytes;
}

std::vector<Expendable> plan_pruning(const Census& census, const PruneLimits& limits) {
  std::vector<Expendable> groups;
  for (const SeriesCensus& series : census.series) add_groups(series, groups);
  std::erase_if(groups, [&](const Expendable& group) { return !is_before(group, limits.before); });
  std::ranges::stable_sort(groups, {}, &Expendable::used);
  if (!limits.size_max) return groups;
  std::uint64_t bytes = bytes_of(census);
  std::size_t count = 0;
  for (; count < groups.size() && bytes > *limits.size_max; ++count) bytes -= groups[count].bytes;
  groups.resize(count);
  return groups;
}

base::Result<std::uint64_t> prune(const Shelf& shelf, const Expendable& expendable) {
  const auto held = shelf.lock();
  if (!held) return held.error();
  std::uint64_t bytes = 0;
  for (const CensusFile& file : expendable.files) {
    const auto gone = shelf.remove(file.period);
    if (!gone && !is_absent(gone.error())) return gone.error();
    if (!gone) continue;
    bytes += file.facts.size;
    // The month's end before its days': without power they would come back one by one.
    if (file.kind != FileKind::kMonth) continue;
    if (auto done = shelf.disk().files->sync_folder(port::folder_of(file.path)); !done) {
      return done.error();
    }
  }
  return bytes;
}

}  // namespace wick::store
