#include "store/sealing.hpp"

#include <algorithm>
#include <iterator>
#include <utility>

#include "store/joining.hpp"
#include "store/tail.hpp"

namespace wick::store {
namespace {

// What the disk has of the period, best place first.
struct OnDisk {
  // The holes of the one file that speaks for the whole period, where there is one.
  std::optional<std::vector<StoredHole>> holes_of_one;
  Brought have;
  std::uint64_t sealed_rows{};  // in files of any kind
  std::uint32_t revision{};     // the highest of those files
  bool tail_has_some{};
  std::vector<Period> days;  // day files inside a month
};

std::uint64_t count(const std::vector<Sourced>& parts) {
  std::uint64_t rows = 0;
  for (const Sourced& part : parts) rows += part.rows.size();
  return rows;
}

void append(Brought& to, const Found& found) {
  to.rows.insert(to.rows.end(), found.parts.begin(), found.parts.end());
  to.holes.insert(to.holes.end(), found.holes.begin(), found.holes.end());
}

base::Result<void> read_sealed(const Shelf& shelf, const Period& period, core::UtcTime now,
                               OnDisk& disk) {
  const core::TimeRange opens = core::bars_opening_in(period.range, shelf.grid());
  const auto look = shelf.look({opens});
  for (const Shelf::Damage& damage : look.damaged) {
    // What is damaged goes out of the way; what cannot be read must not be written over.
    if (damage.error.kind != base::ErrorKind::kCorrupt) return damage.error;
    shelf.quarantine(damage, now);
  }
  if (look.found.size() == 1 && look.found.front().opens == core::RangeSet{opens}) {
    disk.holes_of_one = look.found.front().holes;
  }
  for (const Found& found : look.found) {
    append(disk.have, found);
    disk.sealed_rows += count(found.parts);
    disk.revision = std::max(disk.revision, found.facts.revision);
    if (period.month && !found.facts.period.month) disk.days.push_back(found.facts.period);
  }
  return {};
}

void append(Brought& to, const TailEntry& entry, core::TimeRange opens) {
  core::Chunk rows = entry.rows.within(opens);
  if (!rows.empty()) to.rows.push_back({entry.source, std::move(rows)});
  for (const core::Hole& hole : entry.holes) {
    const core::RangeSet part = core::RangeSet{hole.range}.intersect({opens});
    for (const core::TimeRange& range : part.ranges()) {
      to.holes.push_back({{range, hole.cause, hole.evidence}, false, entry.source.fetched});
    }
  }
}

base::Result<void> read_tail(const Tail& tail, core::TimeRange opens, OnDisk& disk) {
  auto content = tail.read();
  if (!content) return content.error();
  Brought tailed;
  const auto entries = joined(std::move(content->entries));
  for (const TailEntry& entry : entries) append(tailed, entry, opens);
  disk.tail_has_some = !tailed.rows.empty() || !tailed.holes.empty();
  std::ranges::move(tailed.rows, std::back_inserter(disk.have.rows));
  std::ranges::move(tailed.holes, std::back_inserter(disk.have.holes));
  return {};
}

// The holes that are left, each as it was last asked for.
std::vector<StoredHole> settle_holes(const std::vector<StoredHole>& known,
                                     const std::vector<StoredHole>& brought,
                                     const core::RangeSet& rows) {
  core::RangeSet asked_anew;
  for (const StoredHole& stored : brought) asked_anew.add(stored.hole.range);
  std::vector<StoredHole> holes = without(known, asked_anew);
  holes.insert(holes.end(), brought.begin(), brought.end());
  holes = without(holes, rows);
  std::vector<StoredHole> distinct;  // of two that overlap the first one stands
  core::RangeSet seen;
  for (const StoredHole& stored : holes) {
    for (StoredHole& part : without({stored}, seen)) distinct.push_back(std::move(part));
    seen.add(stored.hole.range);
  }
  for (StoredHole& stored : distinct) {
    stored.provisional = stored.asked - stored.hole.range.begin < kProvisionalFor;
  }
  return distinct;
}

// A source need not mend what is no gap.
void make_final(std::vector<StoredHole>& holes) {
  for (StoredHole& stored : holes) stored.provisional = false;
}

bool same_bars(const std::vector<Sourced>& a, const std::vector<Sourced>& b) {
  if (count(a) != count(b)) return false;
  std::size_t part = 0;
  std::size_t row = 0;
  for (const Sourced& ours : a) {
    for (std::size_t i = 0; i < ours.rows.size(); ++i, ++row) {
      const bool next = row == b[part].rows.size();
      part += next ? 1 : 0;
      row = next ? 0 : row;
      const bool same =
          ours.rows.bar(i) == b[part].rows.bar(row) && ours.source.mark() == b[part].source.mark();
      if (!same) return false;
    }
  }
  return true;
}

bool tells_the_same(const JournalEntry& a, const JournalEntry& b) {
  return a.change == b.change && a.stands && b.stands && a.other && b.other &&
         a.stands->bar == b.stands->bar && a.other->bar == b.other->bar;
}

// What the journal does not tell already.
base::Result<void> note(const Shelf& shelf, const std::vector<JournalEntry>& differences) {
  if (differences.empty()) return {};
  Journal journal(*shelf.disk().files, shelf.disk().layout.journal(shelf.id()));
  const auto known = journal.read();
  if (!known) return known.error();
  std::vector<JournalEntry> news;
  for (const JournalEntry& entry : differences) {
    const bool told = std::ranges::any_of(
        known->entries, [&](const JournalEntry& old) { return tells_the_same(old, entry); });
    if (!told) news.push_back(entry);
  }
  return news.empty() ? base::Result<void>() : journal.append(news);
}

// A file's revision grows when its rows change, and is never below that of a row.
std::uint32_t next_revision(const OnDisk& disk, const Merged& merged, bool changed) {
  std::uint32_t revision = disk.revision + (disk.sealed_rows > 0 && changed ? 1 : 0);
  for (const Sourced& part : merged.rows) revision = std::max(revision, part.source.revision);
  return revision;
}

}  // namespace

base::Result<Outcome> seal(const Shelf& shelf, const Period& period, const Brought& brought,
                           core::UtcTime now) {
  const core::TimeRange opens = core::bars_opening_in(period.range, shelf.grid());
  port::Files& files = *shelf.disk().files;
  Tail tail(files, shelf.disk().layout.tail(shelf.id()));
  OnDisk disk;
  if (auto read = read_sealed(shelf, period, now, disk); !read) return read.error();
  if (auto read = read_tail(tail, opens, disk); !read) return read.error();

  std::vector<Sourced> inputs = disk.have.rows;
  inputs.insert(inputs.end(), brought.rows.begin(), brought.rows.end());
  const Merged merged = merge(inputs, now);
  const core::RangeSet have = covered(merged.rows, shelf.grid());
  SealedFacts facts;
  facts.holes = settle_holes(disk.have.holes, brought.holes, have);
  const bool nobody_mends = shelf.id().provider == core::Provider::kFxcm;
  if (core::is_sparse(shelf.id().chart) || nobody_mends) make_final(facts.holes);
  core::RangeSet settled = have;
  for (const StoredHole& stored : facts.holes) settled.add(stored.hole.range);
  if (!settled.covers(opens)) return Outcome::kIncomplete;
  const bool changed = !same_bars(merge(disk.have.rows, now).rows, merged.rows);
  const bool tidy = !disk.tail_has_some && disk.days.empty();
  if (!changed && tidy && disk.holes_of_one == facts.holes) {
    if (auto noted = note(shelf, merged.differences); !noted) return noted.error();
    return Outcome::kUnchanged;
  }
  facts.id = shelf.id();
  facts.period = period;
  facts.expected = static_cast<std::uint64_t>(shelf.grid().count(opens));
  facts.revision = next_revision(disk, merged, changed);
  // Before the file, so that no value is ever replaced without a trace of it.
  if (auto noted = note(shelf, merged.differences); !noted) return noted.error();
  if (auto written = shelf.write(std::move(facts), merged.rows); !written) return written.error();
  // What follows only tidies up: where it fails, the same rows are found in two places.
  for (const Period& day : disk.days) (void)shelf.remove(day);
  if (disk.tail_has_some) (void)tail.drop({opens}, shelf.disk().random->next());
  return Outcome::kSealed;
}

}  // namespace wick::store
