#include "cli/warm_command.hpp"

#include <algorithm>

#include "cli/amounts.hpp"
#include "cli/failure_json.hpp"
#include "cli/get_event.hpp"
#include "cli/instruments.hpp"
#include "cli/interrupt.hpp"
#include "cli/runtime.hpp"
#include "cli/terminal.hpp"
#include "cli/warm_progress.hpp"
#include "cli/warm_text.hpp"
#include "core/time_text.hpp"
#include "store/events.hpp"

namespace wick::cli {
namespace {

WarmProgress::Style style_of(const WarmOptions& options, const Shell& shell) {
  if (options.quiet) return WarmProgress::Style::kNone;
  return shell.err_is_terminal ? WarmProgress::Style::kTerminal : WarmProgress::Style::kLines;
}

WarmFrame frame_of(const wiring::Config& config, core::UtcTime now) {
  return {.now = now,
          .archive_delay = std::chrono::hours{config.number(wiring::Key::kArchiveDelayHours)}};
}

// Those that can be traded now: what is gone has no new days to be warm for.
base::Result<std::vector<Traded>> market_symbols(Runtime& runtime, core::Market market) {
  const auto instruments = load_instruments(runtime, market);
  if (!instruments) return instruments.error();
  std::vector<Traded> traded;
  for (const core::Instrument& one : *instruments) {
    if (one.tradable) traded.push_back({one.symbol, one.quote});
  }
  return traded;
}

base::Result<WarmRequest> request_of(const WarmOptions& options, const wiring::Config& config,
                                     Runtime& runtime) {
  const auto symbols = symbols_to_warm(options.symbols, runtime.files(), [&] {
    const auto market = core::parse_market(options.market);
    return market_symbols(runtime, market.value_or(core::Market::kSpot));
  });
  if (!symbols) return symbols.error();
  WarmFrame frame = frame_of(config, runtime.now().utc);
  auto request = understand(options, *symbols, frame);
  if (!request) return request;
  const auto three_days = std::ranges::find_if(
      request->items, [](const WarmItem& item) { return item.id.interval == core::Interval::k3d; });
  if (three_days == request->items.end()) return request;
  frame.three_day_phase = runtime.history().three_day_phase(
      three_days->id, wiring::History::Network::kUsed, runtime.reactor());
  return understand(options, *symbols, frame);
}

void announce(const WarmRequest& request, const Shell& shell) {
  for (const std::string& note : request.notes) say(shell, "wick: " + note);
  const auto days = (request.days.end - request.days.begin) / core::kDay;
  say(shell, "wick: " + std::to_string(request.items.size()) + " series" + ", " +
                 core::to_date(request.days.begin) + " .. " + core::to_date(request.days.end) +
                 ", " + plural(static_cast<std::uint64_t>(days), "day") + " each");
}

// True where Ctrl-C came first.
bool run_to_the_end(WarmRun& run, Runtime& runtime, WarmProgress& progress) {
  const Interrupt interrupt;
  io::Reactor& reactor = runtime.reactor();
  for (;;) {
    run.step(reactor.now());
    progress.show(run.series(), reactor.now().mono);
    if (run.done()) return false;
    if (interrupt.came()) {
      run.stop(reactor.now());
      progress.clear();
      return true;
    }
    constexpr core::Micros kFrame = std::chrono::milliseconds{200};
    reactor.wait(std::min(run.wake(), reactor.now().mono + kFrame));
  }
}

void note(const std::vector<WarmSeries>& all, Runtime& runtime) {
  store::Events events(runtime.files(), runtime.cache().disk().layout.events());
  const core::Now now = runtime.now();
  for (const WarmSeries& series : all) {
    if (!series.begun()) continue;
    events.add(event_json({series.id(), series.answer(), series.spent(now.mono)}, series.range(),
                          now.utc, "warm"));
  }
}

void tell(const std::vector<WarmSeries>& all, bool interrupted, const Shell& shell) {
  if (interrupted) {
    say(shell,
        "wick: stopped; whole days and months that came are kept. "
        "The same command goes on from here");
  }
  for (const WarmSeries& series : all) {
    if (interrupted && !series.failure()) continue;
    if (const std::string text = left_text(series); !text.empty()) say(shell, text);
  }
}

}  // namespace

Exit run_warm(const WarmOptions& options, const Shell& shell) {
  const Refusal refuse(shell, options.json);
  const auto config = load_config(shell);
  if (!config) return refuse(config.error());
  Runtime runtime(*config, shell);
  const auto request = request_of(options, *config, runtime);
  if (!request) return refuse(request.error());
  if (!options.quiet) announce(*request, shell);

  const wiring::Listings listings(*config, runtime.services(), &runtime.memory());
  const WarmSources sources{&runtime.history(), &listings, !options.no_wait};
  WarmRun run(*request, sources, static_cast<std::size_t>(options.jobs));
  const core::MonoTime begin = runtime.now().mono;
  WarmProgress progress(shell.err, style_of(options, shell), terminal_columns(shell));
  const bool interrupted = run_to_the_end(run, runtime, progress);
  const core::MonoTime now = runtime.now().mono;
  note(run.series(), runtime);
  tell(run.series(), interrupted, shell);
  const Exit code = verdict(run.series());
  const bool silent = options.quiet && code == Exit::kOk && !options.json;
  if (silent) return code;
  const std::string text = options.json ? warm_json(run.series(), {now - begin, interrupted}, now)
                                        : warm_table(run.series(), now - begin, now);
  std::fputs(text.c_str(), shell.out);
  return code;
}

}  // namespace wick::cli
