#include "store/checkup.hpp"

#include <algorithm>
#include <utility>

#include "store/sealed.hpp"
#include "store/tail.hpp"
#include "store/verifying.hpp"

namespace wick::store {
namespace {

Trouble trouble_of(base::ErrorKind kind) {
  switch (kind) {
    case base::ErrorKind::kCorrupt:
      return Trouble::kDamaged;
    case base::ErrorKind::kUnsupported:
      return Trouble::kNewer;
    default:
      return Trouble::kUnreadable;
  }
}

Trouble trouble_of(Health health) {
  if (health == Health::kDamaged) return Trouble::kDamaged;
  return health == Health::kNewer ? Trouble::kNewer : Trouble::kUnreadable;
}

core::RangeSet without_bars(const SealedFacts& facts) {
  core::RangeSet holes;
  for (const StoredHole& stored : facts.holes) holes.add(stored.hole.range);
  return holes;
}

base::Result<void> check_sum(const SealedFacts& facts) {
  const core::Grid grid = core::grid_of(facts.id);
  const core::TimeRange opens = core::bars_opening_in(facts.period.range, grid);
  const auto expected = static_cast<std::uint64_t>(grid.count(opens));
  const core::RangeSet bars = core::RangeSet{opens}.minus(without_bars(facts));
  if (facts.expected == expected && static_cast<std::uint64_t>(grid.count(bars)) == facts.rows) {
    return {};
  }
  return base::Error{base::ErrorKind::kCorrupt,
                     "its rows and its holes together are not its period"};
}

base::Result<SealedFacts> facts_of(port::Mapped mapped, const core::SeriesId& id,
                                   const Period& period) {
  const auto sealed = SealedFile::open(std::move(mapped), id, period);
  if (!sealed) return sealed.error();
  if (auto fits = check_sum(sealed->facts()); !fits) return fits.error();
  return sealed->facts();
}

// A file, and what it says of itself; nothing where it is no good.
struct Examined {
  const CensusFile* file{};
  std::optional<SealedFacts> facts;
};

class Examination {
 public:
  Examination(const Disk& disk, const SeriesCensus& census, Depth depth)
      : disk_(disk), census_(census), depth_(depth) {
    checkup_.id = census.id;
    checkup_.files = census.files.size();
    checkup_.bytes = census.bytes();
  }

  SeriesCheckup finish() && {
    for (const CensusFile& file : census_.files) examine(file);
    for (const Examined& examined : sealed_) {  // the phase is needed to count anything
      if (examined.facts) checkup_.id.phase_days = examined.facts->id.phase_days;
    }
    // Days first: they stand for their part of the month.
    for (const FileKind kind : {FileKind::kDay, FileKind::kMonth}) {
      for (const Examined& examined : sealed_) {
        if (examined.file->kind == kind) count(examined);
      }
    }
    if (has_tail_) count_tail();
    std::ranges::sort(checkup_.holes, {},
                      [](const StoredHole& stored) { return stored.hole.range.begin; });
    take_span();
    return std::move(checkup_);
  }

 private:
  void examine(const CensusFile& file) {
    if (!is_sealed(file.kind)) {
      has_tail_ = has_tail_ || file.kind == FileKind::kTail;
      if (depth_ == Depth::kEveryByte) (void)read_every_byte(file);
      return;
    }
    ++(file.kind == FileKind::kMonth ? checkup_.months : checkup_.days);
    if (file.facts.size == 0) {
      checkup_.troubles.push_back({file.path, Trouble::kEmpty, "it has no bytes at all"});
      sealed_.push_back({&file, std::nullopt});
      return;
    }
    sealed_.push_back(
        {&file, depth_ == Depth::kEveryByte ? read_every_byte(file) : read_metadata(file)});
  }

  std::optional<SealedFacts> read_metadata(const CensusFile& file) {
    auto mapped = disk_.files->map(file.path);
    if (!mapped) {
      const bool gone = mapped.error().kind == base::ErrorKind::kUnsupported;
      if (!gone) fail(file, Trouble::kUnreadable, mapped.error().what);
      return std::nullopt;
    }
    auto facts = facts_of(*std::move(mapped), census_.id, file.period);
    if (facts) return *std::move(facts);
    fail(file, trouble_of(facts.error().kind), facts.error().what);
    return std::nullopt;
  }

  std::optional<SealedFacts> read_every_byte(const CensusFile& file) {
    const auto checked = check_file(disk_, census_.id, file);
    if (!checked) return std::nullopt;
    for (const std::string& remark : checked->remarks) {
      checkup_.remarks.push_back(file.path + ": " + remark);
    }
    if (checked->health == Health::kGood) return checked->facts;
    fail(file, trouble_of(checked->health), checked->why);
    return std::nullopt;
  }

