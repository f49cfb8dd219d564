#include "cli/stream_command.hpp"

#include <signal.h>  // NOLINT: SIGPIPE is not in <csignal>

#include <memory>

#include "cli/failure_json.hpp"
#include "cli/instruments.hpp"
#include "cli/interrupt.hpp"
#include "cli/runtime.hpp"
#include "cli/stream_lines.hpp"
#include "cli/stream_news.hpp"
#include "cli/stream_painter.hpp"
#include "cli/stream_run.hpp"
#include "cli/stream_writer.hpp"
#include "io/bar_keeper.hpp"
#include "io/device_random.hpp"
#include "store/bar_log.hpp"
#include "wiring/past.hpp"
#include "wiring/streams.hpp"

namespace wick::cli {
namespace {

base::Result<std::vector<Traded>> market_symbols(Runtime& runtime, const std::string& market) {
  const auto known = core::parse_market(market).value_or(core::Market::kSpot);
  const auto instruments = load_instruments(runtime, known);
  if (!instruments) return instruments.error();
  std::vector<Traded> traded;
  for (const core::Instrument& one : *instruments) {
    if (one.tradable) traded.push_back({one.symbol, one.quote});
  }
  return traded;
}

base::Result<StreamRequest> request_of(const StreamOptions& options, Runtime& runtime) {
  const SymbolWish& wish = options.symbols;
  if (wish.named.empty() && wish.file.empty() && !wish.all) {
    return base::Error{base::ErrorKind::kInvalid,
                       "name a symbol, for example: wick stream BTCUSDT 1m"};
  }
  StreamFrame frame{.now = runtime.now().utc, .on_terminal = runtime.shell().out_is_terminal};
  // Mistakes elsewhere are told before a market is asked for its symbols.
  if (auto early = understand(options, {"BTCUSDT"}, frame); wish.all && !early) return early;
  const auto symbols = symbols_to_warm(wish, runtime.files(),
                                       [&] { return market_symbols(runtime, options.market); });
  if (!symbols) return symbols.error();
  auto request = understand(options, *symbols, frame);
  if (!request || request->series.front().interval != core::Interval::k3d) return request;
  frame.three_day_phase = runtime.history().three_day_phase(
      request->series.front(), wiring::History::Network::kUsed, runtime.reactor());
  return understand(options, *symbols, frame);
}

std::unique_ptr<StreamShow> show_of(const StreamRequest& request, TextSink& sink,
                                    const Shell& shell) {
  if (request.form == StreamForm::kLive) {
    return std::make_unique<StreamScreen>(request, sink, shell);
  }
  return std::make_unique<StreamLines>(request, sink, shell);
}

StreamOutlet outlet_of(const StreamRequest& request, Runtime& runtime, TextSink& sink,
                       const base::Log& notes) {
  return {.reactor = &runtime.reactor(),
          .sink = &sink,
          .shell = &runtime.shell(),
          .notes = &notes,
          .interrupted = {},
          .verbose = request.verbose};
}

Exit stream(const StreamRequest& request, const wiring::Config& config, Runtime& runtime) {
  const Shell& shell = runtime.shell();
  const std::uint64_t seed = io::DeviceRandom().next();
  const auto dialect = wiring::stream_dialect(config, request.series.front().market);
  const base::Log notes = make_log(shell, config);
  DescriptorWriter sink(::fileno(shell.out));
  const Interrupt interrupt;
  StreamOutlet outlet = outlet_of(request, runtime, sink, notes);
  outlet.interrupted = [&] { return interrupt.came(); };
  port::WebSockets& sockets = runtime.reactor().sockets();
  if (request.topic != core::Topic::kCandles) {
    return stream_news(request, {{&sockets, dialect.get()}, outlet, seed});
  }
  wiring::Past past(runtime.history());
  io::BarKeeper log(std::make_unique<store::BarLog>(runtime.cache().disk()), runtime.reactor());
  const auto show = show_of(request, sink, shell);
  return stream_candles(request, {.world = {&sockets, dialect.get(), &past},
                                  .log = request.keep ? &log : nullptr,
                                  .show = show.get(),
                                  .outlet = outlet,
                                  .seed = seed});
}

}  // namespace

Exit run_stream(const StreamOptions& options, const Shell& shell) {
  ::signal(SIGPIPE, SIG_IGN);  // a reader that leaves is told by write()
  const Refusal refuse(shell, options.json);
  const auto config = load_config(shell);
  if (!config) return refuse(config.error());
  Runtime runtime(*config, shell);
  StreamOptions typed = options;
  take_interval_word(typed);
  const auto request = request_of(typed, runtime);
  if (!request) return refuse(request.error());
  return stream(*request, *config, runtime);
}

}  // namespace wick::cli
