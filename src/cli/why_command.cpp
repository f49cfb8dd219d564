#include "cli/why_command.hpp"

#include "cli/failure_json.hpp"
#include "cli/get_request.hpp"
#include "cli/runtime.hpp"
#include "cli/why_text.hpp"

namespace wick::cli {
namespace {

struct Question {
  core::SeriesId id;
  core::UtcTime open;
};

base::Result<Question> understand(const WhyOptions& options, Runtime& runtime) {
  const core::UtcTime now = runtime.now().utc;
  GetOptions as_get;  // the same words mean the same series
  as_get.symbols = {options.symbol};
  as_get.market = options.market;
  as_get.interval = options.interval;
  as_get.provider = options.provider;
  as_get.chart = options.chart;
  const auto request = understand(as_get, now);
  if (!request) return request.error();
  const auto time = parse_instant(options.time, now);
  if (!time) {
    return base::Error{base::ErrorKind::kInvalid,
                       "'" + options.time + "' is no time; write 2024-03-05T10:31, UTC"};
  }
  core::SeriesId id = request->series.front();
  if (id.interval == core::Interval::k3d) {
    id.phase_days = runtime.history().three_day_phase(id, wiring::History::Network::kNotUsed,
                                                      runtime.reactor());
  }
  return Question{id, core::grid_of(id).floor(*time)};
}

}  // namespace

Exit run_why(const WhyOptions& options, const Shell& shell) {
  const Refusal refuse(shell, options.json);
  const auto config = load_config(shell);
  if (!config) return refuse(config.error());
  Runtime runtime(*config, shell);
  const auto question = understand(options, runtime);
  if (!question) return refuse(question.error());
  const store::Shelf shelf(runtime.cache().disk(), question->id);
  const store::Trace trace = store::trace(shelf, question->open);
  const std::string text =
      options.json ? why_json(question->id, trace) : why_text(question->id, trace);
  std::fputs(text.c_str(), shell.out);
  if (!trace.path.empty()) return Exit::kOk;
  if (!trace.damaged.empty()) {
    say(shell, "wick: its file is damaged; wick repair fetches it again");
    return Exit::kFailed;
  }
  say(shell, "wick: not cached; fetch it with  " + get_command_for(question->id, question->open));
  return Exit::kNoData;
}

}  // namespace wick::cli
