#include "cli/repair_command.hpp"

#include <algorithm>
#include <iterator>
#include <utility>

#include "cli/amounts.hpp"
#include "cli/failure_json.hpp"
#include "cli/get_summary.hpp"
#include "cli/progress.hpp"
#include "cli/remote_check.hpp"
#include "cli/runtime.hpp"
#include "cli/verify_command.hpp"
#include "store/mending.hpp"

namespace wick::cli {
namespace {

using store::Health;

constexpr core::Micros kLeftoverAfter = std::chrono::hours{1};

// What was done, as it is told in the end.
struct Repaired {
  std::vector<std::string> lines;
  std::vector<std::string> items;  // the same for machines
  std::uint64_t failures{};        // things that could not be done
  std::uint64_t unsettled{};       // bars still to be had
};

void add(Repaired& repaired, const std::string& action, const std::string& what,
         const std::string& note) {
  repaired.lines.push_back(action + "  " + what + (note.empty() ? "" : "\n         " + note));
  JsonObject json;
  json.text("action", action).text("what", what);
  if (!note.empty()) json.text("note", note);
  repaired.items.push_back(json.finish());
}

void fail(Repaired& repaired, const std::string& what, const base::Error& error) {
  ++repaired.failures;
  add(repaired, "failed", what, error.what);
}

void remove_leftovers(const store::Census& census, Runtime& runtime, Repaired& repaired) {
  for (const store::Stray& stray : census.leftovers) {
    if (runtime.now().utc - stray.facts.modified < kLeftoverAfter) continue;
    const auto gone = runtime.files().remove(stray.path);
    if (gone) {
      add(repaired, "removed", stray.path, "");
    } else {
      fail(repaired, stray.path, gone.error());
    }
  }
}

// Somebody else may have put a good file there meanwhile: so it is looked at again under the lock.
void quarantine(const Surveyed& surveyed, const store::Shelf& shelf, core::UtcTime now,
                Repaired& repaired) {
  const auto held = shelf.lock();
  if (!held) return fail(repaired, surveyed.checkup.path, held.error());
  const auto again = store::check_file(shelf.disk(), surveyed.id, surveyed.file);
  if (!again || again->health != Health::kDamaged) return;
  shelf.quarantine({surveyed.file.period, {base::ErrorKind::kCorrupt, again->why}}, now);
  if (shelf.disk().files->facts(surveyed.file.path)) {
    return fail(repaired, surveyed.checkup.path,
                {base::ErrorKind::kUnauthorized, "it is damaged and cannot be moved away"});
  }
  add(repaired, "aside", surveyed.checkup.path, again->why);
}

void mend(const Surveyed& surveyed, const store::Shelf& shelf, core::UtcTime now,
          Repaired& repaired) {
  const auto mended = store::mend_log(shelf, surveyed.file, now);
  if (!mended) return fail(repaired, surveyed.checkup.path, mended.error());
  if (mended->damaged_bytes == 0) return;
  add(repaired, "mended", surveyed.checkup.path,
      plural(mended->records, "whole record") + " kept; as it was: " + mended->aside);
}

void clear_away(const std::vector<Surveyed>& files, Runtime& runtime, Repaired& repaired) {
  for (const Surveyed& surveyed : files) {
    if (surveyed.checkup.health == Health::kUnreadable) {
      fail(repaired, surveyed.checkup.path, {base::ErrorKind::kUnavailable, surveyed.checkup.why});
    }
    if (surveyed.checkup.health != Health::kDamaged) continue;
    const store::Shelf shelf(runtime.cache().disk(), surveyed.id);
    if (store::is_sealed(surveyed.file.kind)) {
      quarantine(surveyed, shelf, runtime.now().utc, repaired);
    } else {
      mend(surveyed, shelf, runtime.now().utc, repaired);
    }
  }
}

// Every tier but the cache itself, which is what is in doubt.
history::Answer fetch(const Wanted& wanted, Runtime& runtime, Progress& progress) {
  const wiring::History::Wish wish{.id = wanted.id, .wanted = wanted.all()};
  history::Request request = runtime.history().request(wish, runtime.now().utc);
  request.rows_wanted = false;
  auto tiers = runtime.history().tiers(wish);
  std::erase_if(tiers,
                [](const history::Tier& tier) { return tier.rung.tier == core::Tier::kCache; });
  history::Retrieval retrieval(std::move(request), std::move(tiers));
  for (;;) {
    retrieval.step(runtime.now());
    if (retrieval.done()) break;
    progress.show(retrieval.progress(), runtime.now().mono);
    runtime.reactor().wait(retrieval.wake());
  }
  progress.clear();
  return retrieval.take();
}

void tell(const Wanted& wanted, const history::Answer& answer, Repaired& repaired) {
  const core::Grid grid = core::grid_of(wanted.id);
  const auto asked = static_cast<std::uint64_t>(grid.count(wanted.all()));
  std::uint64_t holes = 0;
  std::uint64_t unsettled = 0;
  for (const core::Hole& hole : answer.missing) {
    (core::settled(hole) ? holes : unsettled) += static_cast<std::uint64_t>(grid.count(hole.range));
  }
  if (answer.refusal) return fail(repaired, core::describe(wanted.id), *answer.refusal);
  std::string note = plural(asked - holes - unsettled, "bar") + " came, " + std::to_string(holes) +
                     " are at no source";
  if (unsettled > 0) note += ", " + std::to_string(unsettled) + " could not be asked for";
  repaired.unsettled += unsettled;
  add(repaired, "fetched", core::describe(wanted.id) + ": " + plural(asked, "instant"), note);
  for (const history::Failure& failure : answer.failures) {
    add(repaired, "trouble", std::string(core::name(failure.tier)), failure.error.what);
  }
  if (answer.trouble) fail(repaired, "keeping it", *answer.trouble);
}

// A file that is gone may have held revisions, which the archive's objects have to give again.
bool had_revisions(const core::SeriesId& id, Runtime& runtime) {
  const std::string path = runtime.cache().disk().layout.journal(id);
  const auto content = store::Journal(runtime.files(), path).read();
  return content && std::ranges::any_of(content->entries, [](const store::JournalEntry& entry) {
           return entry.change == store::Change::kReupload;
         });
}

std::vector<RemoteFinding> revise_again(const std::vector<Wanted>& wanted,
                                        const wiring::Config& config, Runtime& runtime,
                                        Meter& meter) {
  std::vector<RemoteFinding> all;
  for (const Wanted& one : wanted) {
    if (one.lost.empty() || !had_revisions(one.id, runtime)) continue;
    const store::Disk& disk = runtime.cache().disk();
    const store::CensusFilter filter{.symbols = {one.id.symbol},
                                     .market = one.id.market,
                                     .interval = one.id.interval,
                                     .provider = one.id.provider,
                                     .chart = one.id.chart};
    const auto files = survey(store::take_census(runtime.files(), disk.layout, filter), disk, meter,
                              runtime.reactor());
    auto findings = compare_with_archive(named_objects(files), config, runtime, meter);
    std::ranges::move(findings, std::back_inserter(all));
  }
  return all;
}

void tell(const std::vector<RemoteFinding>& findings, Repaired& repaired) {
  for (const RemoteFinding& finding : findings) {
    if (finding.comparison == Comparison::kFailed) {
      fail(repaired, finding.object.name, {base::ErrorKind::kUnavailable, finding.why});
    }
    if (finding.comparison != Comparison::kChanged || finding.revised.changed == 0) continue;
    add(repaired, "revised", finding.object.name,
        plural(finding.revised.changed, "bar") + " as the archive has them now");
  }
}

class WantedList {
 public:
  void take(const Surveyed& surveyed) {
    if (!store::is_sealed(surveyed.file.kind)) return;
    if (surveyed.checkup.health == Health::kDamaged) {
      const core::Grid grid = core::grid_of(surveyed.id);
      return of(surveyed.id).lost.add(core::bars_opening_in(surveyed.file.period.range, grid));
    }
    if (!surveyed.checkup.facts || core::is_sparse(surveyed.id.chart)) return;
    for (const store::StoredHole& stored : surveyed.checkup.facts->holes) {
      of(surveyed.id).holes.add(stored.hole.range);
    }
  }

