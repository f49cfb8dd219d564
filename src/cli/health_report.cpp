#include "cli/health_report.hpp"

#include <algorithm>
#include <set>

#include "cli/amounts.hpp"
#include "core/time_text.hpp"

namespace wick::cli {
namespace {

using store::SeriesCheckup;
using store::Trouble;

constexpr core::Micros kLeftoverAfter = std::chrono::hours{1};
constexpr std::uint64_t kRoomMin = std::uint64_t{256} << 20U;
constexpr std::size_t kGapsTold = 100;  // of a series; what comes after is told as a sum

bool is_missing_permission(const base::Error& error) {
  return error.kind == base::ErrorKind::kUnauthorized;
}

// Errors of files begin with the path.
std::string path_of(const base::Error& error, const std::string& otherwise) {
  const std::size_t end = error.what.rfind(": ");
  const bool has_path = end != std::string::npos && error.what.starts_with('/');
  return has_path ? error.what.substr(0, end) : otherwise;
}

// And end with the reason.
std::string reason_of(const std::string& what) {
  const std::size_t end = what.rfind(": ");
  return end != std::string::npos && what.starts_with('/') ? what.substr(end + 2) : what;
}

std::string part_words(const core::SeriesId& id) {
  std::string words = id.symbol;
  words.append(" --market ").append(core::name(id.market));
  return words.append(" --interval ").append(core::name(id.interval));
}

// A day where it is one, else to the minute.
std::string brief_instant(core::UtcTime t) {
  return core::day_of(t).begin == t ? core::to_date(t) : instant_text(t);
}

std::string fetching(const core::SeriesId& id, core::TimeRange range) {
  std::string command = "wick get " + id.symbol;
  if (id.provider != core::Provider::kBinance) {
    command.append(" --provider ").append(core::name(id.provider));
  }
  if (id.market != core::Market::kSpot) command.append(" --market ").append(core::name(id.market));
  command.append(" --interval ").append(core::name(id.interval));
  return command + " --from " + brief_instant(range.begin) + " --to " + brief_instant(range.end) +
         " --json --no-bars";
}

class Judgement {
 public:
  explicit Judgement(const HealthFacts& facts) : facts_(facts) {}

  HealthReport finish() && {
    judge_folder();
    judge_unreadable_folders();
    for (const SeriesCheckup& series : facts_.series) {
      for (const store::FileTrouble& trouble : series.troubles) judge_trouble(series, trouble);
      judge_gaps(series);
      judge_tail(series);
      for (const std::string& remark : series.remarks) add(Severity::kNote, "remark", "", remark);
    }
    judge_quarantine();
    judge_strays();
    std::ranges::stable_sort(report_.findings, std::ranges::greater{}, &HealthFinding::severity);
    report_.verdict = verdict();
    return std::move(report_);
  }

 private:
  HealthFinding& add(Severity severity, std::string kind, std::string path, std::string what) {
    return report_.findings.emplace_back(HealthFinding{.severity = severity,
                                                       .kind = std::move(kind),
                                                       .path = std::move(path),
                                                       .what = std::move(what)});
  }

  void judge_folder() {
    if (facts_.unreadable) {
      const bool permission = is_missing_permission(*facts_.unreadable);
      HealthFinding& found =
          add(Severity::kBroken, "folder_unreadable", facts_.root, facts_.unreadable->what);
      found.command = permission ? "chmod u+rwx " + shell_word(facts_.root)
                                 : "export WICK_CACHE_DIR=~/.cache/candlewick";
      return;
    }
    if (facts_.unwritable) {
      HealthFinding& found =
          add(Severity::kCare, "folder_read_only", facts_.root,
              "bars can be read but none be kept: " + reason_of(facts_.unwritable->what));
      if (is_missing_permission(*facts_.unwritable)) {
        found.command = "chmod u+rwx " + shell_word(facts_.root);
      }
    }
    if (facts_.room && facts_.room->free < kRoomMin) {
      add(Severity::kCare, "disk_full", facts_.root,
          "only " + bytes_text(facts_.room->free) + " are free on the disk")
          .command = "wick cache prune --max-size " +
                     std::to_string(std::max<std::uint64_t>(bytes_kept() / 2'000'000, 1)) + "M";
    }
  }

