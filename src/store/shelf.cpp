#include "store/shelf.hpp"

#include <algorithm>
#include <set>
#include <utility>

#include "core/time_text.hpp"

namespace wick::store {
namespace {

// Beyond that many it is cheaper to read the folder than to try each name.
constexpr std::size_t kNamesTriedMax = 64;
constexpr std::string_view kSuffix = ".arrow";

std::set<std::string> names_in(port::Files& files, const std::string& folder) {
  const auto names = files.list(folder);
  return names ? std::set<std::string>(names->begin(), names->end()) : std::set<std::string>();
}

std::vector<Period> periods_of(const core::RangeSet& opens, const core::Grid& grid, bool month) {
  std::vector<Period> periods;
  core::UtcTime done = core::UtcTime::min();
  for (const core::TimeRange& range : opens.ranges()) {
    for (core::UtcTime t = std::max(range.begin, done); t < range.end; t = done) {
      periods.push_back(month ? Period::month_with(grid.floor(t)) : Period::day(grid.floor(t)));
      done = core::bars_opening_in(periods.back().range, grid).end;
    }
  }
  return periods;
}

// Of one range all that the file was opened for is wanted.
void keep_only(const core::RangeSet& part, Found& found) {
  for (const Sourced& sourced : std::exchange(found.parts, {})) {
    for (const core::TimeRange& range : part.ranges()) {
      core::Chunk wanted = sourced.rows.within(range);
      if (!wanted.empty()) found.parts.push_back({sourced.source, std::move(wanted)});
    }
  }
  found.holes = without(found.holes, found.opens.minus(part));
  found.opens = part;
}

bool is_absent(const base::Error& error) {
  return error.kind == base::ErrorKind::kUnsupported;
}

}  // namespace

Shelf::Shelf(const Disk& disk, core::SeriesId id)
    : disk_(disk), id_(std::move(id)), grid_(core::grid_of(id_)) {}

std::vector<Period> Shelf::days_of(const core::RangeSet& opens) const {
  if (lives_in_months(id_.interval)) return {};
  std::vector<Period> days = periods_of(opens, grid_, false);
  if (days.size() > kNamesTriedMax) {
    const auto names = names_in(*disk_.files, disk_.layout.days(id_));
    std::erase_if(
        days, [&](const Period& day) { return !names.contains(name(day) + std::string(kSuffix)); });
  }
  return days;
}

// Day files come first, because they replace what their month says. While days are folded into a
// month, the month appears before they go: whoever misses a day here finds the month afterwards.
Shelf::Look Shelf::look(const core::RangeSet& opens) const {
  Look look;
  core::RangeSet left = opens;
  for (const Period& day : days_of(opens)) take(day, left, look);
  if (!left.empty()) {
    for (const Period& month : periods_of(left, grid_, true)) take(month, left, look);
  }
  std::ranges::sort(look.found, {},
                    [](const Found& found) { return found.opens.ranges().front().begin; });
  return look;
}

void Shelf::take(const Period& period, core::RangeSet& left, Look& look) const {
  const core::RangeSet part = left.intersect({core::bars_opening_in(period.range, grid_)});
  if (part.empty()) return;
  const core::TimeRange hull{part.ranges().front().begin, part.ranges().back().end};
  auto opened = open(period, hull);
  if (!opened) return;
  if (!*opened) {
    look.damaged.push_back({period, opened->error()});
    return;
  }
  Found& found = look.found.emplace_back(**std::move(opened));
  if (part.ranges().size() > 1) keep_only(part, found);
  left = left.minus(part);
}

Shelf::Opened Shelf::open(const Period& period) const {
  return open(period, core::bars_opening_in(period.range, grid_));
}

Shelf::Opened Shelf::open(const Period& period, core::TimeRange opens) const {
  const std::string path = disk_.layout.sealed(id_, period);
  auto mapped = disk_.files->map(path);
  if (!mapped && is_absent(mapped.error())) return std::nullopt;
  if (!mapped) return base::Result<Found>(mapped.error());
  auto sealed = SealedFile::open(*std::move(mapped), id_, period);
  if (!sealed) return base::Result<Found>(base::within(path, sealed.error()));
  auto parts = sealed->rows(opens);
  if (!parts) return base::Result<Found>(base::within(path, parts.error()));
  Found found;
  found.facts = (*std::move(sealed)).facts();
  found.opens = {opens};
  found.parts = *std::move(parts);
  const core::RangeSet outside =
      core::RangeSet{core::bars_opening_in(period.range, grid_)}.minus({opens});
  found.holes = without(found.facts.holes, outside);
  return base::Result<Found>(std::move(found));
}

base::Result<void> Shelf::write(SealedFacts facts, const std::vector<Sourced>& parts) const {
  const std::string path = disk_.layout.sealed(id_, facts.period);
  facts.writer = disk_.writer;
  auto made = disk_.files->make_folders(port::folder_of(path));
  if (!made) return made;
  const std::string bytes = encode_sealed(std::move(facts), parts);
  return port::replace_file(*disk_.files, path, bytes, disk_.random->next());
}

base::Result<void> Shelf::remove(const Period& period) const {
  return disk_.files->remove(disk_.layout.sealed(id_, period));
}

void Shelf::quarantine(const Damage& damage, core::UtcTime now) const {
  const std::string path = disk_.layout.sealed(id_, damage.period);
  const std::string aside = disk_.layout.aside(id_, name(damage.period), disk_.random->next());
  // Where it cannot be moved, on a read-only disk, it is simply read and refused again next time.
  if (!disk_.files->make_folders(disk_.layout.quarantine())) return;
  if (!disk_.files->rename(path, aside)) return;
  (void)disk_.files->sync_folder(port::folder_of(path));
  (void)Journal(*disk_.files, disk_.layout.journal(id_))
      .append({{.change = Change::kQuarantine,
                .at = now,
                .stands = std::nullopt,
                .other = std::nullopt,
                .note = damage.error.what + "; moved to " + aside}});
}

std::vector<Period> Shelf::periods() const {
  std::vector<Period> periods;
  for (const std::string& folder : {disk_.layout.months(id_), disk_.layout.days(id_)}) {
    for (const std::string& file : names_in(*disk_.files, folder)) {
      std::string path = folder;
      path.append("/").append(file);
      const auto place = disk_.layout.place_of(path);
      if (place) periods.push_back(place->period);
    }
  }
  return periods;
}

base::Result<port::Files::Lock> Shelf::lock() const {
  const std::string path = disk_.layout.lock(id_);
  auto made = disk_.files->make_folders(port::folder_of(path));
  if (!made) return made.error();
  return disk_.files->lock(path);
}

base::Result<std::optional<port::Files::Lock>> Shelf::try_lock() const {
  const std::string path = disk_.layout.lock(id_);
  auto made = disk_.files->make_folders(port::folder_of(path));
  if (!made) return made.error();
  return disk_.files->try_lock(path);
}

}  // namespace wick::store
