#include "cli/cache_import_series.hpp"

#include <algorithm>
#include <map>
#include <utility>

#include "codec/sha256.hpp"
#include "core/time_text.hpp"
#include "store/series_days.hpp"
#include "wiring/calendar.hpp"
#include "zone/zone_database.hpp"

namespace wick::cli {
namespace {

constexpr std::size_t kFileMax = std::size_t{256} << 20U;
constexpr std::size_t kMetaMax = std::size_t{1} << 20U;

struct Read {
  store::ForeignBars found;
  core::Source source;
};

// What the file beside it says that this one does not have.
base::Result<std::uint64_t> rows_lost(const FoundSeries& file, const std::string& folder,
                                      std::uint64_t rows, port::Files& files) {
  if (file.meta_path.empty()) return std::uint64_t{0};
  const auto text = files.read(folder + "/" + file.meta_path, kMetaMax);
  if (!text) return text.error();
  const auto meta = store::read_series_meta(*text);
  if (!meta) return meta.error();
  return meta->rows.value_or(0) > rows ? *meta->rows - rows : 0;
}

base::Result<Read> read_file(const FoundSeries& file, const std::string& folder, Runtime& runtime) {
  const std::string path = folder + "/" + file.path;
  const auto facts = runtime.files().facts(path);
  if (!facts) return facts.error();
  const auto text = runtime.files().read(path, kFileMax);
  if (!text) return text.error();
  auto found =
      store::read_series_rows(*text, file.id, std::min(facts->modified, runtime.now().utc));
  if (!found) return found.error();
  if (found->bars.empty() && found->faults.empty()) {
    return base::Error{base::ErrorKind::kInvalid, "it has no rows"};
  }
  return Read{*std::move(found),
              {.origin = core::Origin::kImport,
               .revision = 0,
               .object = printable(file.path),
               .checksum = "sha256:" + codec::sha256_hex(*text),
               .fetched = facts->modified}};
}

base::Result<void> put(const Read& read, const core::Calendar& calendar,
                       store::Importing& importing, core::UtcTime now) {
  for (store::SeriesUnit& unit :
       store::units_of(read.found.bars, read.found.id, read.source, calendar)) {
    if (auto taken = importing.take_all(unit.period, std::move(unit.brought), now); !taken) {
      return taken;
    }
  }
  return importing.finish();
}

}  // namespace

std::vector<FoundSeries> take_series_files(std::vector<std::string>& files) {
  std::vector<FoundSeries> found;
  for (const std::string& path : files) {
    const auto name = store::read_series_name(path);
    if (!name || name->meta) continue;
    const std::string meta = path.substr(0, path.size() - 4) + ".meta.json";
    const bool has_meta = std::ranges::binary_search(files, meta);
    found.push_back({path, has_meta ? meta : "", name->id});
  }
  std::erase_if(files,
                [](const std::string& path) { return store::read_series_name(path).has_value(); });
  return found;
}

void import_series_file(const FoundSeries& file, const ImportOptions& options, Runtime& runtime,
                        ImportReport& report) {
  const std::string path = printable(file.path);
  ImportedSeries& series = entry_of(file.id, report);
  const auto read = read_file(file, options.folder, runtime);
  const auto lost = read ? rows_lost(file, options.folder, read->found.rows, runtime.files())
                         : base::Result<std::uint64_t>(read.error());
  const auto calendar = wiring::make_calendar(
      {.profile = core::calendar_of_instrument(file.id.symbol).name}, zone::read_zone);
  if (!calendar) {
    report.failure = calendar.error();
    return;
  }
  if (!lost) {
    add(report.refused, lost.error().what, path);
    ++series.refused_files;
    return;
  }
  if (*lost > 0) {
    add(report.refused_rows, "it is not there: the file's .meta.json counts more",
        path + ", " + std::to_string(*lost) + " of them");
  }
  note(read->found, path, series, report);
  const auto mode = options.dry_run ? store::ImportMode::kJudge : store::ImportMode::kWrite;
  store::Importing importing(store::Shelf(runtime.cache().disk(), file.id), mode);
  const auto kept = put(*read, *calendar, importing, runtime.now().utc);
  if (!kept) report.failure = kept.error();
  series.counts += importing.counts();
}

}  // namespace wick::cli