  // Of a folder whose files and whose folders cannot be listed, once is enough.
  void judge_unreadable_folders() {
    std::set<std::string> told;
    for (const base::Error& error : facts_.census.unreadable) {
      const std::string path = path_of(error, facts_.root);
      if (!told.insert(path).second) continue;
      HealthFinding& found = add(Severity::kCare, "unreadable", path, reason_of(error.what));
      if (is_missing_permission(error)) found.command = "chmod u+rwX " + shell_word(path);
    }
  }

  [[nodiscard]] std::uint64_t bytes_kept() const {
    std::uint64_t bytes = 0;
    for (const SeriesCheckup& series : facts_.series) bytes += series.bytes;
    return bytes;
  }

  void judge_trouble(const SeriesCheckup& series, const store::FileTrouble& trouble) {
    HealthFinding& found =
        add(Severity::kCare, std::string(store::name(trouble.trouble)), trouble.path, trouble.why);
    switch (trouble.trouble) {
      case Trouble::kEmpty:
      case Trouble::kDamaged:
        found.command = "wick repair " + part_words(series.id);
        break;
      case Trouble::kUnreadable:
        found.command = "chmod u+rw " + shell_word(trouble.path);
        break;
      case Trouble::kNewer:
        found.what += "; a newer wick reads it";
        break;
    }
  }

  void judge_gaps(const SeriesCheckup& series) {
    const core::Grid grid = core::grid_of(series.id);
    // What damaged files had is fetched by their repair.
    const core::RangeSet gaps = missing_of(series, facts_).minus(series.lost);
    std::size_t told = 0;
    std::int64_t rest = 0;
    for (const core::TimeRange& range : gaps.ranges()) {
      if (told++ >= kGapsTold) {
        rest += grid.count(range);
        continue;
      }
      add(Severity::kCare, "missing", "",
          series_text(series.id) + " lacks " +
              plural(static_cast<std::uint64_t>(grid.count(range)), "bar") + ", " +
              instant_text(range.begin) + " .. " + instant_text(range.end))
          .command = fetching(series.id, range);
    }
    if (rest == 0) return;
    add(Severity::kCare, "missing", "",
        series_text(series.id) + " lacks " + plural(static_cast<std::uint64_t>(rest), "bar") +
            " in " + plural(told - kGapsTold, "more place"));
  }

  void judge_tail(const SeriesCheckup& series) {
    const std::int64_t bars = core::grid_of(series.id).count(series.unsealed);
    if (bars == 0) return;
    add(Severity::kNote, "unsealed", "",
        series_text(series.id) + " has " + plural(static_cast<std::uint64_t>(bars), "bar") +
            " of days that are not whole yet");
  }

  [[nodiscard]] bool is_replaced(const store::Layout::Place& place) const {
    return std::ranges::any_of(facts_.series, [&](const SeriesCheckup& series) {
      if (series.id != place.id) return false;
      const core::Grid grid = core::grid_of(series.id);
      const auto opens = core::bars_opening_in(place.period.range, grid);
      return series.missing(opens).empty();
    });
  }

  void judge_quarantine() {
    for (const store::Quarantined& one : facts_.census.quarantined) {
      const bool lost = one.place && !is_replaced(*one.place);
      if (lost) {
        add(Severity::kCare, "quarantined", one.file.path,
            "was damaged, and its bars were not fetched again yet")
            .command = "wick repair " + part_words(one.place->id);
      } else {
        add(Severity::kNote, "quarantined", one.file.path,
            "was damaged and is used no more; it may be deleted");
      }
    }
  }

  void judge_strays() {
    for (const store::Stray& stray : facts_.census.leftovers) {
      if (facts_.now - stray.facts.modified < kLeftoverAfter) {
        add(Severity::kNote, "at_work", stray.path, "a writer is at work, or was just stopped");
      } else {
        add(Severity::kCare, "leftover", stray.path,
            "of a writer that was stopped; " + bytes_text(stray.facts.size))
            .command = "wick repair";
      }
    }
    for (const store::Stray& stray : facts_.census.unknown) {
      add(Severity::kNote, "foreign", stray.path, "is none of ours, and left alone");
    }
  }

