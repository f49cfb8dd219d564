#include "cli/cache_import_command.hpp"

#include <algorithm>
#include <tuple>
#include <utility>

#include "cli/cache_import_check.hpp"
#include "cli/cache_import_fundings.hpp"
#include "cli/cache_import_report.hpp"
#include "cli/cache_import_series.hpp"
#include "cli/cache_import_walk.hpp"
#include "cli/failure_json.hpp"
#include "cli/meter.hpp"
#include "cli/runtime.hpp"
#include "codec/sha256.hpp"
#include "core/time_text.hpp"
#include "store/importing_mixup.hpp"

namespace wick::cli {
namespace {

constexpr std::size_t kFileMax = std::size_t{64} << 20U;

struct FoundFile {
  std::string path;  // below the folder
  store::ForeignPlace place;
};

// Series by series, those first that others are compared with; the files of one by their days.
auto order_of(const FoundFile& file) {
  const core::SeriesId& id = file.place.id;
  return std::tuple(!store::Mixup::is_source(id), id.provider, id.market, id.symbol, id.interval,
                    file.place.day.begin, file.path);
}

base::Result<store::ForeignWish> understand(const ImportOptions& options) {
  store::ForeignWish wish;
  const auto unknown = [](const std::string& what) {
    return base::Error{base::ErrorKind::kInvalid, what};
  };
  if (!options.market.empty()) {
    wish.market = core::parse_market(options.market);
    if (!wish.market) {
      return unknown("--market '" + options.market +
                     "' is not known; there is spot, futures_usdt (um), futures_coin (cm), fx");
    }
  }
  if (!options.provider.empty()) {
    wish.provider = core::parse_provider(options.provider);
    if (!wish.provider) {
      return unknown("--provider '" + options.provider +
                     "' is not known; there is binance, okx, fxcm");
    }
  }
  return wish;
}

class Import {
 public:
  Import(const ImportOptions& options, const store::ForeignWish& wish, Runtime& runtime)
      : options_(options), wish_(wish), runtime_(runtime), meter_(runtime.shell(), "file") {
    report_.folder = options.folder;
    report_.dry_run = options.dry_run;
  }

  ImportReport run() {
    std::vector<FoundFile> files = find();
    report_.bars_files = files.size() + series_files_.size() + funding_files_.size() + unchecked_;
    for (auto begin = files.begin(); begin != files.end() && !report_.failure;) {
      const auto end = std::find_if(begin, files.end(), [&](const FoundFile& file) {
        return file.place.id != begin->place.id;
      });
      import_series({begin, end});
      begin = end;
    }
    for (const FoundSeries& file : series_files_) {
      if (report_.failure) break;
      meter_.show({done_++, report_.bars_files}, runtime_.now().mono);
      import_series_file(file, options_, runtime_, report_);
    }
    for (const FoundFundings& file : funding_files_) {
      if (report_.failure) break;
      meter_.show({done_++, report_.bars_files}, runtime_.now().mono);
      import_funding_file(file, options_, runtime_, report_);
    }
    meter_.clear();
    std::ranges::sort(report_.series, {}, [](const ImportedSeries& series) {
      const core::SeriesId& id = series.id;
      return std::tuple(id.provider, id.market, id.chart, id.symbol, id.interval);
    });
    return std::move(report_);
  }

 private:
  struct Read {
    store::ForeignBars found;
    core::Source source;
  };
  // The files of one period, put together.
  struct Gathered {
    store::Period period;
    std::vector<store::Sourced> rows;
  };

  std::vector<FoundFile> find() {
    Walked walked = walk(runtime_.files(), options_.folder);
    find_series(walked.files);
    funding_files_ = take_funding_files(walked.files, wish_, runtime_.files(), report_);
    for (const Walked::Closed& folder : walked.closed)
      add(report_.refused, folder.why, folder.path);
    for (const std::string& link : walked.links) {
      add(report_.ignored, "a link, which is not followed", printable(link));
    }
    std::vector<FoundFile> files;
    for (const std::string& path : walked.files) {
      store::ForeignName name = store::read_foreign_path(path, wish_);
      if (name.kind == store::ForeignKind::kRefused)
        add(report_.refused, name.why, printable(path));
      if (name.kind == store::ForeignKind::kIgnored)
        add(report_.ignored, name.why, printable(path));
      if (name.kind != store::ForeignKind::kBars) continue;
      ++report_.layouts[name.place.layout];
      files.push_back({path, std::move(name.place)});
    }
    for (FoundFile& file : files) settle(file);
    std::ranges::sort(files, {}, order_of);
    return files;
  }

  // The files of whole series are not looked at once more.
  void find_series(std::vector<std::string>& paths) {
    for (FoundSeries& file : take_series_files(paths)) {
      const std::string path = printable(file.path);
      if (wish_.provider.value_or(file.id.provider) != file.id.provider) {
        add(report_.ignored, "another provider", path);
      } else if (wish_.market.value_or(file.id.market) != file.id.market) {
        add(report_.ignored, "another market", path);
      } else if (options_.check) {
        ++unchecked_;
        add(report_.refused, "it could not be compared: nobody else has bars of FXCM", path);
      } else {
        ++report_.layouts["SYMBOL_INTERVAL.csv"];
        series_files_.push_back(std::move(file));
      }
    }
  }

  // What the path leaves open of the series.
  void settle(FoundFile& file) {
    using Network = wiring::History::Network;
    core::SeriesId& id = file.place.id;
    if (id.interval == core::Interval::k3d) {
      id.phase_days = runtime_.history().three_day_phase(id, Network::kNotUsed, runtime_.reactor());
    }
    if (!file.place.minute_or_month) return;
    const auto read = read_file(file);
    if (read) id.interval = read->found.id.interval;
  }

