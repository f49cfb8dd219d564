#include "cli/stats_command.hpp"

#include <utility>

#include "cli/amounts.hpp"
#include "cli/failure_json.hpp"
#include "cli/get_request.hpp"
#include "cli/output.hpp"
#include "cli/runtime.hpp"
#include "cli/stats_text.hpp"
#include "cli/terminal.hpp"
#include "store/events.hpp"

namespace wick::cli {
namespace {

base::Result<StatsBy> parse_by(const std::string& text) {
  if (text == "source") return StatsBy::kSource;
  if (text == "symbol") return StatsBy::kSymbol;
  if (text == "day") return StatsBy::kDay;
  return base::Error{base::ErrorKind::kInvalid,
                     "--by '" + text + "' is not known; there is source, symbol and day"};
}

std::string nothing_noted(const StatsQuestion& question, const std::string& path) {
  return "wick: no request" + std::string(question.symbols.empty() ? "" : " of that") + " since " +
         instant_text(question.asked_in.begin) + " is noted in " + path +
         "; wick get BTCUSDT --last 7d makes one, --since 30d looks further back";
}

std::string left_out(std::uint64_t lines, const std::string& path) {
  return "wick: " + plural(lines, "line") + " of " + path + " could not be read, and " +
         (lines == 1 ? "is" : "are") + " left out";
}

base::Result<void> print(const StatsReport& report, const StatsOptions& options,
                         const Shell& shell) {
  Output output(shell, "");
  const StatsStyle style{terminal_columns(shell), glyphs_of(shell.environment)};
  if (!options.json && report.answers == 0) return {};
  auto written = output.write(options.json ? stats_json(report) : stats_text(report, style));
  return written ? output.commit() : written;
}

}  // namespace

base::Result<StatsQuestion> understand(const StatsOptions& options, core::UtcTime now) {
  StatsQuestion question;
  for (const std::string& text : options.symbols) {
    auto symbol = core::canonical_symbol(text);
    if (!symbol) return symbol.error();
    question.symbols.insert(*std::move(symbol));
  }
  const auto since = parse_instant(options.since, now);
  if (!since) {
    return base::Error{base::ErrorKind::kInvalid,
                       "--since '" + options.since + "' is no time; write 24h, 7d or 2024-03-05"};
  }
  question.asked_in = {*since, now + core::Micros{1}};
  if (question.asked_in.empty()) {
    return base::Error{base::ErrorKind::kInvalid, "--since '" + options.since + "' is yet to come"};
  }
  const auto by = parse_by(options.by);
  if (!by) return by.error();
  question.by = *by;
  return question;
}

Exit run_stats(const StatsOptions& options, const Shell& shell) {
  const Refusal refuse(shell, options.json);
  const auto config = load_config(shell);
  if (!config) return refuse(config.error());
  Runtime runtime(*config, shell);
  const auto question = understand(options, runtime.now().utc);
  if (!question) return refuse(question.error());
  const std::string path = runtime.cache().disk().layout.events();
  const auto content = store::Events(runtime.files(), path).read();
  if (!content) return refuse(content.error());
  if (content->lines_unread > 0) say(shell, left_out(content->lines_unread, path));
  const StatsReport report = summarize(content->events, *question);
  if (report.answers == 0) say(shell, nothing_noted(*question, path));
  const auto printed = print(report, options, shell);
  if (!printed) return complain(shell, printed.error());
  return report.answers == 0 ? Exit::kNoData : Exit::kOk;
}

}  // namespace wick::cli
