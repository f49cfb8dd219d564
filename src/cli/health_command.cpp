#include "cli/health_command.hpp"

#include <sys/statvfs.h>

#include <algorithm>
#include <map>
#include <utility>

#include "cli/failure_json.hpp"
#include "cli/get_request.hpp"
#include "cli/health_text.hpp"
#include "cli/meter.hpp"
#include "cli/output.hpp"
#include "cli/runtime.hpp"
#include "cli/terminal.hpp"
#include "store/instrument_book.hpp"
#include "venue/binance/life_end.hpp"

namespace wick::cli {
namespace {

bool is_absent(const base::Error& error) {
  return error.kind == base::ErrorKind::kUnsupported;
}

// Where the folder is to be made, all that is above it must be folders.
std::optional<base::Error> what_is_in_its_way(port::Files& files, std::string path) {
  while (path != "/" && path != ".") {
    path = port::folder_of(path);
    if (!files.facts(path)) continue;
    const auto inside = files.list(path);
    if (inside) return std::nullopt;
    return is_absent(inside.error())
               ? base::Error{base::ErrorKind::kInvalid, path + ": is no folder"}
               : inside.error();
  }
  return std::nullopt;
}

void look_into(port::Files& files, HealthFacts& facts) {
  const auto inside = files.list(facts.root);
  if (inside) return;
  if (!is_absent(inside.error())) {
    facts.unreadable = inside.error();
  } else if (files.facts(facts.root)) {
    facts.unreadable = base::Error{base::ErrorKind::kInvalid, facts.root + ": is no folder"};
  } else {
    facts.unreadable = what_is_in_its_way(files, facts.root);
    facts.absent = !facts.unreadable;
  }
}

// The name is that of a temporary file, so that one that stays behind is swept up.
void try_to_write(const store::Disk& disk, HealthFacts& facts) {
  const std::string path = facts.root + "/health." + std::to_string(disk.random->next()) + ".tmp";
  const auto file = disk.files->create(path);
  if (!file) {
    facts.unwritable = file.error();
    return;
  }
  auto done = disk.files->write(*file, "wick health\n");
  disk.files->close(*file);
  if (auto removed = disk.files->remove(path); !removed && done) done = removed;
  if (!done) facts.unwritable = done.error();
}

std::optional<DiskRoom> room_at(const std::string& path) {
  struct statvfs room {};
  if (::statvfs(path.c_str(), &room) != 0) return std::nullopt;
  const auto unit = static_cast<std::uint64_t>(room.f_frsize);
  return DiskRoom{.free = room.f_bavail * unit, .whole = room.f_blocks * unit};
}

void examine(Runtime& runtime, const store::CensusFilter& filter, HealthFacts& facts) {
  const store::Disk& disk = runtime.cache().disk();
  facts.census = store::take_census(*disk.files, disk.layout, filter);
  Meter meter(runtime.shell(), "series");
  MeterReading reading{.total = facts.census.series.size()};
  for (const store::SeriesCensus& series : facts.census.series) {
    meter.show(reading, runtime.now().mono);
    facts.series.push_back(store::check_series(disk, series, facts.depth));
    ++reading.done;
  }
}

// By the book of instruments, or by what getting bars has taught; nobody is asked.
void learn_ends(const std::string& state_folder, Runtime& runtime, HealthFacts& facts) {
  std::map<core::Market, base::Result<store::InstrumentBook>> books;
  for (const store::SeriesCheckup& series : facts.series) {
    const core::SeriesId& id = series.id;
    if (id.provider != core::Provider::kBinance) continue;
    if (auto end = venue::binance::remembered_end(runtime.memory(), id, facts.now)) {
      facts.ends[{id.market, id.symbol}] = *end;
    }
    auto book = books.find(id.market);
    if (book == books.end()) {
      const std::string path = store::book_path(state_folder, id.provider, id.market);
      book = books.emplace(id.market, store::read_book(runtime.files(), path)).first;
    }
    if (!book->second) continue;
    const auto& instruments = book->second->instruments;
    const auto known = std::ranges::find(instruments, id.symbol, &core::Instrument::symbol);
    if (known == instruments.end() || !known->delisted) continue;
    facts.ends[{id.market, id.symbol}] = core::day_of(known->delisted->time).end;
  }
}

base::Result<HealthFacts> look(const HealthOptions& options, const wiring::Config& config,
                               Runtime& runtime) {
  const auto filter = understand(options.care);
  if (!filter) return filter.error();
  const store::Disk& disk = runtime.cache().disk();
  HealthFacts facts;
  facts.root = disk.layout.root();
  facts.now = runtime.now().utc;
  facts.filtered = !filter->everything();
  const bool every_byte = options.verbose || options.deep;
  facts.depth = every_byte ? store::Depth::kEveryByte : store::Depth::kMetadata;
  if (!options.covers.empty()) {
    const auto covers = parse_covers(options.covers, facts.now);
    if (!covers) return covers.error();
    facts.covers = *covers;
  }
  const core::MonoTime start = runtime.now().mono;
  look_into(*disk.files, facts);
  if (!facts.unreadable && !facts.absent) {
    try_to_write(disk, facts);
    facts.room = room_at(facts.root);
    examine(runtime, *filter, facts);
    learn_ends(config.text(wiring::Key::kStateFolder), runtime, facts);
  }
  facts.elapsed = runtime.now().mono - start;
  return facts;
}

}  // namespace

base::Result<core::TimeRange> parse_covers(const std::string& text, core::UtcTime now) {
  const base::Error mistake{base::ErrorKind::kInvalid,
                            "--covers '" + text + "' is no range; write 2024-01-01..2024-03-01"};
  const std::size_t dots = text.find("..");
  if (dots == std::string::npos) return mistake;
  const auto begin = parse_instant(text.substr(0, dots), now);
  const auto end = parse_instant(text.substr(dots + 2), now);
  if (!begin || !end) return mistake;
  if (*end <= *begin) {
    return base::Error{base::ErrorKind::kInvalid, "--covers '" + text + "' ends before it begins"};
  }
  return core::TimeRange{*begin, *end};
}

Exit exit_of(HealthVerdict verdict) {
  switch (verdict) {
    case HealthVerdict::kHealthy:
      return Exit::kOk;
    case HealthVerdict::kCare:
      return Exit::kPartial;
    case HealthVerdict::kBroken:
      return Exit::kFailed;
    case HealthVerdict::kEmpty:
      return Exit::kNoData;
  }
  return Exit::kFailed;
}

Exit run_health(const HealthOptions& options, const Shell& shell) {
  const Refusal refuse(shell, options.care.json);
  const auto config = load_config(shell);
  if (!config) return refuse(config.error());
  Runtime runtime(*config, shell);
  const auto facts = look(options, *config, runtime);
  if (!facts) return refuse(facts.error());
  const HealthReport report = judge(*facts);
  const HealthStyle style{
      .columns = terminal_columns(shell),
      .glyphs = glyphs_of(shell.environment),
      .detail = options.verbose ? HealthDetail::kVerbose : HealthDetail::kBrief};
  Output output(shell, "");
  auto written = output.write(options.care.json ? health_json(*facts, report)
                                                : health_text(*facts, report, style));
  if (written) written = output.commit();
  if (!written) return complain(shell, written.error());
  return exit_of(report.verdict);
}

}  // namespace wick::cli