  base::Result<Read> read_file(const FoundFile& file) {
    const std::string path = options_.folder + "/" + file.path;
    const auto facts = runtime_.files().facts(path);
    if (!facts) return facts.error();
    if (auto read = runtime_.files().read_into(path, kFileMax, bytes_); !read) return read.error();
    const core::UtcTime now = runtime_.now().utc;
    auto found = store::read_foreign_bars(bytes_, file.place, std::min(facts->modified, now));
    if (!found) return found.error();
    return Read{*std::move(found),
                {.origin = core::Origin::kImport,
                 .revision = 0,
                 .object = printable(file.path),
                 .checksum = "sha256:" + codec::sha256_hex(bytes_),
                 .fetched = facts->modified}};
  }

  void import_series(std::span<const FoundFile> files) {
    ImportedSeries& series =
        report_.series.emplace_back(ImportedSeries{.id = files.front().place.id});
    if (options_.check && !stands_the_check(files, series)) return skip(files.size());
    const auto mode = options_.dry_run ? store::ImportMode::kJudge : store::ImportMode::kWrite;
    store::Importing importing(store::Shelf(runtime_.cache().disk(), series.id), mode);
    Gathered gathered;
    for (const FoundFile& file : files) {
      meter_.show({done_++, report_.bars_files}, runtime_.now().mono);
      auto read = read_believed(file, series);
      if (!read) continue;
      const auto period = store::unit_with(series.id.interval, file.place.day.begin);
      if (period != gathered.period && !hand_over(gathered, importing)) return;
      gathered.period = period;
      gathered.rows.push_back({std::move(read->source), store::chunk_of(read->found.bars)});
    }
    if (!hand_over(gathered, importing)) return;
    if (auto kept = importing.finish(); !kept) report_.failure = kept.error();
    series.counts = importing.counts();
  }

  void skip(std::size_t files) { done_ += files; }

  bool hand_over(Gathered& gathered, store::Importing& importing) {
    if (gathered.rows.empty()) return true;
    const auto taken =
        importing.take(gathered.period, std::exchange(gathered.rows, {}), runtime_.now().utc);
    if (!taken) report_.failure = taken.error();
    report_.series.back().counts = importing.counts();
    return static_cast<bool>(taken);
  }

  // What can be taken of a file; what cannot is noted.
  std::optional<Read> read_believed(const FoundFile& file, ImportedSeries& series) {
    const std::string path = printable(file.path);
    auto read = read_file(file);
    if (read && mixup_.is_in(read->found.id, read->found.bars)) {
      read =
          base::Error{base::ErrorKind::kInvalid,
                      "its bars are those of BTCUSDT: a release that ignored the symbol wrote it"};
    }
    if (!read) {
      add(report_.refused, read.error().what, path);
      ++series.refused_files;
      return std::nullopt;
    }
    const store::ForeignBars& found = read->found;
    for (const store::RowFault& fault : found.faults) {
      add(report_.refused_rows, "it " + fault.why, path + " " + core::to_iso(fault.open));
    }
    report_.forming_rows += found.forming;
    report_.repeated_rows += found.repeated;
    ++series.files;
    series.rows += found.bars.size();
    if (series.span.empty()) series.span = file.place.day;
    series.span.end = file.place.day.end;
    return *std::move(read);
  }

  // A few bars of its first and of its last good file against the exchange.
  bool stands_the_check(std::span<const FoundFile> files, ImportedSeries& series) {
    std::vector<core::Bar> some = first_bars(files.begin(), files.end());
    const auto last = first_bars(files.rbegin(), files.rend());
    some.insert(some.end(), last.begin(), last.end());
    const auto why = some.empty() ? std::nullopt : disagreement(series.id, some, runtime_);
    if (!why) return true;
    series.refused_files = files.size();
    for (const FoundFile& file : files) add(report_.refused, *why, printable(file.path));
    return false;
  }

  template <typename File>
  std::vector<core::Bar> first_bars(File begin, File end) {
    for (; begin != end; ++begin) {
      const auto read = read_file(*begin);
      if (read && !read->found.bars.empty()) return sample_of(read->found.bars);
    }
    return {};
  }

  const ImportOptions& options_;
  store::ForeignWish wish_;
  Runtime& runtime_;
  Meter meter_;
  ImportReport report_;
  store::Mixup mixup_;
  std::vector<FoundSeries> series_files_;
  std::vector<FoundFundings> funding_files_;
  std::string bytes_;
  std::size_t unchecked_{0};
  std::size_t done_{0};
};

}  // namespace

Exit run_cache_import(const ImportOptions& options, const Shell& shell) {
  const Refusal refuse(shell, options.json);
  const auto config = load_config(shell);
  if (!config) return refuse(config.error());
  const auto wish = understand(options);
  if (!wish) return refuse(wish.error());
  Runtime runtime(*config, shell);
  if (auto folder = runtime.files().list(options.folder); !folder) {
    return refuse(base::within("the folder to import", folder.error()));
  }
  const ImportReport report = Import(options, *wish, runtime).run();
  const std::string text = options.json ? json_of(report) : text_of(report);
  std::fputs(text.c_str(), shell.out);
  if (report.failure) return complain(shell, *report.failure);
  if (report.bars_files == 0) say(shell, "wick: no files of bars in " + options.folder);
  return verdict(report);
}

}  // namespace wick::cli
