#include "cli/compact_command.hpp"

#include "cli/amounts.hpp"
#include "cli/failure_json.hpp"
#include "cli/meter.hpp"
#include "cli/runtime.hpp"
#include "store/compacting.hpp"

namespace wick::cli {
namespace {

struct Job {
  core::SeriesId id;
  store::Period month;
};

struct Compacted {
  Job job;
  store::Folded folded;
  std::optional<base::Error> error;
};

std::string line_of(const Compacted& one) {
  const std::string what = core::describe(one.job.id) + " " + name(one.job.month) + ": ";
  if (one.error) return what + one.error->what + "\n";
  return what + plural(one.folded.days, "day file") + " folded, " + plural(one.folded.rows, "bar") +
         "\n";
}

std::string json_of(const Compacted& one) {
  JsonObject json;
  json.text("provider", core::name(one.job.id.provider))
      .text("market", core::name(one.job.id.market))
      .text("chart", core::name(one.job.id.chart))
      .text("symbol", one.job.id.symbol)
      .text("interval", core::name(one.job.id.interval))
      .text("month", name(one.job.month));
  if (one.error) return json.text("error", one.error->what).finish();
  return json.number("days", one.folded.days).number("rows", one.folded.rows).finish();
}

std::vector<Compacted> compact_all(const std::vector<Job>& jobs, Runtime& runtime, Meter& meter) {
  std::vector<Compacted> done;
  for (const Job& job : jobs) {
    meter.show({done.size(), jobs.size()}, runtime.now().mono);
    const store::Shelf shelf(runtime.cache().disk(), job.id);
    const auto folded = store::fold(shelf, job.month, runtime.now().utc);
    Compacted& one = done.emplace_back(Compacted{job, {}, {}});
    if (folded) {
      one.folded = *folded;
    } else {
      one.error = folded.error();
    }
  }
  meter.clear();
  return done;
}

}  // namespace

Exit run_compact(const CareOptions& options, const Shell& shell) {
  const Refusal refuse(shell, options.json);
  const auto config = load_config(shell);
  if (!config) return refuse(config.error());
  const auto filter = understand(options);
  if (!filter) return refuse(filter.error());
  Runtime runtime(*config, shell);
  const store::Disk& disk = runtime.cache().disk();
  const store::Census census = store::take_census(runtime.files(), disk.layout, *filter);
  std::vector<Job> jobs;
  for (const store::SeriesCensus& series : census.series) {
    const store::Shelf shelf(disk, series.id);
    for (const store::Period& month : store::months_to_fold(shelf, runtime.now().utc)) {
      jobs.push_back({series.id, month});
    }
  }
  Meter meter(shell, "month");
  const std::vector<Compacted> done = compact_all(jobs, runtime, meter);

  std::string text;
  std::vector<std::string> items;
  store::Folded sum;
  std::uint64_t failed = 0;
  for (const Compacted& one : done) {
    sum.days += one.folded.days;
    failed += one.error ? 1 : 0;
    text += line_of(one);
    items.push_back(json_of(one));
  }
  text += plural(sum.days, "day file") + " folded into " + plural(done.size() - failed, "month");
  if (failed > 0) text += "; " + plural(failed, "month") + " left as before; see wick verify";
  if (jobs.empty()) text += ": every whole month is in one file already";
  if (options.json) {
    text = JsonObject()
               .number("days", sum.days)
               .number("failed", failed)
               .raw("months", json_array(items))
               .finish();
  }
  std::fprintf(shell.out, "%s\n", text.c_str());
  if (failed == 0) return Exit::kOk;
  return failed < done.size() ? Exit::kPartial : Exit::kFailed;
}

}  // namespace wick::cli
