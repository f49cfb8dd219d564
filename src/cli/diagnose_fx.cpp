#include "cli/diagnose_fx.hpp"

#include <algorithm>
#include <memory>
#include <variant>
#include <vector>

#include "base/shown_url.hpp"
#include "cli/amounts.hpp"
#include "cli/diagnose_local.hpp"
#include "cli/get_request.hpp"
#include "cli/live_settings.hpp"
#include "cli/live_symbols.hpp"
#include "wiring/fxcm_tiers.hpp"
#include "wiring/live_feeds.hpp"
#include "wiring/past.hpp"
#include "wiring/streams.hpp"

namespace wick::cli {
namespace {

constexpr core::Micros kPatience = std::chrono::seconds{15};
constexpr core::Micros kLook = std::chrono::milliseconds{50};
// Files come about a week late, and a week may be left out.
constexpr std::chrono::days kPublished{21};

base::Result<core::SeriesId> series_of(const DiagnoseOptions& options, core::UtcTime now) {
  std::string symbol = options.symbol;
  std::erase(symbol, '/');
  GetOptions as_get;  // the same words mean the same series
  as_get.symbols = {symbol};
  as_get.provider = "fxcm";
  as_get.market = "fx";
  as_get.interval = options.interval;
  const auto request = understand(as_get, now);
  if (!request) return request.error();
  return request->series.front();
}

// EUR/USD of EURUSD, as the broker writes it.
std::string venue_name(const std::string& symbol) {
  const bool pair = symbol.size() == 6 &&
                    std::ranges::all_of(symbol, [](char c) { return c >= 'A' && c <= 'Z'; });
  return pair ? symbol.substr(0, 3) + "/" + symbol.substr(3) : symbol;
}

Finding archive_finding(const core::SeriesId& id, const wiring::Config& config, Runtime& runtime) {
  io::Reactor& reactor = runtime.reactor();
  const auto files = wiring::fxcm_archive(
      config, {.services = runtime.services(), .memory = &runtime.memory(), .seed = 1});
  const auto day = std::chrono::floor<std::chrono::days>(runtime.now().utc - kPublished);
  // Between two trading weeks: what is asked is the whole of one, whatever day it is.
  const core::UtcTime end = day - (std::chrono::weekday{day} - std::chrono::Sunday);
  const core::MonoTime begin = reactor.now().mono;
  auto answer = files->ask({.symbol = venue_name(id.symbol),
                            .interval = core::Interval::k1m,
                            .range = {end - core::kDay * 7, end}});
  while (!answer.ready() && reactor.now().mono - begin < kPatience) {
    files->step(reactor.now());
    if (!answer.ready()) reactor.wait(std::min(files->wake(), reactor.now().mono + kLook));
  }
  Finding finding{.check = "archive", .took = reactor.now().mono - begin};
  if (!answer.ready()) {
    finding.health = Health::kFail;
    finding.detail = "no answer within 15 s";
    return finding;
  }
  const auto page = answer.take();
  finding.health = page ? Health::kOk : Health::kWarn;
  finding.detail = page ? plural(page->bars.size(), "minute") + " of a week of three weeks ago"
                        : page.error().what;
  return finding;
}

struct Heard {
  std::string state{};
  std::int64_t ticks{};
  bool open{};
  bool ended{};
};

void hear(const port::FeedEvent& event, Heard& heard) {
  if (const auto* const turn = std::get_if<port::FeedTurn>(&event)) {
    heard.open = turn->state != port::FeedState::kDown;
    heard.state = turn->why;
  } else if (const auto* const refusal = std::get_if<port::FeedRefusal>(&event)) {
    heard.state = refusal->error.what;
    heard.ended = true;
  } else if (const auto* const note = std::get_if<port::FeedNote>(&event)) {
    if (!heard.open) heard.state = note->text;
  } else if (const auto* const end = std::get_if<port::FeedEnd>(&event)) {
    if (end->error) heard.state = end->error->what;
    heard.ended = true;
  } else if (std::holds_alternative<port::FeedTick>(event)) {
    ++heard.ticks;
  }
}

Finding listen(port::Feed& feed, const std::string& symbol, io::Reactor& reactor) {
  feed.subscribe({symbol});
  Heard heard;
  const core::MonoTime begin = reactor.now().mono;
  std::vector<port::FeedEvent> events;
  while (reactor.now().mono - begin < kPatience && heard.ticks == 0 && !heard.ended) {
    events.clear();
    feed.step(reactor.now(), events);
    for (const port::FeedEvent& event : events) hear(event, heard);
    if (heard.ticks == 0 && !heard.ended) {
      reactor.wait(std::min(feed.wake(), reactor.now().mono + kLook));
    }
  }
  Finding finding{.check = "live", .took = reactor.now().mono - begin};
  const bool well = heard.open && !heard.ended;
  finding.health = heard.ticks > 0 ? Health::kOk : (well ? Health::kWarn : Health::kFail);
  finding.detail = heard.state.empty() ? "nothing was heard within 15 s" : heard.state;
  finding.detail += heard.ticks > 0 ? "; quotes come" : (well ? "; no quote within 15 s" : "");
  return finding;
}

base::Result<Finding> live_finding(const core::SeriesId& id, Runtime& runtime) {
  const auto settings = load_live_settings(runtime.shell(), {});
  if (!settings) return settings.error();
  const wiring::LiveConfig& live = settings->live.config;
  if (!live.feed.kind) {
    return Finding{"live", Health::kNotTested, std::nullopt,
                   "no feed is configured; FXCM_FEED or stream.feed names one"};
  }
  const auto markets = load_markets(live, runtime.files());
  if (!markets) return markets.error();
  io::Reactor& reactor = runtime.reactor();
  const auto dialect = wiring::stream_dialect(settings->program, live.feed.binance_market);
  wiring::Past past(runtime.history());
  const auto feed = wiring::make_feed(live, settings->program,
                                      {.byte_streams = &reactor.byte_streams(),
                                       .children = &reactor.children(),
                                       .sockets = &reactor.sockets(),
                                       .http = &reactor.http(),
                                       .files = &runtime.files(),
                                       .dialect = dialect.get(),
                                       .past = &past,
                                       .zones = &markets->zones,
                                       .seed = 1});
  if (!feed) return Finding{"live", Health::kFail, std::nullopt, feed.error().what};
  return listen(**feed, venue_name(id.symbol), reactor);
}

TierState tier_of(core::Tier tier, const Finding& finding, std::int64_t bars) {
  const bool works = finding.health == Health::kOk;
  const bool cache = tier == core::Tier::kCache;
  return {.tier = tier,
          .works = works,
          .bars = works ? bars : 0,
          .took = finding.took,
          .share_expected = cache ? 99 : 95,
          .took_expected = cache ? std::chrono::milliseconds{1} : std::chrono::milliseconds{2000}};
}

Diagnosis verdict(const DiagnosisPage& page, const Finding& archive, const Finding& live) {
  Diagnosis diagnosis;
  const Finding cache{"cache", page.local.cache_writable ? Health::kOk : Health::kFail,
                      page.local.cache_took, ""};
  diagnosis.tiers = {tier_of(core::Tier::kCache, cache, page.local.last_days.cached),
                     tier_of(core::Tier::kBulk, archive, page.local.last_days.archived)};
  const bool files = archive.health == Health::kOk;
  const bool quotes = live.health == Health::kOk;
  const bool good = page.local.cache_writable && (files || quotes) && live.health != Health::kFail;
  diagnosis.code = good ? Exit::kOk : Exit::kFailed;
  diagnosis.verdict = good ? std::string(files ? "past weeks come from files" : "no files") +
                                 (quotes ? ", quotes come live" : "; nothing live was tested")
                           : "bars cannot be had as things are";
  if (!page.local.cache_writable) {
    diagnosis.advice.emplace_back("# make the cache folder writable: " + page.local.cache_folder);
  }
  if (!files) {
    diagnosis.advice.emplace_back("# the candle files have 21 pairs of currencies and no metals;");
    diagnosis.advice.emplace_back("# recent bars come from wick live alone");
  }
  if (!quotes) {
    diagnosis.advice.emplace_back("# which feed is used, and from where:");
    diagnosis.advice.emplace_back("wick config show --live");
  }
  return diagnosis;
}

}  // namespace

bool is_fx(const DiagnoseOptions& options) {
  return options.market == "fxcm" || options.market == "fx" || options.provider == "fxcm";
}

base::Result<DiagnosisPage> diagnose_fx(const DiagnoseOptions& options, Runtime& runtime) {
  const auto config = load_config(runtime.shell());
  if (!config) return config.error();
  const auto id = series_of(options, runtime.now().utc);
  if (!id) return id.error();
  DiagnosisPage page{.id = *id, .at = std::chrono::floor<std::chrono::seconds>(runtime.now().utc)};
  page.findings.push_back({"configuration", Health::kOk, std::nullopt,
                           "candle files " +
                               base::shown_url(config->text(wiring::Key::kFxcmArchiveUrl)) +
                               "; FIX " + base::shown_url(config->text(wiring::Key::kFxcmFixUrl))});
  page.findings.push_back(cache_finding(*id, runtime, page.local));
  const Finding archive = archive_finding(*id, *config, runtime);
  const auto live = live_finding(*id, runtime);
  if (!live) return live.error();
  page.findings.push_back(archive);
  page.findings.push_back(*live);
  page.findings.push_back(missing_finding(*id, runtime, page.local));
  page.diagnosis = verdict(page, archive, *live);
  return page;
}

}  // namespace wick::cli
