#include "cli/cache_import_fundings.hpp"

#include <algorithm>
#include <set>
#include <utility>

#include "cli/cache_import_check.hpp"
#include "codec/sha256.hpp"

namespace wick::cli {
namespace {

constexpr std::size_t kFileMax = std::size_t{64} << 20U;
constexpr std::size_t kListMax = std::size_t{16} << 20U;

struct Read {
  std::vector<store::ForeignBars> symbols;
  core::Source source;
};

base::Result<Read> read_file(const FoundFundings& file, const std::string& folder,
                             Runtime& runtime) {
  const std::string path = folder + "/" + file.path;
  const auto facts = runtime.files().facts(path);
  if (!facts) return facts.error();
  const auto bytes = runtime.files().read(path, kFileMax);
  if (!bytes) return bytes.error();
  auto symbols =
      store::read_fundings(*bytes, file.place, std::min(facts->modified, runtime.now().utc));
  if (!symbols) return symbols.error();
  return Read{*std::move(symbols),
              {.origin = core::Origin::kImport,
               .revision = 0,
               .object = printable(file.path),
               .checksum = "sha256:" + codec::sha256_hex(*bytes),
               .fetched = facts->modified}};
}

base::Result<void> put(const store::ForeignBars& found, const core::Source& source,
                       store::Importing& importing, core::UtcTime now) {
  for (store::SeriesUnit& unit : store::funding_units(found, source)) {
    if (auto taken = importing.take_all(unit.period, std::move(unit.brought), now); !taken) {
      return taken;
    }
  }
  return importing.finish();
}

std::string folder_of(const std::string& path) {
  const std::size_t slash = path.rfind('/');
  return slash == std::string::npos ? "" : path.substr(0, slash + 1);
}

std::string stem_of(const std::string& path) {
  std::string stem = path.substr(folder_of(path).size());
  stem.erase(std::min(stem.rfind('.'), stem.size()));
  for (char& c : stem) c = c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  return stem;
}

// The files below each list that it marks as invalid.
class Lists {
 public:
  void add_list(const std::string& path, port::Files& disk, ImportReport& report) {
    const auto json = disk.read(report.folder + "/" + path, kListMax);
    const auto files =
        json ? store::read_funding_list(*json) : base::Result<std::set<std::string>>(json.error());
    if (files) {
      lists_.emplace_back(folder_of(path), *files);
    } else {
      add(report.refused, files.error().what, printable(path));
    }
  }
  [[nodiscard]] bool marks(const std::string& path) const {
    return std::ranges::any_of(lists_, [&](const auto& list) {
      return path.starts_with(list.first) && list.second.contains(stem_of(path));
    });
  }

 private:
  std::vector<std::pair<std::string, std::set<std::string>>> lists_;
};

bool is_list(const std::string& path) {
  return path.substr(folder_of(path).size()) == store::kFundingList;
}

bool is_funding_file(const std::string& path) {
  return store::is_funding_path(path) && (path.ends_with(".arrow") || path.ends_with(".parquet"));
}

}  // namespace

std::vector<FoundFundings> take_funding_files(std::vector<std::string>& files,
                                              const store::ForeignWish& wish, port::Files& disk,
                                              ImportReport& report) {
  Lists lists;
  for (const std::string& path : files) {
    if (is_list(path)) lists.add_list(path, disk, report);
  }
  std::vector<FoundFundings> found;
  for (const std::string& path : files) {
    if (!is_funding_file(path)) continue;
    const auto place = store::read_funding_path(path, wish);
    if (!place) {
      add(report.refused, place.error().what, printable(path));
    } else if (wish.market.value_or(place->market) != place->market) {
      add(report.ignored, "another market", printable(path));
    } else if (wish.provider.value_or(place->provider) != place->provider) {
      add(report.ignored, "another provider", printable(path));
    } else if (lists.marks(path)) {
      add(report.refused, "cache_metadata.json marks it as invalid", printable(path));
    } else {
      ++report.layouts["fundings"];
      found.push_back({path, *place});
    }
  }
  std::erase_if(files,
                [](const std::string& path) { return is_list(path) || is_funding_file(path); });
  return found;
}

void import_funding_file(const FoundFundings& file, const ImportOptions& options, Runtime& runtime,
                         ImportReport& report) {
  const std::string path = printable(file.path);
  const auto read = read_file(file, options.folder, runtime);
  if (!read) return add(report.refused, read.error().what, path);
  const auto mode = options.dry_run ? store::ImportMode::kJudge : store::ImportMode::kWrite;
  for (const store::ForeignBars& found : read->symbols) {
    ImportedSeries& series = entry_of(found.id, report);
    const auto why = options.check && !found.bars.empty()
                         ? disagreement(found.id, sample_of(found.bars), runtime)
                         : std::nullopt;
    if (why) {
      add(report.refused, *why, path);
      ++series.refused_files;
      continue;
    }
    note(found, path, series, report);
    store::Importing importing(store::Shelf(runtime.cache().disk(), found.id), mode);
    if (auto kept = put(found, read->source, importing, runtime.now().utc); !kept) {
      report.failure = kept.error();
    }
    series.counts += importing.counts();
  }
}

}  // namespace wick::cli
