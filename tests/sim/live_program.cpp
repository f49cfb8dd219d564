#include "live_program.hpp"

#include <gtest/gtest.h>
#include <unistd.h>

#include "core/series.hpp"
#include "feed/gateway/feed.hpp"
#include "store/bar_log.hpp"

namespace wick::simulation {
namespace {

using namespace std::chrono_literals;

struct Killed {};

wiring::LiveConfig config_of(const std::string& targets) {
  auto loaded = wiring::load_live_config(
      {.runtime = wiring::Config::File{"runtime_settings.json",
                                       R"({"stream":{"price_basis_by_symbol":)"
                                       R"({"NZD/CHF":"bid","USOil":"ask"},"mtf_crosscheck":)"
                                       R"({"price_abs_tol":1e-9,"price_rel_tol":1e-12}},)"
                                       R"("calendar":{"instruments":{"NZD/CHF":"fx",)"
                                       R"("CAD/CHF":"fx","USOil":"metals"}}})"},
       .flags = {{"stream.config", targets, "TARGET"},
                 {"stream.feed", "sim", "--feed"},
                 {"stream.tick_aggregation_enabled", "true", "--ticks"}},
       .cache_folder = "/cache"});
  if (!loaded) ADD_FAILURE() << loaded.error().what;
  return loaded ? loaded->config : wiring::LiveConfig{};
}

cli::LiveMarkets markets_of(const wiring::LiveConfig& config, port::Files& files) {
  auto markets = cli::load_markets(config, files);
  if (!markets) ADD_FAILURE() << markets.error().what;
  return markets ? *std::move(markets) : cli::LiveMarkets{};
}

}  // namespace

LiveProgram::LiveProgram(std::uint64_t seed, core::UtcTime begin, const std::string& targets)
    : seed_(seed),
      world_(seed, begin),
      host_(world_, seed),
      disk_{.files = &files_,
            .random = &world_.random(),
            .layout = store::Layout("/cache"),
            .writer = "candlewick"},
      config_(config_of(targets)),
      markets_(markets_of(config_, files_)) {
  web_.attach(kBrokerUrl, host_);
  shell_.err = std::tmpfile();
}

LiveProgram::~LiveProgram() {
  std::fclose(shell_.err);
}

core::SeriesId LiveProgram::id_of(const SeriesName& series) const {
  return {.provider = markets_.provider,
          .market = markets_.market,
          .symbol = series.first,
          .interval = *core::parse_interval(series.second)};
}

LiveProgram::Kept LiveProgram::kept(const SeriesName& series, core::TimeRange range) {
  store::Cache cache(disk_);
  Kept kept;
  core::Series rows;
  const auto inquiry = cache.ask(id_of(series), {range});
  while (!inquiry->finished()) {
    for (const port::Reply& reply : inquiry->step(world_.now())) {
      kept.settled.add(reply.settled);
      for (const core::Chunk& chunk : reply.chunks) rows.add(chunk);
      if (reply.error) ADD_FAILURE() << reply.error->what;
    }
  }
  for (const core::Bar& bar : rows.bars()) kept.bars.emplace(bar.open_time, bar);
  return kept;
}

// A bar that is told again by this life must not have been in the store at its beginning.
void LiveProgram::begin_reading() {
  const core::UtcTime now = world_.now().utc;
  std::map<SeriesName, std::set<Millis>> before;
  for (const auto& [series, told] : reader_.bars) {
    auto& opens = before[series];
    const core::UtcTime recent = now - 3 * core::kDay;
    for (const auto& [open, bar] : kept(series, {recent, now}).bars) {
      opens.insert(core::millis_of(open));
    }
    // What is older can only have been kept.
    for (const auto& [open, bar] : told) {
      if (open >= core::millis_of(recent)) break;
      opens.insert(open);
    }
  }
  reader_.begin_life(std::move(before));
}

void LiveProgram::die_writing() {
  const std::uint64_t call = 1 + world_.random().below(2'000);
  files_.kill_at(call);
  watch_writing(files_.write_calls() + call, ++watch_);
}

void LiveProgram::watch_writing(std::uint64_t calls, std::uint64_t number) {
  if (number != watch_) return;
  if (files_.write_calls() >= calls) throw Killed{};
  world_.after(1s, [this, calls, number] { watch_writing(calls, number); });
}

void LiveProgram::live(core::UtcTime until, Death death) {
  begin_reading();
  if (death == Death::kMidWrite) die_writing();
  try {
    run(until, death);
  } catch (const Killed&) {
    EXPECT_NE(death, Death::kAsked);
  }
  ++watch_;
  files_.kill_at(UINT64_MAX);
  if (death == Death::kPowerCut) {
    files_.cut_power_anywhere(world_.random().next());
  } else {
    files_.restart();
  }
  read_errors();
}

void LiveProgram::run(core::UtcTime until, Death death) {
  const core::Micros length = until - world_.now().utc;
  const std::uint64_t seed = seed_ * 1'000 + ++lives_;
  auto feed = feed::gateway::Feed::open(sockets_, web_, {.url = kBrokerUrl, .seed = seed});
  store::Cache cache(disk_);
  store::BarLog log(disk_);
  const cli::LiveSurroundings around{.config = &config_,
                                     .markets = &markets_,
                                     .feed = feed->get(),
                                     .store = &cache,
                                     .now = world_.now(),
                                     .seed = seed};
  cli::LiveParts parts = cli::live_parts(around);
  const cli::LiveWish wish = cli::live_wish(
      around,
      {.warm_lines = true, .lasting = death == Death::kAsked ? length : length + core::kDay});
  if (death != Death::kAsked) {
    world_.after(length, [this, life = lives_] {
      if (life == lives_) throw Killed{};
    });
  }
  parts.log = &log;
  parts.outlet = {
      .reactor = &world_, .sink = &reader_, .shell = &shell_, .notes = &notes_, .interrupted = [] {
        return false;
      }};
  const cli::Exit code = cli::run_connector(wish, std::move(parts));
  EXPECT_TRUE(code == cli::Exit::kOk || code == cli::Exit::kPartial) << static_cast<int>(code);
}

void LiveProgram::read_errors() {
  std::rewind(shell_.err);
  char buffer[4096];
  while (const std::size_t size = std::fread(buffer, 1, sizeof buffer, shell_.err)) {
    said_.append(buffer, size);
  }
  std::rewind(shell_.err);
  EXPECT_EQ(::ftruncate(::fileno(shell_.err), 0), 0);
}

}  // namespace wick::simulation
