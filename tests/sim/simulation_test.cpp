// The whole of history over a simulated world: the exchange's own code answers, virtual time
// passes, and a seed draws what is asked for and everything that goes wrong on the way.
#include <gtest/gtest.h>

#include <cstdlib>
#include <map>
#include <string>

#include "core/time_text.hpp"
#include "fake/web.hpp"
#include "history/retrieval.hpp"
#include "sim/exchange.hpp"
#include "wiring/binance_history.hpp"

namespace wick {
namespace {

using core::micros_of;
using namespace std::chrono_literals;

// One host of the simulated exchange, as a site of the fake web.
class SimulatedHost final : public fake::Site {
 public:
  SimulatedHost(sim::Exchange& exchange, sim::Host host) : exchange_(exchange), host_(host) {}

  fake::WebOutcome answer(const port::HttpRequest& request, core::Now now) override {
    sim::Request asked;
    asked.method = "GET";
    asked.target = request.url.substr(request.url.find('/', 8));
    asked.client = "10.0.0.1";
    const sim::Response response = exchange_.respond(host_, asked, micros_of(now.utc));
    fake::WebOutcome outcome;
    outcome.status = response.status;
    outcome.headers = response.headers;
    if (response.body) outcome.body = *response.body;
    outcome.delay = core::Micros{response.fate.delay};
    outcome.reset = response.fate.reset;
    outcome.silent = response.fate.silent;
    outcome.cut_after = response.fate.cut_after;
    return outcome;
  }

