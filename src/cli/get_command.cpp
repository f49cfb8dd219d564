#include "cli/get_command.hpp"

#include <vector>

#include "cli/failure_json.hpp"
#include "cli/get_event.hpp"
#include "cli/get_fetch.hpp"
#include "cli/get_plan.hpp"
#include "cli/get_print.hpp"
#include "cli/get_summary.hpp"
#include "cli/terminal.hpp"
#include "core/time_text.hpp"
#include "store/events.hpp"

namespace wick::cli {
namespace {

bool is_binary(Format format) {
  return format == Format::kArrow || format == Format::kArrowStream;
}

base::Error not_for_a_terminal(const std::string& format) {
  return {base::ErrorKind::kInvalid,
          "--format " + format + " is not for a terminal; add -o bars.arrow, or a pipe behind it"};
}

ProgressStyle progress_style(const Shell& shell) {
  return shell.err_is_terminal ? ProgressStyle::kTerminal : ProgressStyle::kLines;
}

std::vector<Answered> answers_of(const GetRequest& request, const GetOptions& options,
                                 Runtime& runtime, const Shell& shell) {
  if (request.range.empty()) {
    std::vector<Answered> nothing;
    for (const core::SeriesId& id : request.series) nothing.push_back({.id = id, .answer = {}});
    return nothing;
  }
  Progress progress(shell.err, progress_style(shell));
  return fetch_all(request, options.wait ? Throttled::kWait : Throttled::kReturn, runtime,
                   progress);
}

base::Result<void> print_all(const std::vector<Answered>& answers, const GetRequest& request,
                             const GetOptions& options, Runtime& runtime) {
  const Shell& shell = runtime.shell();
  const bool to_screen = options.output.empty();
  Output output(shell, options.output);
  output.made_of(runtime.files());
  return print(answers, request,
               {.with_final = options.include_open,
                .bars = !options.no_bars,
                .colour = to_screen && shell.colour_out(),
                .columns = terminal_columns(shell)},
               output);
}

void tell(const std::vector<Answered>& answers, const GetRequest& request, core::UtcTime now,
          const Shell& shell) {
  if (request.range.empty()) {
    say(shell, "wick: no bar of that range is over yet; it is " + core::to_iso(now));
    return;
  }
  for (const Answered& answered : answers) {
    say(shell, summary(answered.id, answered.answer, answered.elapsed));
  }
}

// Into the ring of events. A look at the cache alone leaves no trace.
void note(const std::vector<Answered>& answers, const GetRequest& request, Runtime& runtime) {
  if (request.range.empty() || request.source == wiring::SourceChoice::kCache) return;
  store::Events events(runtime.files(), runtime.cache().disk().layout.events());
  for (const Answered& answered : answers) {
    events.add(event_json(answered, request.range, runtime.now().utc));
  }
}

void tell_state(const Runtime& runtime, const Shell& shell) {
  const auto trouble = runtime.state_trouble();
  if (!trouble) return;
  say(shell, "wick: the state cannot be written, so other programs do not know our requests: " +
                 trouble->what);
}

// What came of each object and page, for those who want to know it exactly.
void trace(const std::vector<Answered>& answers, const base::Log& log) {
  if (!log.says(base::LogLevel::kDebug)) return;
  for (const Answered& answered : answers) {
    for (const port::Evidence& evidence : answered.answer.evidence) {
      log.debug("answered", {{"object", evidence.object}, {"outcome", evidence.outcome}});
    }
  }
}

// As a document where the bars would be one, too.
Refusal refusal_of(const GetOptions& options, const Shell& shell) {
  return {shell, options.json || options.format == "json"};
}

Exit get(const GetRequest& request, const GetOptions& options, Runtime& runtime,
         const Shell& shell) {
  const auto answers = answers_of(request, options, runtime, shell);
  trace(answers, runtime.log());
  for (const Answered& answered : answers) {
    if (const auto& refusal = answered.answer.refusal) {
      return refusal_of(options, shell)(base::within(answered.id.symbol, *refusal));
    }
  }
  note(answers, request, runtime);
  Exit code = verdict(answers.front().answer);
  for (const Answered& answered : answers) code = together(code, verdict(answered.answer));
  // Where nothing was obtained there is nothing to print, and least of all over an older file; a
  // JSON document alone tells why.
  const bool worth_printing =
      code != Exit::kFailed || (request.format == Format::kJson && options.output.empty());
  if (worth_printing) {
    auto printed = print_all(answers, request, options, runtime);
    if (!printed) return complain(shell, printed.error());
  }
  tell(answers, request, runtime.now().utc, shell);
  tell_state(runtime, shell);
  return code;
}

int three_day_phase(const GetRequest& request, const GetOptions& options, Runtime& runtime) {
  using Network = wiring::History::Network;
  const bool local = options.plan || request.source == wiring::SourceChoice::kCache;
  return runtime.history().three_day_phase(
      request.series.front(), local ? Network::kNotUsed : Network::kUsed, runtime.reactor());
}

Exit plan(const GetRequest& request, const GetOptions& options, Runtime& runtime,
          const Shell& shell) {
  Output output(shell, options.output);
  const auto printed = print_plans(request, runtime, shell, output);
  if (!printed) return complain(shell, printed.error());
  return request.range.empty() ? Exit::kNoData : Exit::kOk;
}

}  // namespace

Exit run_get(const GetOptions& options, const Shell& shell) {
  auto config = load_config(shell);
  if (!config) return refusal_of(options, shell)(config.error());
  Runtime runtime(*config, shell);
  auto request = understand(options, runtime.now().utc);
  if (request && request->series.front().interval == core::Interval::k3d) {
    request = understand(options, runtime.now().utc, three_day_phase(*request, options, runtime));
  }
  if (!request) return refusal_of(options, shell)(request.error());
  if (options.plan) return plan(*request, options, runtime, shell);
  if (is_binary(request->format) && options.output.empty() && shell.out_is_terminal) {
    return refusal_of(options, shell)(not_for_a_terminal(options.format));
  }
  return get(*request, options, runtime, shell);
}

}  // namespace wick::cli