  [[nodiscard]] HealthVerdict verdict() const {
    const Severity worst =
        report_.findings.empty() ? Severity::kNote : report_.findings.front().severity;
    if (worst == Severity::kBroken) return HealthVerdict::kBroken;
    if (facts_.series.empty() && (worst == Severity::kNote || facts_.filtered)) {
      return HealthVerdict::kEmpty;
    }
    return worst == Severity::kCare ? HealthVerdict::kCare : HealthVerdict::kHealthy;
  }

  const HealthFacts& facts_;
  HealthReport report_;
};

bool is_plain(char c) {
  const bool letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
  return letter || std::string_view("/._-+=:@,").find(c) != std::string_view::npos;
}

}  // namespace

std::string_view name(Severity severity) {
  switch (severity) {
    case Severity::kNote:
      return "note";
    case Severity::kCare:
      return "care";
    case Severity::kBroken:
      return "broken";
  }
  return "";
}

std::string_view name(HealthVerdict verdict) {
  switch (verdict) {
    case HealthVerdict::kHealthy:
      return "HEALTHY";
    case HealthVerdict::kCare:
      return "NEEDS CARE";
    case HealthVerdict::kBroken:
      return "BROKEN";
    case HealthVerdict::kEmpty:
      return "EMPTY";
  }
  return "";
}

core::RangeSet missing_of(const SeriesCheckup& series, const HealthFacts& facts) {
  return series.missing(judged_range(series, facts));
}

core::TimeRange judged_range(const SeriesCheckup& series, const HealthFacts& facts) {
  const core::Grid grid = core::grid_of(series.id);
  core::TimeRange range = series.span;
  if (facts.covers) {
    range = {grid.ceil(facts.covers->begin),
             std::min(grid.ceil(facts.covers->end), grid.floor(facts.now))};
  }
  const auto end = facts.ends.find({series.id.market, series.id.symbol});
  if (end == facts.ends.end() || series.id.provider != core::Provider::kBinance) return range;
  const bool came_back = !series.bars.minus({{core::UtcTime{}, grid.ceil(end->second)}}).empty();
  if (!came_back) range.end = std::min(range.end, std::max(range.begin, grid.ceil(end->second)));
  return range;
}

std::vector<store::StoredHole> holes_of(const SeriesCheckup& series, core::UtcTime now) {
  std::vector<store::StoredHole> holes;
  for (const store::StoredHole& stored : series.holes) {
    const bool goes_on = !holes.empty() && holes.back().hole.range.end == stored.hole.range.begin &&
                         holes.back().hole.cause == stored.hole.cause &&
                         holes.back().hole.evidence == stored.hole.evidence &&
                         is_provisional(holes.back(), now) == is_provisional(stored, now);
    if (!goes_on) {
      holes.push_back(stored);
      continue;
    }
    holes.back().hole.range.end = stored.hole.range.end;
    holes.back().asked = std::min(holes.back().asked, stored.asked);
  }
  return holes;
}

bool is_provisional(const store::StoredHole& stored, core::UtcTime now) {
  return stored.provisional && now - stored.hole.range.begin < store::kProvisionalFor;
}

std::vector<std::string> HealthReport::commands() const {
  std::vector<std::string> commands;
  for (const HealthFinding& finding : findings) {
    const bool known = std::ranges::find(commands, finding.command) != commands.end();
    if (!finding.command.empty() && !known) commands.push_back(finding.command);
  }
  return commands;
}

HealthReport judge(const HealthFacts& facts) {
  return Judgement(facts).finish();
}

std::string series_text(const core::SeriesId& id) {
  std::string text;
  if (id.provider != core::Provider::kBinance) text.append(core::name(id.provider)).append(" ");
  if (id.chart != core::ChartType::kKlines) text.append(core::name(id.chart)).append(" ");
  return text.append(core::name(id.market))
      .append(" ")
      .append(id.symbol)
      .append(" ")
      .append(core::name(id.interval));
}

std::string shell_word(const std::string& text) {
  if (!text.empty() && std::ranges::all_of(text, is_plain)) return text;
  std::string word = "'";
  for (const char c : text) word += c == '\'' ? std::string("'\\''") : std::string(1, c);
  return word + "'";
}

}  // namespace wick::cli
