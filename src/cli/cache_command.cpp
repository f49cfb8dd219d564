#include "cli/cache_command.hpp"

#include <algorithm>
#include <utility>

#include "cli/amounts.hpp"
#include "cli/failure_json.hpp"
#include "cli/get_request.hpp"
#include "cli/meter.hpp"
#include "cli/runtime.hpp"
#include "core/time_text.hpp"

namespace wick::cli {
namespace {

struct Asked {
  store::CensusFilter filter;
  store::Census census;
};

base::Result<Asked> look(const CareOptions& options, Runtime& runtime) {
  auto filter = understand(options);
  if (!filter) return filter.error();
  auto census = store::take_census(runtime.files(), runtime.cache().disk().layout, *filter);
  return Asked{*std::move(filter), std::move(census)};
}

using Table = std::string (*)(const store::Census&);
using Document = std::string (*)(const store::Census&, const std::string& root);

Exit show(const CareOptions& options, const Shell& shell, Table table, Document document) {
  const Refusal refuse(shell, options.json);
  const auto config = load_config(shell);
  if (!config) return refuse(config.error());
  Runtime runtime(*config, shell);
  const auto asked = look(options, runtime);
  if (!asked) return refuse(asked.error());
  const std::string& root = runtime.cache().disk().layout.root();
  for (const base::Error& error : asked->census.unreadable) say(shell, "wick: " + error.what);
  if (asked->census.series.empty()) say(shell, "wick: " + nothing_cached(asked->filter, root));
  const std::string text = options.json ? document(asked->census, root) : table(asked->census);
  std::fputs(text.c_str(), shell.out);
  if (!asked->census.unreadable.empty()) return Exit::kPartial;
  return asked->census.series.empty() ? Exit::kNoData : Exit::kOk;
}

Exit prune_all(const std::vector<store::Expendable>& plan, Runtime& runtime, const Shell& shell,
               std::uint64_t& freed) {
  Meter meter(shell, "file");
  Exit code = Exit::kOk;
  for (std::size_t i = 0; i < plan.size(); ++i) {
    meter.show({i, plan.size()}, runtime.now().mono);
    const store::Shelf shelf(runtime.cache().disk(), plan[i].id);
    const auto bytes = store::prune(shelf, plan[i]);
    if (bytes) {
      freed += *bytes;
    } else {
      meter.clear();
      code = complain(shell, bytes.error());
    }
  }
  return code;
}

std::string pruned_json(const std::vector<store::Expendable>& plan, std::uint64_t freed,
                        std::uint64_t left) {
  std::vector<std::string> files;
  for (const store::Expendable& group : plan) {
    for (const store::CensusFile& file : group.files) {
      files.push_back(JsonObject()
                          .text("path", file.path)
                          .number("bytes", file.facts.size)
                          .time("used", group.used)
                          .finish());
    }
  }
  return JsonObject()
             .number("freed_bytes", freed)
             .number("left_bytes", left)
             .raw("files", json_array(files))
             .finish() +
         "\n";
}

std::string pruned_text(const std::vector<store::Expendable>& plan, const PruneOptions& options,
                        std::uint64_t freed, std::uint64_t left) {
  std::string text;
  std::uint64_t files = 0;
  for (const store::Expendable& group : plan) {
    files += group.files.size();
    for (const store::CensusFile& file : group.files) {
      if (options.dry_run) text += "would remove  " + file.path + "\n";
    }
  }
  return text + (options.dry_run ? "would free " : "freed ") + bytes_text(freed) + " in " +
         plural(files, "file") + "; " + bytes_text(left) + (options.dry_run ? " would be" : "") +
         " left\n";
}

}  // namespace

base::Result<store::PruneLimits> understand(const PruneOptions& options, core::UtcTime now) {
  store::PruneLimits limits;
  if (options.size_max.empty() && options.before.empty()) {
    return base::Error{base::ErrorKind::kInvalid,
                       "say what may stay: --max-size 10G, or --before 2023-01-01"};
  }
  if (!options.size_max.empty()) {
    const auto size = parse_size("--max-size", options.size_max);
    if (!size) return size.error();
    limits.size_max = *size;
  }
  if (!options.before.empty()) {
    const auto before = parse_instant(options.before, now);
    if (!before) {
      return base::Error{base::ErrorKind::kInvalid,
                         "--before '" + options.before + "' is no time; write 2023-01-01 or 365d"};
    }
    limits.before = *before;
  }
  return limits;
}

Exit run_cache_ls(const CareOptions& options, const Shell& shell) {
  return show(options, shell, listing_text, listing_json);
}

Exit run_cache_du(const CareOptions& options, const Shell& shell) {
  return show(options, shell, usage_text, usage_json);
}

Exit run_cache_prune(const PruneOptions& options, const Shell& shell) {
  const Refusal refuse(shell, options.care.json);
  const auto config = load_config(shell);
  if (!config) return refuse(config.error());
  Runtime runtime(*config, shell);
  const auto limits = understand(options, runtime.now().utc);
  if (!limits) return refuse(limits.error());
  const auto asked = look(options.care, runtime);
  if (!asked) return refuse(asked.error());
  const auto plan = store::plan_pruning(asked->census, *limits);
  std::uint64_t freed = 0;
  Exit code = Exit::kOk;
  if (options.dry_run) {
    for (const store::Expendable& group : plan) freed += group.bytes;
  } else {
    code = prune_all(plan, runtime, shell, freed);
  }
  const std::uint64_t left = store::bytes_of(asked->census) - freed;
  const std::string text =
      options.care.json ? pruned_json(plan, freed, left) : pruned_text(plan, options, freed, left);
  std::fputs(text.c_str(), shell.out);
  if (code == Exit::kOk && limits->size_max && left > *limits->size_max) {
    say(shell, "wick: what is left may not go: logs, or bars that --before keeps");
    return Exit::kPartial;
  }
  return code;
}

}  // namespace wick::cli
