#include "cli/get_command.hpp"

#include <algorithm>
#include <utility>

#include "cli/bar_text.hpp"
#include "cli/get_summary.hpp"
#include "cli/output.hpp"
#include "cli/progress.hpp"
#include "core/time_text.hpp"
#include "io/device_random.hpp"
#include "io/reactor.hpp"

namespace wick::cli {
namespace {

struct Answered {
  core::SeriesId id;
  history::Answer answer;
  core::Micros elapsed{};
};

// All symbols at once, each stepping whenever something has come in.
std::vector<Answered> fetch_all(const GetRequest& request, const GetOptions& options,
                                const wiring::BinanceHistory& binance, io::Reactor& reactor,
                                Progress progress) {
  std::vector<history::Retrieval> retrievals;
  for (const core::SeriesId& id : request.series) {
    retrievals.emplace_back(
        history::Request{
            .id = id, .wanted = {request.range}, .options = {.wait_when_throttled = options.wait}},
        binance.tiers(id, request.source));
  }
  const core::MonoTime start = reactor.now().mono;
  std::vector<Answered> answers(retrievals.size());
  for (std::size_t done = 0; done < retrievals.size();) {
    core::MonoTime wake = core::MonoTime::max();
    history::Retrieval::Progress sum;
    for (std::size_t i = 0; i < retrievals.size(); ++i) {
      const bool was_done = retrievals[i].done();
      retrievals[i].step(reactor.now());
      const auto part = retrievals[i].progress();
      sum.settled += part.settled;
      sum.wanted += part.wanted;
      if (!retrievals[i].done()) {
        wake = std::min(wake, retrievals[i].wake());
      } else if (!was_done) {
        answers[i] = {request.series[i], retrievals[i].take(), reactor.now().mono - start};
        ++done;
      }
    }
    progress.show(sum, reactor.now().mono);
    if (done < retrievals.size()) reactor.wait(wake);
  }
  progress.clear();
  return answers;
}

base::Result<void> print(const std::vector<Answered>& answers, const GetRequest& request,
                         const GetOptions& options, const Shell& shell) {
  constexpr std::size_t kBlock = std::size_t{1} << 20U;
  Output output(shell, options.output);
  const RowStyle style{.time = request.time,
                       .with_symbol = answers.size() > 1,
                       .colour = options.output.empty() && shell.colour_out()};
  std::string text;
  if (request.format == Format::kCsv) append_csv_header(text, style);
  for (const Answered& answered : answers) {
    switch (request.format) {
      case Format::kTable:
        append_table(text, answered.answer, answered.id, style);
        break;
      case Format::kJson:
        append_json(text, answered.answer,
                    {.id = &answered.id,
                     .range = request.range,
                     .elapsed = answered.elapsed,
                     .bars = !options.no_bars},
                    request.time);
        break;
      case Format::kCsv:
        for (const core::Chunk& chunk : answered.answer.series.chunks()) {
          append_csv(text, chunk, answered.id.symbol, style);
          if (text.size() < kBlock) continue;
          if (auto done = output.write(text); !done) return done;
          text.clear();
        }
        break;
    }
  }
  if (auto done = output.write(text); !done) return done;
  return output.commit();
}

}  // namespace

Exit run_get(const GetOptions& options, const Shell& shell) {
  auto config = load_config(shell);
  if (!config) return complain(shell, config.error());
  io::DeviceRandom random;
  const base::Log log = make_log(shell, *config).with({"request", request_id(random.next())});
  io::Reactor reactor({.curl = {.ca_file = config->text(wiring::Key::kCaFile),
                                .user_agent = "candlewick/" WICK_VERSION},
                       .worker_threads = 2},
                      log);
  const auto request = understand(options, reactor.now().utc);
  if (!request) return complain(shell, request.error());
  if (request->range.empty()) {
    say(shell,
        "wick: no bar of that range is closed yet; the newest that can be asked for opened "
        "before " +
            core::to_iso(request->range.end));
    return Exit::kNoData;
  }

  const wiring::BinanceHistory binance(
      *config, {.http = &reactor.http(), .workers = &reactor.workers(), .seed = random.next()});
  const auto answers = fetch_all(*request, options, binance, reactor,
                                 Progress(shell.err_is_terminal ? shell.err : nullptr));
  Exit code = Exit::kOk;
  for (const Answered& answered : answers) {
    if (const auto& refusal = answered.answer.refusal) {
      return complain(shell, base::within(answered.id.symbol, *refusal));
    }
    code = std::max(code, verdict(answered.answer));
  }
  // Where nothing was obtained there is nothing to print, and least of all over an older file; a
  // JSON document alone tells why.
  const bool worth_printing =
      code != Exit::kFailed || (request->format == Format::kJson && options.output.empty());
  if (worth_printing) {
    auto printed = print(answers, *request, options, shell);
    if (!printed) return complain(shell, printed.error());
  }
  for (const Answered& answered : answers) {
    say(shell, summary(answered.id, answered.answer, answered.elapsed));
  }
  return code;
}

}  // namespace wick::cli
