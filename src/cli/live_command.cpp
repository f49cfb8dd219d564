#include "cli/live_command.hpp"

#include <signal.h>  // NOLINT: SIGPIPE is not in <csignal>

#include <memory>
#include <optional>
#include <utility>

#include "cli/exchange_names.hpp"
#include "cli/failure_json.hpp"
#include "cli/instruments.hpp"
#include "cli/interrupt.hpp"
#include "cli/live_assembly.hpp"
#include "cli/live_sample.hpp"
#include "cli/live_settings.hpp"
#include "cli/runtime.hpp"
#include "core/time_text.hpp"
#include "io/bar_keeper.hpp"
#include "io/device_random.hpp"
#include "io/page_server.hpp"
#include "store/bar_log.hpp"
#include "wiring/live_feeds.hpp"
#include "wiring/live_rules.hpp"
#include "wiring/past.hpp"
#include "wiring/streams.hpp"

namespace wick::cli {
namespace {

base::Error invalid(std::string what) {
  return {base::ErrorKind::kInvalid, std::move(what)};
}

// A sample is of one target, and the targets of the stream are left alone.
struct Targets {
  std::string streamed{};
  std::string sampled{};
  std::string sampled_at{};
};

Targets targets_of(const LiveOptions& options) {
  Targets targets;
  for (const std::string& target : options.targets) {
    if (!options.sample) targets.streamed += (targets.streamed.empty() ? "" : ",") + target;
  }
  if (!options.sample || options.targets.empty()) return targets;
  const std::string& target = options.targets.front();
  const std::size_t colon = target.rfind(':');
  targets.sampled = target.substr(0, colon);
  if (colon != std::string::npos) targets.sampled_at = target.substr(colon + 1);
  return targets;
}

std::vector<wiring::LiveFlag> flags_of(const LiveOptions& options) {
  std::vector<wiring::LiveFlag> flags;
  const auto add = [&](const char* label, const std::string& value, const char* flag) {
    if (!value.empty()) flags.push_back({label, value, flag});
  };
  const Targets targets = targets_of(options);
  add("stream.config", targets.streamed, "TARGET");
  add("sample_request.symbol", targets.sampled, "TARGET");
  add("sample_request.timeframe", targets.sampled_at, "TARGET");
  add("sample_request.hours", options.hours, "--hours");
  add("stream.feed", options.replay.empty() ? "" : "replay", "--replay");
  add("stream.feed", options.bridge.empty() ? "" : "bridge", "--bridge");
  add("stream.feed", options.feed, "--feed");
  add("stream.replay_file", options.replay, "--replay");
  add("stream.replay_speed", options.speed, "--speed");
  add("stream.bridge_command", options.bridge, "--bridge");
  add("stream.binance_market", options.market, "--market");
  add("stream.binance_feed", options.quotes ? "quotes" : "", "--quotes");
  add("stream.tick_aggregation_enabled", options.ticks ? "true" : "", "--ticks");
  add("stream.tick_aggregation_enabled", options.polled ? "false" : "", "--polled");
  add("stream.publish_previews", options.previews ? "true" : "", "--previews");
  add("stream.mode", options.mode, "--mode");
  return flags;
}

// A program, a recording and the name of a feed each say which feed it is.
base::Result<void> check_feed(const LiveOptions& options) {
  struct Word {
    const char* flag;
    std::string feed;
  };
  std::vector<Word> words;
  if (!options.replay.empty()) words.push_back({"--replay", "replay"});
  if (!options.bridge.empty()) words.push_back({"--bridge", "bridge"});
  std::string named = options.feed;
  for (char& c : named) c = c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  if (!named.empty()) words.push_back({"--feed", named});
  for (std::size_t i = 1; i < words.size(); ++i) {
    if (words[i].feed == words[0].feed) continue;
    return invalid(std::string(words[0].flag) + " is the feed " + words[0].feed + ", and " +
                   words[i].flag + " the feed " + words[i].feed + "; leave one out");
  }
  return {};
}

base::Result<void> check(const LiveOptions& options) {
  if (auto one = check_feed(options); !one) return one;
  if (options.ticks && options.polled) return invalid("--ticks and --polled exclude each other");
  if (options.count && *options.count < 1) return invalid("--count is below 1");
  if (!options.lasting.empty() && !core::parse_duration(options.lasting)) {
    return invalid("--for is '" + options.lasting + "'; write it as 90s, 10m or 2h");
  }
  if (options.sample && options.targets.size() > 1) return invalid("--sample takes one TARGET");
  if (!options.sample && !options.hours.empty()) return invalid("--hours is for --sample");
  if (!options.no_bus && !options.sample) {
    return invalid(
        "publishing to Redis is not there yet; wick live --no-bus tells bars on stdout and keeps "
        "them");
  }
  return {};
}

// What the run needs and must outlive it.
struct Stage {
  Stage(LiveSettings given, const Shell& shell)
      : settings(std::move(given)),
        runtime(settings.program, shell),
        seed(io::DeviceRandom().next()) {}

