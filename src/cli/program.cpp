#include "cli/program.hpp"

#include <span>
#include <string_view>

#include "cli/calendar_command.hpp"
#include "cli/care_commands.hpp"
#include "cli/command_line.hpp"
#include "cli/completion_command.hpp"
#include "cli/config_command.hpp"
#include "cli/diagnose_command.hpp"
#include "cli/failure_json.hpp"
#include "cli/get_command.hpp"
#include "cli/health_command.hpp"
#include "cli/live_command.hpp"
#include "cli/sim_command.hpp"
#include "cli/stats_command.hpp"
#include "cli/stream_command.hpp"
#include "cli/symbols_command.hpp"
#include "cli/version_command.hpp"
#include "cli/warm_command.hpp"

namespace wick::cli {
namespace {

// What was typed: every command fills its own options.
struct Chosen {
  std::string log_level;
  std::string log_format;
  GetOptions get;
  SimOptions sim;
  CareChosen care;
  StatsOptions stats;
  HealthOptions health;
  SymbolsOptions symbols;
  WarmOptions warm;
  StreamOptions stream;
  LiveOptions live;
  CalendarOptions calendar;
  DiagnoseOptions diagnose;
  CompletionOptions completion;
  ConfigOptions config;
  VersionOptions version;
};

void add_get(Command program, GetOptions& options) {
  Command get = program.add_command("get", "Bars, and the sources they came from");
  get.add_option("SYMBOL", options.symbols,
                 "BTCUSDT, BTCUSD_PERP, BTC-USDT (OKX); several are allowed")
      .required();
  get.add_option("--provider", options.provider, "Exchange: binance, okx, fxcm").show_default();
  get.add_option("--market", options.market, "spot, futures_usdt (um), futures_coin (cm), fx")
      .show_default();
  get.add_option("--chart", options.chart, "klines, or of futures: mark, index, premium, funding")
      .show_default();
  get.add_option("--interval", options.interval,
                 "1s 1m 3m 5m 15m 30m 1h 2h 4h 6h 8h 12h 1d 3d 1w 1M; 1m by default");
  get.add_option("--from", options.from,
                 "First instant, UTC: 2024-01-01, 2024-01-01T05:30, 7d (ago)");
  get.add_option("--to", options.to, "End, not included; now by default");
  get.add_option("--last", options.last, "The time up to now: 7d, 36h");
  get.add_option("--source", options.source,
                 "auto, cache (local files only), bulk (archive only), rest (API only)")
      .show_default();
  get.add_option("--format", options.format,
                 "table, csv, json, arrow (a file), arrow-stream, chart")
      .show_default();
  get.add_flag("--json", options.json, "The same as --format json");
  get.add_flag("--no-bars", options.no_bars, "Leave the bars out of the JSON document");
  get.add_option("--time", options.time, "iso, ms, us").show_default();
  get.add_flag("--wait", options.wait, "When throttled, wait as long as the server says");
  get.add_flag("--include-open", options.include_open, "The bar that is still forming, too");
  get.add_flag("--plan", options.plan, "Print what would be asked for, and ask for nothing");
  get.add_option("-o,--output", options.output, "Write to a file, whole or not at all");
  get.set_footer(
      "Without a range: the last 500 closed bars.\n"
      "Exit codes: 0 all settled, 1 nothing obtained, 2 wrong usage, 3 partial, 4 no data.\n\n"
      "Examples:\n"
      "  wick get BTCUSDT --interval 1h --last 7d\n"
      "  wick get BTCUSD_PERP --market cm --interval 1d --from 2024-01-01 --to 2024-02-01\n"
      "  wick get ETHUSDT --from 2024-03-01 --to 2024-03-02 --format csv -o eth.csv\n"
      "  wick get BTCUSDT ETHUSDT --interval 1h --last 365d --format arrow -o bars.arrow\n"
      "  wick get BTCUSDT --interval 15m --last 36h --include-open --format chart\n"
      "  wick get BTC-USDT --provider okx --interval 1h --last 7d\n"
      "  wick get BTCUSDT --market um --chart funding --last 30d\n"
      "  wick get BTCUSDT --from 2023-01-01 --to 2024-01-01 --plan");
  get.runs([&options](const Shell& shell) { return run_get(options, shell); });
}

void add_sim(Command program, SimOptions& options) {
  Command sim = program.add_command("sim", "A simulated exchange on this machine, faults included");
  sim.add_option("--seed", options.seed, "Of the market: the same seed, the same bytes")
      .show_default();
  sim.add_option("--scenario", options.scenario, "What goes wrong: a shipped name, or a file")
      .show_default();
  sim.add_flag("--list-scenarios", options.list_scenarios, "Name the shipped scenarios");
  sim.add_flag("--json", options.json, "With --list-scenarios: as one JSON document");
  sim.add_option("--port", options.port, "First of sixteen ports in a row; 0: free ones")
      .show_default();
  sim.add_flag("--print-env", options.print_env, "Print 'export NAME=value' lines, then serve");
  sim.add_flag("--daemon", options.daemon, "Print them, and serve in the background");
  sim.add_flag("--tls", options.tls, "Name the https and wss ports");
  sim.add_option("--ca-dir", options.ca_folder, "Where the throw-away authority is written");
  sim.add_option("--log", options.log_path, "Append one JSON line for each request");
  sim.add_option("--now", options.now, "Simulated time at the start: 2024-06-01T00:00");
  sim.add_option("--speed", options.speed, "Simulated seconds in a real one").show_default();
  sim.set_footer(
      "Examples:\n"
      "  wick sim                                  serve until Ctrl-C, and say where\n"
      "  eval \"$(wick sim --print-env --daemon)\"   serve in the background for this shell\n"
      "  kill $WICK_SIM_PID                        and stop that one\n"
      "  wick sim --scenario ban-418 --port 18000");
  sim.runs([&options](const Shell& shell) { return run_sim(options, shell); });
}

void declare(Command program, Chosen& chosen) {
  program.add_option("--log-level", chosen.log_level, "debug, info, warning, error, off");
  program.add_option("--log-format", chosen.log_format,
                     "text, json; text on a terminal by default");
  program.set_footer("wick COMMAND --help has the options of a command, with examples.");
  add_get(program, chosen.get);
  add_care_commands(program, chosen.care);
  add_health(program, chosen.health);
  add_stats(program, chosen.stats);
  add_symbols(program, chosen.symbols);
  add_warm(program, chosen.warm);
  add_stream(program, chosen.stream);
  add_live(program, chosen.live);
  add_calendar(program, chosen.calendar);
  add_diagnose(program, chosen.diagnose);
  add_sim(program, chosen.sim);
  add_config(program, chosen.config);
  add_version(program, chosen.version);
  add_completion(program, chosen.completion);
}

// Options that cannot be understood may still say how they want to be told.
bool wants_json(std::span<const char* const> words) {
  for (std::size_t i = 1; i < words.size(); ++i) {
    const std::string_view word = words[i];
    if (word == "--json" || word == "--format=json") return true;
    if (word == "json" && std::string_view(words[i - 1]) == "--format") return true;
  }
  return false;
}

}  // namespace

int run(int argc, const char* const* argv, const Shell& outside) {
  const std::span words(argv, static_cast<std::size_t>(argc));
  Chosen chosen;
  CommandLine line(
      {.name = "wick",
       .about = "Candlewick: OHLCV bars from the best source, with proof of where each came from.",
       .version = WICK_VERSION});
  declare(line.program(), chosen);
  const auto action = line.read(words);
  if (!action) {
    const Refusal refuse(outside, wants_json(words));
    return static_cast<int>(
        refuse({base::ErrorKind::kInvalid, action.error().what + "; see wick --help"}));
  }
  Shell shell = outside;
  if (!chosen.log_level.empty()) {
    shell.flags.push_back({wiring::Key::kLogLevel, chosen.log_level, "--log-level"});
  }
  if (!chosen.log_format.empty()) {
    shell.flags.push_back({wiring::Key::kLogFormat, chosen.log_format, "--log-format"});
  }
  return static_cast<int>((*action)(shell));
}

}  // namespace wick::cli
