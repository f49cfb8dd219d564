#include "cli/command_line.hpp"
#include "cli/live_command.hpp"

namespace wick::cli {
namespace {

void add_what(Command live, LiveOptions& options) {
  live.add_option("TARGET", options.targets,
                  "XAU/USD:m1 EUR/USD:m5 ...; without any those of stream.config");
  live.add_option("--feed", options.feed,
                  "fxcm-fix, binance-ws, sim, replay, bridge; else FXCM_FEED or stream.feed");
  live.add_option("--replay", options.replay, "Play a recording of ticks: the feed replay");
  live.add_option("--speed", options.speed, "Of a recording: 1 as it was, 60, 0 all at once");
  live.add_option("--bridge", options.bridge, "Start a program as feed: the feed bridge");
  live.add_option("--market", options.market,
                  "Of binance-ws: spot, futures_usdt (um), futures_coin (cm)");
  live.add_flag("--quotes", options.quotes, "Of binance-ws: best bid and ask, not trades");
  live.add_flag("--ticks", options.ticks, "Make minutes of ticks; history closes the gaps");
  live.add_flag("--polled", options.polled, "Take minutes from history, as they get there");
}

void add_how(Command live, LiveOptions& options) {
  live.add_flag("--no-bus", options.no_bus, "Bars as JSON lines on stdout, and no Redis");
  live.add_flag("--previews", options.previews, "The bars under way, too");
  live.add_flag("--warm-lines", options.warm_lines, "The bars of the warm-up, too");
  live.add_option("--mode", options.mode, "0 ends after the warm-up, 1 never; else stream.mode");
  live.add_option("--count", options.count, "End after so many bars");
  live.add_option("--for", options.lasting, "End after that time: 90s, 10m");
  live.add_flag("--no-store", options.no_store, "Keep nothing in the cache");
  live.add_flag("--verbose", options.verbose, "Connections, gaps and history on stderr");
  live.add_flag("--json", options.json, "A refusal as a document, too; bars are JSON anyway");
}

void add_sample(Command live, LiveOptions& options) {
  live.add_flag("--sample", options.sample,
                "Print a stretch of the feed's history and end: TARGET, else sample_request");
  live.add_option("--hours", options.hours,
                  "How far back a sample goes; else sample_request.hours");
}

}  // namespace

void add_live(Command program, LiveOptions& options) {
  Command live = program.add_command("live", "A feed's ticks and history as bars");
  add_what(live, options);
  add_how(live, options);
  add_sample(live, options);
  live.set_footer(
      "Settings come from flags, the environment, .env, config/runtime_settings.json: see\n"
      "wick config show --live. What was missed comes from the feed's history, in order.\n"
      "Exit codes: 0 ended as asked, or the reader left; 1 the feed failed; 2 wrong usage or\n"
      "configuration; 3 ended with minutes that nobody knows; 4 a sample without any bar.\n\n"
      "Examples:\n"
      "  eval \"$(wick sim --print-env --daemon)\"; wick live --no-bus --feed sim BTC/USD:m1\n"
      "  wick live --no-bus --feed binance-ws BTCUSDT:m1 --ticks | jq -c '[.tf,.close]'\n"
      "  wick live --no-bus --feed binance-ws --market futures_coin BTCUSD_PERP:m1 --ticks\n"
      "  wick live --no-bus --replay ticks.jsonl --speed 0 EUR/USD:m1 EUR/USD:m5\n"
      "  wick live --sample --feed sim XAU/USD:h1 --hours 48\n"
      "  wick live --no-bus --bridge 'node bridges/example-node/bridge.js' EUR/USD:m1");
  live.runs([&options](const Shell& shell) { return run_live(options, shell); });
}

}  // namespace wick::cli