  LiveSettings settings;
  Runtime runtime;
  std::uint64_t seed;
  LiveMarkets markets{};
  std::unique_ptr<port::StreamDialect> dialect;
  std::unique_ptr<wiring::Past> past;
  std::unique_ptr<port::Feed> feed;
};

base::Result<void> open_feed(Stage& stage) {
  io::Reactor& reactor = stage.runtime.reactor();
  stage.dialect = wiring::stream_dialect(stage.settings.program,
                                         stage.settings.live.config.feed.binance_market);
  stage.past = std::make_unique<wiring::Past>(stage.runtime.history());
  auto feed = wiring::make_feed(stage.settings.live.config, stage.settings.program,
                                {.byte_streams = &reactor.byte_streams(),
                                 .children = &reactor.children(),
                                 .sockets = &reactor.sockets(),
                                 .http = &reactor.http(),
                                 .files = &stage.runtime.files(),
                                 .dialect = stage.dialect.get(),
                                 .past = stage.past.get(),
                                 .zones = &stage.markets.zones,
                                 .seed = stage.seed,
                                 .tell = [&shell = stage.runtime.shell()](const std::string& text) {
                                   say(shell, "wick: " + text);
                                 }});
  if (!feed) return feed.error();
  stage.feed = *std::move(feed);
  return {};
}

// The streams of an exchange accept any name, so its list is looked into. Without the list the
// shapes alone are.
base::Result<void> check_names(Stage& stage, const LiveOptions& options) {
  const wiring::LiveConfig& config = stage.settings.live.config;
  const bool is_exchange = config.feed.kind == wiring::FeedKind::kBinance;
  if (!is_exchange && (options.quotes || !options.market.empty())) {
    return invalid("--market and --quotes are for --feed binance-ws");
  }
  if (config.feed.kind != wiring::FeedKind::kReplay && !options.speed.empty()) {
    return invalid("--speed is for --replay");
  }
  if (!is_exchange) return {};
  const core::Market market = config.feed.binance_market;
  const auto symbols = options.sample ? std::vector{config.sample.symbol}
                                      : wiring::symbols_of(config.stream.targets);
  const auto listed = load_instruments(stage.runtime, market);
  if (listed) return check_listed(symbols, market, *listed);
  say(stage.runtime.shell(), "wick: symbols are not looked up: " + listed.error().what);
  return check_shapes(symbols, market);
}

LiveLimits limits_of(const LiveOptions& options) {
  LiveLimits limits{.warm_lines = options.warm_lines};
  if (options.count) limits.count = *options.count;
  if (!options.lasting.empty()) limits.lasting = core::parse_duration(options.lasting);
  return limits;
}

// The way out, and what must live as long.
struct Way {
  Way(const LiveOptions& options, Stage& stage)
      : notes(make_log(stage.runtime.shell(), stage.settings.program)),
        sink(::fileno(stage.runtime.shell().out)) {
    outlet = {.reactor = &stage.runtime.reactor(),
              .sink = &sink,
              .shell = &stage.runtime.shell(),
              .notes = &notes,
              .interrupted = [this] { return interrupt.came(); },
              .verbose = options.verbose,
              .json = options.json};
  }
  Way(const Way&) = delete;
  Way& operator=(const Way&) = delete;