 private:
  sim::Exchange& exchange_;
  sim::Host host_;
};

// An integer of the market as the double that its decimal text reads as.
double decimal(std::int64_t value, int digits) {
  std::string text = std::to_string(value);
  const bool negative = text.front() == '-';
  if (negative) text.erase(0, 1);
  const auto places = static_cast<std::size_t>(digits);
  if (text.size() <= places) text.insert(0, places + 1 - text.size(), '0');
  text.insert(text.size() - places, ".");
  return std::strtod(((negative ? "-" : "") + text).c_str(), nullptr);
}

core::Bar truth_of(const sim::Symbol& symbol, sim::Interval interval, const sim::Candle& c) {
  const int price = symbol.price_digits;
  const int quantity = symbol.quantity_digits;
  const int quote = symbol.venue == sim::Venue::kCm ? 8 : price + quantity;
  return {.open_time = core::utc_micros(c.open_time),
          .close_time = core::utc_micros(sim::next_open(interval, c.open_time) - 1),
          .open = decimal(c.open, price),
          .high = decimal(c.high, price),
          .low = decimal(c.low, price),
          .close = decimal(c.close, price),
          .volume = decimal(c.volume, quantity),
          .quote_volume = decimal(c.quote, quote),
          .count = c.count,
          .taker_volume = decimal(c.taker_volume, quantity),
          .taker_quote_volume = decimal(c.taker_quote, quote)};
}

// What a seed decides.
struct Draw {
  sim::Venue venue{};
  const sim::Symbol* symbol{};
  core::Interval interval{};
  core::TimeRange range;
  core::UtcTime now;
  wiring::SourceChoice source{};
  std::string scenario;
  bool calm{};
};

// Faults that keep the exchange honest: whatever arrives whole and verified is true.
std::string draw_scenario(fake::SeededRandom& random) {
  static const std::map<std::string, std::vector<std::string>> kFaults = {
      {"klines",
       {R"({"status":500})", R"({"status":503})", R"({"reset":true})", R"({"silent":true})",
        R"({"truncate_at":0.5})", R"({"malformed_json":true})", R"({"delay_ms":4000})",
        R"({"answer":"throttle429","retry_after":3})", R"({"answer":"geo451"})",
        R"({"answer":"html403"})", R"({"error":-1003})", R"({"delay_ms":20000})"}},
      {"zip",
       {R"({"answer":"NoSuchKey"})", R"({"answer":"AccessDenied"})", R"({"status":503})",
        R"({"reset":true})", R"({"truncate_at":0.7})", R"({"corrupt":0.4})",
        R"({"drop_rows":[0.3,0.8]})", R"({"silent":true})", R"({"unsorted":true})",
        R"({"header":true})", R"({"duplicate_rows":[0.1,0.3]})"}},
      {"checksum",
       {R"({"wrong_checksum":true})", R"({"answer":"NoSuchKey"})", R"({"status":500})",
        R"({"checksum_newline":true})", R"({"reset":true})"}}};
  std::string rules;
  for (const auto& [kind, actions] : kFaults) {
    for (std::uint64_t n = random.below(3); n > 0; --n) {
      if (!rules.empty()) rules += ",";
      rules += R"({"when":{"kind":")" + kind + R"(","probability":0.)" +
               std::to_string(1 + random.below(9)) + R"(},"then":)" +
               actions[random.below(actions.size())] + "}";
    }
  }
  return R"({"name":"drawn","about":"drawn from a seed","seed":)" +
         std::to_string(random.below(1'000'000)) + R"(,"rules":[)" + rules + "]}";
}

const sim::Symbol& draw_symbol(const sim::Market& market, sim::Venue venue, core::UtcTime now,
                               fake::SeededRandom& random) {
  const auto symbols = market.symbols(venue);
  for (;;) {  // futures answer no longer for what is delisted, so take what trades
    const sim::Symbol& symbol = symbols[random.below(symbols.size())];
    const bool settled_in = symbol.listed + 40 * sim::kDay < micros_of(now);
    if (settled_in && symbol.delisted > micros_of(now)) return symbol;
  }
}

Draw draw(const sim::Market& market, fake::SeededRandom& random) {
  Draw d;
  d.now = core::midnight(2024, 6, 1) + std::chrono::minutes{random.below(200'000)} +
          std::chrono::microseconds{random.below(60'000'000)};
  d.venue = static_cast<sim::Venue>(random.below(3));
  d.symbol = &draw_symbol(market, d.venue, d.now, random);
  do {
    d.interval = core::kIntervals[random.below(core::kIntervals.size())];
  } while (d.interval == core::Interval::k1s &&
           (d.venue != sim::Venue::kSpot || random.below(4) > 0));

  const core::Grid grid(d.interval);
  // About 2,500 bars at most, not older than the listing, reaching to the present every other time.
  const core::Micros span = std::chrono::days{random.one_in(40) ? 400 : 1 + random.below(40)};
  const auto bars = std::min(static_cast<std::int64_t>(1 + random.below(2'500)),
                             1 + span / core::length_max(d.interval));
  const core::UtcTime newest = grid.floor(d.now - 1s);
  const core::UtcTime oldest = grid.next(core::utc_micros(d.symbol->listed));
  const auto days_ago = std::chrono::days{random.one_in(2) ? 0 : random.below(30)};
  d.range.end = std::max(grid.floor(newest - days_ago), grid.next(oldest));
  d.range.begin = std::max(oldest, grid.advance(d.range.end, -bars));
  d.source = random.one_in(5) ? wiring::SourceChoice::kRest : wiring::SourceChoice::kAuto;
  d.calm = random.one_in(6);
  d.scenario = d.calm ? R"({"name":"calm","about":"nothing","rules":[]})" : draw_scenario(random);
  return d;
}

core::Market market_of(sim::Venue venue) {
  switch (venue) {
    case sim::Venue::kSpot:
      return core::Market::kSpot;
    case sim::Venue::kUm:
      return core::Market::kFuturesUsdt;
    case sim::Venue::kCm:
      return core::Market::kFuturesCoin;
  }
  return {};
}

// What the exchange has, by open time.
std::map<core::UtcTime, core::Bar> truth(const sim::Market& market, const Draw& d) {
  std::map<core::UtcTime, core::Bar> truth;
  const auto interval = *sim::interval_of(core::name(d.interval));
  for (const sim::Candle& candle :
       market.candles(*d.symbol, interval, micros_of(d.range.begin), micros_of(d.range.end))) {
    truth.emplace(core::utc_micros(candle.open_time), truth_of(*d.symbol, interval, candle));
  }
  return truth;
}

struct Fetched {
  history::Answer answer;
  core::Micros took{};
};

Fetched fetch(sim::Exchange& exchange, const Draw& d, std::uint64_t seed) {
  fake::World world(seed, d.now);
  fake::Web web(world);
  SimulatedHost archive(exchange, sim::Host::kArchive);
  SimulatedHost spot(exchange, sim::Host::kSpot);
  SimulatedHost um(exchange, sim::Host::kUm);
  SimulatedHost cm(exchange, sim::Host::kCm);
  web.attach("http://archive", archive);
  web.attach("http://spot", spot);
  web.attach("http://um", um);
  web.attach("http://cm", cm);
  const auto config = wiring::Config::load({{"WICK_BINANCE_ARCHIVE_URL", "http://archive"},
                                            {"WICK_BINANCE_SPOT_URL", "http://spot"},
                                            {"WICK_BINANCE_UM_URL", "http://um"},
                                            {"WICK_BINANCE_CM_URL", "http://cm"}},
                                           std::nullopt);
  const wiring::BinanceHistory binance(*config, {.http = &web, .workers = &world, .seed = seed});
  const core::SeriesId id{core::Provider::kBinance, market_of(d.venue), core::ChartType::kKlines,
                          d.symbol->name, d.interval};
  history::Retrieval retrieval({.id = id, .wanted = {d.range}, .options = {}},
                               binance.tiers(id, d.source));
  const core::MonoTime start = world.now().mono;
  history::Answer answer = history::retrieve(retrieval, world);
  return {std::move(answer), world.now().mono - start};
}

void judge(const Fetched& run, const Draw& d, const std::map<core::UtcTime, core::Bar>& truth) {
  const history::Answer& answer = run.answer;
  ASSERT_FALSE(answer.refusal) << answer.refusal->what;
  const core::Grid grid(d.interval);
  core::RangeSet accounted;
  core::UtcTime previous = core::UtcTime::min();
  for (const core::Bar& bar : answer.series.bars()) {
    ASSERT_GT(bar.open_time, previous) << "in order, one for each instant";
    previous = bar.open_time;
    const auto real = truth.find(bar.open_time);
    ASSERT_NE(real, truth.end()) << "made up: " << core::to_iso(bar.open_time);
    ASSERT_EQ(bar, real->second) << "altered: " << core::to_iso(bar.open_time);
    accounted.add({bar.open_time, grid.next(bar.open_time)});
  }
  for (const core::Hole& hole : answer.missing) {
    ASSERT_TRUE(accounted.intersect({hole.range}).empty()) << "both there and missing";
    accounted.add(hole.range);
    if (!core::settled(hole)) {
      EXPECT_FALSE(d.calm) << hole.evidence;
      continue;
    }
    const auto inside = truth.lower_bound(hole.range.begin);
    ASSERT_TRUE(inside == truth.end() || inside->first >= hole.range.end)
        << "said not to exist: " << core::to_iso(inside->first);
  }
  EXPECT_EQ(accounted, core::RangeSet{d.range}) << "every instant is a bar or a named hole";
  EXPECT_TRUE(answer.series.conflicts().empty());
  EXPECT_LT(run.took, 1h) << "it ends in bounded time";
}

std::uint64_t seeds_wanted() {
  const char* const text = std::getenv("WICK_SEEDS");  // NOLINT: read before any thread
  return text == nullptr ? 1'000 : std::strtoull(text, nullptr, 10);
}

TEST(Simulation, NothingIsLostMadeUpOrAlteredWhateverTheSeed) {
  auto exchange = sim::Exchange::open({.seed = 7, .scenario = "calm", .log_path = ""}, 0);
  ASSERT_TRUE(exchange) << exchange.error().what;
  std::size_t bars = 0;
  std::size_t partial = 0;
  for (std::uint64_t seed = 0; seed < seeds_wanted(); ++seed) {
    fake::SeededRandom random(seed);
    const Draw d = draw((*exchange)->market(), random);
    SCOPED_TRACE(testing::Message()
                 << "seed " << seed << ": " << d.symbol->name << " " << core::name(d.interval)
                 << " " << core::to_iso(d.range.begin) << " .. " << core::to_iso(d.range.end)
                 << " at " << core::to_iso(d.now) << "\n"
                 << d.scenario);
    const auto loaded = (*exchange)->load(d.scenario, micros_of(d.now));
    ASSERT_TRUE(loaded) << loaded.error().what;
    const Fetched run = fetch(**exchange, d, seed);
    judge(run, d, truth((*exchange)->market(), d));
    if (HasFatalFailure() || HasNonfatalFailure()) return;
    bars += run.answer.series.rows();
    partial += run.answer.missing.empty() ? 0 : 1;
  }
  RecordProperty("bars", static_cast<int>(bars));
  EXPECT_GT(bars, 0U);
  if (seeds_wanted() >= 1'000) {
    EXPECT_GT(partial, 20U) << "the faults must bite, or nothing was shown";
  }
}

// The same seed is the same run, request by request.
TEST(Simulation, ASeedReplaysExactly) {
  auto exchange = sim::Exchange::open({.seed = 7, .scenario = "calm", .log_path = ""}, 0);
  ASSERT_TRUE(exchange);
  for (std::uint64_t seed = 0; seed < 20; ++seed) {
    std::vector<std::pair<int, std::size_t>> outcomes;
    std::vector<core::Micros> times;
    for (int round = 0; round < 2; ++round) {
      fake::SeededRandom random(seed);
      const Draw d = draw((*exchange)->market(), random);
      ASSERT_TRUE((*exchange)->load(d.scenario, micros_of(d.now)));
      const Fetched run = fetch(**exchange, d, seed);
      outcomes.emplace_back(run.answer.requests, run.answer.series.rows());
      times.push_back(run.took);
    }
    EXPECT_EQ(outcomes[0], outcomes[1]) << "seed " << seed;
    EXPECT_EQ(times[0], times[1]) << "seed " << seed;
  }
}

}  // namespace
}  // namespace wick
