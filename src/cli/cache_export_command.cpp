#include "cli/cache_export_command.hpp"

#include <algorithm>
#include <filesystem>
#include <system_error>
#include <utility>

#include "cli/amounts.hpp"
#include "cli/cache_export_file.hpp"
#include "cli/failure_json.hpp"
#include "cli/get_request.hpp"
#include "cli/meter.hpp"
#include "cli/runtime.hpp"
#include "codec/sha256.hpp"
#include "store/exporting_manifest.hpp"

namespace wick::cli {
namespace {

constexpr std::size_t kFileMax = std::size_t{1} << 30U;
constexpr std::string_view kManifestName = "/manifest.json";

base::Error invalid(std::string what) {
  return {base::ErrorKind::kInvalid, std::move(what)};
}

struct ExportRequest {
  store::CensusFilter filter;
  core::TimeRange range{core::UtcTime{}, core::kFarFuture};
  ExportFormat format{};
};

base::Result<core::UtcTime> instant(const char* option, const std::string& text,
                                    core::UtcTime now) {
  const auto time = parse_instant(text, now);
  if (time) return *time;
  return invalid(std::string(option) + " '" + text + "' is no time; write 2023-01-01 or 365d");
}

base::Result<ExportRequest> understand(const ExportOptions& options, core::UtcTime now) {
  ExportRequest request;
  auto filter = understand(options.care);
  if (!filter) return filter.error();
  request.filter = *std::move(filter);
  const auto format = parse_export_format(options.format);
  if (!format)
    return invalid("--format '" + options.format + "' is not known; there is arrow, csv");
  request.format = *format;
  if (!options.from.empty()) {
    const auto from = instant("--from", options.from, now);
    if (!from) return from.error();
    request.range.begin = *from;
  }
  if (!options.to.empty()) {
    const auto to = instant("--to", options.to, now);
    if (!to) return to.error();
    request.range.end = *to;
  }
  if (request.range.empty()) return invalid("--from is not before --to");
  return request;
}

// The files would be taken for the cache's own.
base::Result<void> check_apart(const std::string& folder, const std::string& root) {
  std::error_code ignored;
  const auto whole = [&](const std::string& path) {
    return std::filesystem::weakly_canonical(path, ignored).string() + "/";
  };
  if (!whole(folder).starts_with(whole(root))) return {};
  return invalid(folder + " lies in the cache itself; name another folder");
}

struct Exported {
  std::uint64_t files{};
  std::uint64_t written{};
  std::uint64_t same{};  // were there already
  std::uint64_t rows{};
  std::uint64_t bytes{};
  std::vector<std::string> troubles;  // parts of the cache that could not be read
};

class Export {
 public:
  Export(ExportRequest request, std::string folder, Runtime& runtime)
      : request_(std::move(request)),
        folder_(std::move(folder)),
        runtime_(runtime),
        meter_(runtime.shell(), "month") {}

  base::Result<Exported> run(const store::Census& census) {
    if (auto known = read_old_manifest(); !known) return known.error();
    std::vector<Part> parts = parts_of(census);
    for (std::size_t i = 0; i < parts.size(); ++i) {
      meter_.show({i, parts.size()}, runtime_.now().mono);
      if (auto done = export_part(parts[i]); !done) return done.error();
    }
    meter_.clear();
    if (exported_.files == 0) return exported_;
    const std::string text = store::manifest_text(manifest_, runtime_.cache().disk().writer);
    if (auto kept = put(std::string(kManifestName), text); !kept) return kept.error();
    return exported_;
  }

 private:
  struct Part {
    core::SeriesId id;
    core::TimeRange wanted;
  };

  base::Result<void> read_old_manifest() {
    const std::string path = folder_ + std::string(kManifestName);
    const auto text = runtime_.files().read(path, kFileMax);
    if (!text && text.error().kind == base::ErrorKind::kUnsupported) return {};
    if (!text) return text.error();
    auto manifest = store::read_manifest(*text);
    if (!manifest) return base::within(path, manifest.error());
    std::erase_if(*manifest, [&](const auto& entry) {
      return !runtime_.files().facts(folder_ + "/" + entry.first);
    });
    manifest_ = *std::move(manifest);
    return {};
  }

  std::vector<Part> parts_of(const store::Census& census) {
    using Network = wiring::History::Network;
    std::vector<Part> parts;
    for (const store::SeriesCensus& series : census.series) {
      core::SeriesId id = series.id;
      if (id.interval == core::Interval::k3d) {
        id.phase_days =
            runtime_.history().three_day_phase(id, Network::kNotUsed, runtime_.reactor());
      }
      const core::Grid grid = core::grid_of(id);
      for (const core::TimeRange& month : months_of(runtime_.cache().disk(), series)) {
        core::TimeRange wanted = core::bars_opening_in(month, grid);
        wanted.begin = std::max(wanted.begin, grid.ceil(request_.range.begin));
        if (request_.range.end < wanted.end) wanted.end = grid.ceil(request_.range.end);
        if (!wanted.empty()) parts.push_back({id, wanted});
      }
    }
    return parts;
  }