  base::Log notes;
  DescriptorWriter sink;
  Interrupt interrupt;
  StreamOutlet outlet;
};

Exit sample(const LiveOptions& options, Stage& stage) {
  const wiring::LiveConfig& config = stage.settings.live.config;
  const auto& request = config.sample;
  if (stage.feed->history() == nullptr) {
    return Refusal(stage.runtime.shell(), options.json)(
        {base::ErrorKind::kUnsupported, "this feed has no history to sample"});
  }
  const live::HistoryDesk::Options rules = wiring::connector_rules(config, stage.seed).history;
  const core::UtcTime now = stage.feed->clock(stage.runtime.now().utc);
  const core::Grid grid(request.interval);
  Way way(options, stage);
  return run_sample({.feed = stage.feed.get(),
                     .wish = {.symbol = request.symbol.name,
                              .interval = request.interval,
                              .range = {grid.ceil(now - request.span), grid.ceil(now)},
                              .quota = rules.quota,
                              .backoff = rules.backoff,
                              .seed = stage.seed},
                     .text = {request.symbol.wire, wiring::basis_of(config, request.symbol)},
                     .outlet = way.outlet});
}

// That nobody can look at figures is no reason to have no bars.
std::unique_ptr<io::PageServer> serve_figures(const Stage& stage, const Shell& shell) {
  const wiring::LiveConfig::Metrics& metrics = stage.settings.live.config.metrics;
  if (!metrics.enabled) return nullptr;
  auto server = io::PageServer::open({.host = metrics.host, .port = metrics.port});
  if (server) return *std::move(server);
  say(shell, "wick: no metrics: " + server.error().what +
                 "; set FXCM_METRICS_PORT, or FXCM_METRICS_ENABLED=0");
  return nullptr;
}

Exit live(const LiveOptions& options, Stage& stage) {
  const wiring::LiveConfig& config = stage.settings.live.config;
  // The exchange's own candles have more columns than bars of its trades; wick stream keeps those.
  const bool keeps =
      config.cache.enabled && !options.no_store && config.feed.kind != wiring::FeedKind::kBinance;
  const LiveSurroundings around{.config = &config,
                                .markets = &stage.markets,
                                .feed = stage.feed.get(),
                                .store = keeps ? &stage.runtime.cache() : nullptr,
                                .now = stage.runtime.now(),
                                .seed = stage.seed};
  LiveParts parts = live_parts(around);
  const LiveWish wish = live_wish(around, limits_of(options));
  Way way(options, stage);
  parts.outlet = way.outlet;
  io::BarKeeper log(std::make_unique<store::BarLog>(stage.runtime.cache().disk()),
                    stage.runtime.reactor());
  parts.log = keeps ? &log : nullptr;
  const auto server = serve_figures(stage, stage.runtime.shell());
  if (server) {
    parts.show_figures = [&](std::string page) { server->show(std::move(page)); };
    way.outlet.tell("metrics on port " + std::to_string(server->port()));
  }
  return run_connector(wish, std::move(parts));
}

}  // namespace

Exit run_live(const LiveOptions& options, const Shell& shell) {
  ::signal(SIGPIPE, SIG_IGN);  // a reader that leaves is told by write()
  const Refusal refuse(shell, options.json);
  if (const auto good = check(options); !good) return refuse(good.error());
  const auto settings = load_live_settings(shell, flags_of(options));
  if (!settings) return refuse(settings.error());
  const auto version = wiring::check_required_version(settings->live.config.versions, WICK_VERSION);
  if (!version) return refuse(version.error());
  Stage stage(*settings, shell);
  auto markets = load_markets(stage.settings.live.config, stage.runtime.files());
  if (!markets) return refuse(markets.error());
  stage.markets = *std::move(markets);
  if (const auto names = check_names(stage, options); !names) return refuse(names.error());
  if (const auto opened = open_feed(stage); !opened) return refuse(opened.error());
  for (const std::string& warning : settings->live.warnings) say(shell, "wick: " + warning);
  for (const std::string& warning : stage.markets.warnings) say(shell, "wick: " + warning);
  return options.sample ? sample(options, stage) : live(options, stage);
}

}  // namespace wick::cli