  // What was quarantined, but for what other files have by now.
  void take(const store::Layout::Place& place, const store::Census& census) {
    const core::Grid grid = core::grid_of(place.id);
    core::RangeSet lost{core::bars_opening_in(place.period.range, grid)};
    const auto series = std::ranges::find(census.series, place.id, &store::SeriesCensus::id);
    if (series != census.series.end()) {
      for (const store::CensusFile& file : series->files) {
        if (!store::is_sealed(file.kind)) continue;
        lost = lost.minus({core::bars_opening_in(file.period.range, grid)});
      }
    }
    if (!lost.empty()) of(place.id).lost.add(lost);
  }

  // Only what has closed by now.
  [[nodiscard]] std::vector<Wanted> finish(core::UtcTime now) && {
    for (Wanted& one : wanted_) {
      const core::UtcTime end = core::grid_of(one.id).floor(now);
      one.holes = one.holes.before(end);
      one.lost = one.lost.before(end);
    }
    std::erase_if(wanted_, [](const Wanted& one) { return one.all().empty(); });
    return std::move(wanted_);
  }

 private:
  Wanted& of(const core::SeriesId& id) {
    if (!wanted_.empty() && wanted_.back().id == id) return wanted_.back();  // they come in order
    const auto known = std::ranges::find(wanted_, id, &Wanted::id);
    return known == wanted_.end() ? wanted_.emplace_back(Wanted{id, {}, {}}) : *known;
  }