  void fail(const CensusFile& file, Trouble trouble, const std::string& why) {
    checkup_.troubles.push_back({file.path, trouble, why});
  }

  void count(const Examined& examined) {
    const core::Grid grid = core::grid_of(checkup_.id);
    const core::TimeRange opens = core::bars_opening_in(examined.file->period.range, grid);
    const core::RangeSet left = core::RangeSet{opens}.minus(taken_);
    taken_.add(opens);
    if (!examined.facts) {
      checkup_.lost.add(left);
      return;
    }
    const core::RangeSet bars = core::RangeSet{opens}.minus(without_bars(*examined.facts));
    checkup_.bars.add(bars.intersect(left));
    count_origins(*examined.facts, bars, left);
    for (const StoredHole& stored : examined.facts->holes) add_hole(stored, left);
  }

  void add_hole(const StoredHole& stored, const core::RangeSet& within) {
    const core::RangeSet part = within.intersect({stored.hole.range});
    for (const core::TimeRange& range : part.ranges()) {
      StoredHole& hole = checkup_.holes.emplace_back(stored);
      hole.hole.range = range;
    }
  }

  // Rows stand in order of time, so that a run of them is a part of the bars.
  void count_origins(const SealedFacts& facts, const core::RangeSet& bars,
                     const core::RangeSet& left) {
    const core::Grid grid = core::grid_of(checkup_.id);
    auto range = bars.ranges().begin();
    core::UtcTime at = range == bars.ranges().end() ? core::UtcTime{} : range->begin;
    for (const RowRun& run : facts.runs) {
      auto rows = static_cast<std::int64_t>(run.rows);
      core::RangeSet its;
      while (rows > 0 && range != bars.ranges().end()) {
        const std::int64_t here = std::min(rows, grid.count({at, range->end}));
        const core::UtcTime end = grid.advance(at, here);
        its.add({at, std::min(end, range->end)});
        rows -= here;
        at = end;
        if (at >= range->end && ++range != bars.ranges().end()) at = range->begin;
      }
      checkup_.rows[facts.sources[run.source].origin] += grid.count(its.intersect(left));
    }
  }

  void count_tail() {
    const std::string path = disk_.layout.tail(census_.id);
    const auto content = Tail(*disk_.files, path).read();
    if (!content) {
      const bool known =
          std::ranges::find(checkup_.troubles, path, &FileTrouble::path) != checkup_.troubles.end();
      if (!known && content.error().kind != base::ErrorKind::kUnsupported) {
        checkup_.troubles.push_back({path, Trouble::kUnreadable, content.error().what});
      }
      return;
    }
    if (content->damaged_bytes > 0 && depth_ == Depth::kMetadata) {
      checkup_.troubles.push_back(
          {path, Trouble::kDamaged,
           std::to_string(content->damaged_bytes) + " bytes of it belong to no record"});
    }
    for (const TailEntry& entry : content->entries) count_tail_entry(entry);
  }

  void count_tail_entry(const TailEntry& entry) {
    const core::Grid grid = core::grid_of(checkup_.id);
    checkup_.unsealed.add(core::covered(entry.rows.columns(), grid).minus(checkup_.bars));
    for (const core::Hole& hole : entry.holes) {
      const core::RangeSet open = core::RangeSet{hole.range}.minus(taken_);
      add_hole({hole, true, entry.source.fetched}, open);
    }
  }

  void take_span() {
    core::RangeSet all = taken_;
    all.add(checkup_.unsealed);
    if (!all.empty()) checkup_.span = {all.ranges().front().begin, all.ranges().back().end};
  }

  const Disk& disk_;
  const SeriesCensus& census_;
  Depth depth_;
  SeriesCheckup checkup_;
  std::vector<Examined> sealed_;
  core::RangeSet taken_;  // instants that some sealed file speaks for
  bool has_tail_{false};
};

}  // namespace

std::string_view name(Trouble trouble) {
  switch (trouble) {
    case Trouble::kEmpty:
      return "empty";
    case Trouble::kDamaged:
      return "damaged";
    case Trouble::kNewer:
      return "newer";
    case Trouble::kUnreadable:
      return "unreadable";
  }
  return "";
}

core::RangeSet SeriesCheckup::settled() const {
  core::RangeSet settled = bars;
  settled.add(unsealed);
  for (const StoredHole& stored : holes) settled.add(stored.hole.range);
  return settled;
}

core::RangeSet SeriesCheckup::missing(core::TimeRange range) const {
  return core::RangeSet{range}.minus(settled());
}

SeriesCheckup check_series(const Disk& disk, const SeriesCensus& census, Depth depth) {
  return Examination(disk, census, depth).finish();
}

}  // namespace wick::store