  // What cannot be read is told, and the rest goes on; what cannot be written ends it.
  base::Result<void> export_part(const Part& part) {
    const auto days = store::export_month(runtime_.cache(), part.id, part.wanted, runtime_.now());
    if (!days) {
      exported_.troubles.push_back(core::describe(part.id) + ": " + days.error().what);
      return {};
    }
    for (const store::ExportedDay& day : *days) {
      if (auto done = export_day(part.id, day); !done) return done;
    }
    return {};
  }

  base::Result<void> export_day(const core::SeriesId& id, const store::ExportedDay& day) {
    const std::string path = export_path(id, day.day.begin, request_.format);
    const std::string bytes = export_bytes(id, day, request_.format);
    // The bars lie in mapped files: where one of those was cut, part of these bytes is nothing.
    if (const auto lost = runtime_.files().lost_mapping()) {
      return base::Error{base::ErrorKind::kCorrupt, *lost + " was cut while it was read"};
    }
    if (auto kept = put("/" + path, bytes); !kept) return kept;
    const auto expected = core::grid_of(id).count(day.opens);
    store::add(manifest_, {.path = path,
                           .id = id,
                           .range = day.opens,
                           .rows = day.rows,
                           .expected = static_cast<std::uint64_t>(expected),
                           .bytes = bytes.size(),
                           .sha256 = codec::sha256_hex(bytes)});
    ++exported_.files;
    exported_.rows += day.rows;
    exported_.bytes += bytes.size();
    return {};
  }

  // A file that is there already with the same bytes is left as it is.
  base::Result<void> put(const std::string& name, const std::string& bytes) {
    const std::string path = folder_ + name;
    port::Files& files = runtime_.files();
    const bool manifest = name == kManifestName;
    if (files.read_into(path, kFileMax, there_) && there_ == bytes) {
      exported_.same += manifest ? 0 : 1;
      return {};
    }
    if (auto made = files.make_folders(port::folder_of(path)); !made) return made;
    exported_.written += manifest ? 0 : 1;
    return port::replace_file(files, path, bytes, runtime_.cache().disk().random->next());
  }

  ExportRequest request_;
  std::string folder_;
  Runtime& runtime_;
  Meter meter_;
  store::Manifest manifest_;
  Exported exported_;
  std::string there_;
};

std::string text_of(const Exported& exported, const std::string& folder) {
  std::string text;
  for (const std::string& trouble : exported.troubles) text += "left out " + trouble + "\n";
  if (exported.files == 0) return text;
  return text + plural(exported.rows, "bar") + " in " + plural(exported.files, "file") + ", " +
         bytes_text(exported.bytes) + ": " + std::to_string(exported.written) + " written, " +
         std::to_string(exported.same) + " there already\n" + folder + std::string(kManifestName) +
         " has their checksums\n";
}

std::string json_of(const Exported& exported, const std::string& folder) {
  std::vector<std::string> troubles;
  for (const std::string& trouble : exported.troubles) {
    troubles.push_back(JsonObject().text("what", trouble).finish());
  }
  return JsonObject()
             .text("folder", folder)
             .number("files", exported.files)
             .number("written", exported.written)
             .number("same", exported.same)
             .number("rows", exported.rows)
             .number("bytes", exported.bytes)
             .raw("left_out", json_array(troubles))
             .finish() +
         "\n";
}

}  // namespace

Exit run_cache_export(const ExportOptions& options, const Shell& shell) {
  const Refusal refuse(shell, options.care.json);
  const auto config = load_config(shell);
  if (!config) return refuse(config.error());
  Runtime runtime(*config, shell);
  auto request = understand(options, runtime.now().utc);
  if (!request) return refuse(request.error());
  const store::Disk& disk = runtime.cache().disk();
  if (auto apart = check_apart(options.folder, disk.layout.root()); !apart) {
    return refuse(apart.error());
  }
  const auto census = store::take_census(runtime.files(), disk.layout, request->filter);
  const store::CensusFilter filter = request->filter;
  const auto exported = Export(*request, options.folder, runtime).run(census);
  if (!exported) return refuse(exported.error());
  const std::string text =
      options.care.json ? json_of(*exported, options.folder) : text_of(*exported, options.folder);
  std::fputs(text.c_str(), shell.out);
  if (!exported->troubles.empty()) return Exit::kPartial;
  if (exported->files > 0) return Exit::kOk;
  say(shell, "wick: " + nothing_cached(filter, disk.layout.root()));
  return Exit::kNoData;
}

}  // namespace wick::cli