  std::vector<Wanted> wanted_;
};

// Names do not tell on which days three-day bars open, and damaged files tell nothing.
void learn_phases(store::Census& census, Runtime& runtime) {
  using Network = wiring::History::Network;
  const auto learn = [&](core::SeriesId& id) {
    if (id.interval != core::Interval::k3d) return;
    id.phase_days = runtime.history().three_day_phase(id, Network::kUsed, runtime.reactor());
  };
  for (store::SeriesCensus& series : census.series) learn(series.id);
  for (store::Quarantined& one : census.quarantined) {
    if (one.place) learn(one.place->id);
  }
}

Exit verdict(const Repaired& repaired) {
  if (repaired.failures > 0) return Exit::kFailed;
  return repaired.unsettled > 0 ? Exit::kPartial : Exit::kOk;
}

std::string text_of(const Repaired& repaired, bool json) {
  if (json) {
    return JsonObject()
               .raw("actions", json_array(repaired.items))
               .number("failures", repaired.failures)
               .number("unsettled", repaired.unsettled)
               .finish() +
           "\n";
  }
  std::string text;
  for (const std::string& line : repaired.lines) text += line + "\n";
  if (text.empty()) text = "nothing to repair: every file is whole, and there are no holes\n";
  if (repaired.unsettled > 0) text += "wick repair again later asks for the rest\n";
  return text;
}

}  // namespace

core::RangeSet Wanted::all() const {
  core::RangeSet all = holes;
  all.add(lost);
  return all;
}

std::vector<Wanted> wanted_of(const std::vector<Surveyed>& files, const store::Census& census,
                              core::UtcTime now) {
  WantedList list;
  for (const Surveyed& surveyed : files) list.take(surveyed);
  for (const store::Quarantined& quarantined : census.quarantined) {
    if (quarantined.place) list.take(*quarantined.place, census);
  }
  return std::move(list).finish(now);
}

Exit run_repair(const CareOptions& options, const Shell& shell) {
  const Refusal refuse(shell, options.json);
  const auto config = load_config(shell);
  if (!config) return refuse(config.error());
  const auto filter = understand(options);
  if (!filter) return refuse(filter.error());
  Runtime runtime(*config, shell);
  const store::Disk& disk = runtime.cache().disk();
  store::Census census = store::take_census(runtime.files(), disk.layout, *filter);
  learn_phases(census, runtime);
  Meter meter(shell, "file");
  const auto files = survey(census, disk, meter, runtime.reactor());
  Repaired repaired;
  for (const base::Error& error : census.unreadable) fail(repaired, "looking", error);
  remove_leftovers(census, runtime, repaired);
  clear_away(files, runtime, repaired);
  const auto wanted = wanted_of(files, census, runtime.now().utc);
  for (const Wanted& one : wanted) {
    Progress progress(shell.err,
                      shell.err_is_terminal ? ProgressStyle::kTerminal : ProgressStyle::kLines);
    tell(one, fetch(one, runtime, progress), repaired);
  }
  tell(revise_again(wanted, *config, runtime, meter), repaired);
  std::fputs(text_of(repaired, options.json).c_str(), shell.out);
  return verdict(repaired);
}

}  // namespace wick::cli
