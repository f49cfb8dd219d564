// What every source behind port::BarSource must do, whatever its servers do.
#include <gtest/gtest.h>

#include "base/sanitized.hpp"
#include "fake/web.hpp"
#include "venue/binance/archive.hpp"
#include "venue/binance/rest.hpp"
#include "venue/fxcm/archive.hpp"
#include "venue/okx/rest.hpp"

namespace wick::bar_source_contract_test {
namespace {

using core::RangeSet;
using core::UtcTime;
using venue::binance::Archive;
using venue::binance::Rest;
using namespace std::chrono_literals;

const UtcTime kDay = core::midnight(2024, 3, 1);
const UtcTime kNow = core::midnight(2024, 6, 1) + 1h;
const core::SeriesId kSeries{core::Provider::kBinance, core::Market::kSpot,
                             core::ChartType::kKlines, "BTCUSDT", core::Interval::k1h};

// A server with one habit.
enum class Habit {
  kAbsent,
  kForbidden,
  kThrottled,
  kBanned,
  kFailing,
  kGarbage,
  kReset,
  kSilent,
  kCut,
  kEmpty,
  kFlaky,
};
constexpr Habit kHabits[] = {Habit::kAbsent,  Habit::kForbidden, Habit::kThrottled, Habit::kBanned,
                             Habit::kFailing, Habit::kGarbage,   Habit::kReset,     Habit::kSilent,
                             Habit::kCut,     Habit::kEmpty,     Habit::kFlaky};

// What a server says that has nothing, or nearly nothing.
std::string nothing_for(const std::string& url) {
  for (const char* const page : {"klines?", "fundingRate?"}) {
    if (url.find(page) != std::string::npos) return "[]";
  }
  if (url.find("candles?") != std::string::npos) return R"({"code":"0","msg":"","data":[]})";
  return "PK";
}

class Server final : public fake::Site {
 public:
  Server(fake::World& world, Habit habit) : world_(world), habit_(habit) {}

  fake::WebOutcome answer(const port::HttpRequest& request, core::Now) override {
    ++requests_;
    last_request_ = world_.now().mono;
    const Habit habit =
        habit_ == Habit::kFlaky ? static_cast<Habit>(world_.random().below(10)) : habit_;
    fake::WebOutcome outcome;
    outcome.body = nothing_for(request.url);
    switch (habit) {
      case Habit::kAbsent:
        outcome.status = 404;
        break;
      case Habit::kForbidden:
        outcome.status = 403;
        break;
      case Habit::kThrottled:
        return {.status = 429, .headers = {{"Retry-After", "20"}}, .body = ""};
      case Habit::kBanned:
        return {.status = 418, .headers = {{"Retry-After", "600"}}, .body = ""};
      case Habit::kFailing:
        outcome.status = 503;
        break;
      case Habit::kGarbage:
        outcome.body = "<html>\x01\xff";
        break;
      case Habit::kReset:
        outcome.reset = true;
        break;
      case Habit::kSilent:
        outcome.silent = true;
        break;
      case Habit::kCut:
        outcome.cut_after = 1;
        break;
      case Habit::kEmpty:
      case Habit::kFlaky:
        break;
    }
    return outcome;
  }

  [[nodiscard]] int requests() const { return requests_; }
  [[nodiscard]] core::MonoTime last_request() const { return last_request_; }

 private:
  fake::World& world_;
  Habit habit_;
  int requests_{0};
  core::MonoTime last_request_{};
};

const core::SeriesId kOkxSeries{core::Provider::kOkx, core::Market::kSpot, core::ChartType::kKlines,
                                "BTC-USDT", core::Interval::k1h};
const core::SeriesId kFundings{core::Provider::kBinance, core::Market::kFuturesUsdt,
                               core::ChartType::kFunding, "BTCUSDT", core::kFundingInterval};
const core::SeriesId kFxcmSeries{core::Provider::kFxcm, core::Market::kFx, core::ChartType::kKlines,
                                 "EURUSD", core::Interval::k1m};

struct Maker {
  const char* name;
  const core::SeriesId* series;
  std::unique_ptr<port::BarSource> (*make)(venue::Services);
};

std::unique_ptr<port::BarSource> days(venue::Services services) {
  return std::make_unique<Archive>(
      services,
      venue::binance::ArchiveOptions{
          .hosts = {"http://a"}, .unit = policy::Unit::kDay, .attempts = {.corrupt_max = 2}});
}
std::unique_ptr<port::BarSource> months(venue::Services services) {
  return std::make_unique<Archive>(services,
                                   venue::binance::ArchiveOptions{.hosts = {"http://a", "http://b"},
                                                                  .unit = policy::Unit::kMonth,
                                                                  .attempts = {.corrupt_max = 2}});
}
std::unique_ptr<port::BarSource> rest(venue::Services services) {
  venue::binance::RestOptions options;
  options.endpoints.spot = {"http://a", "http://b"};
  options.endpoints.um = options.endpoints.spot;
  return std::make_unique<Rest>(services, options);
}

std::unique_ptr<port::BarSource> okx_history(venue::Services services) {
  return std::make_unique<venue::okx::Rest>(
      services, venue::okx::RestOptions{.hosts = {"http://a", "http://b"}});
}
std::unique_ptr<port::BarSource> okx_recent(venue::Services services) {
  return std::make_unique<venue::okx::Rest>(
      services, venue::okx::RestOptions{.hosts = {"http://a", "http://b"},
                                        .shelf = venue::okx::Shelf::kRecent});
}

std::unique_ptr<port::BarSource> fxcm_weeks(venue::Services services) {
  return std::make_unique<venue::fxcm::Archive>(
      services, venue::fxcm::ArchiveOptions{.shelf = {.hosts = {"http://a", "http://b"}}});
}

class BarSourceContract : public testing::TestWithParam<Maker> {};

// Runs one question to its end, checking every reply on the way.
struct Outcome {
  RangeSet replied;
  RangeSet settled;
  RangeSet holes;
};

Outcome ask(port::BarSource& source, const core::SeriesId& id, const RangeSet& wanted,
            fake::World& world) {
  Outcome outcome;
  const auto inquiry = source.ask(id, wanted);
  for (int step = 0; !inquiry->finished(); ++step) {
    if (step > 20'000) {
      ADD_FAILURE() << "it does not end";
      break;
    }
    for (const port::Reply& reply : inquiry->step(world.now())) {
      EXPECT_TRUE(reply.asked.minus(wanted).empty()) << "speaks of what was not asked";
      EXPECT_TRUE(reply.asked.intersect(outcome.replied).empty()) << "speaks twice of an instant";
      EXPECT_TRUE(reply.settled.minus(reply.asked).empty()) << "settles more than it speaks of";
      EXPECT_TRUE(reply.error || reply.settled == reply.asked || !reply.chunks.empty())
          << "leaves something unsettled without a word";
      EXPECT_FALSE(reply.evidence.empty());
      outcome.replied.add(reply.asked);
      outcome.settled.add(reply.settled);
      for (const core::Hole& hole : reply.holes) outcome.holes.add(hole.range);
    }
    if (!inquiry->finished()) world.wait(inquiry->wake());
  }
  return outcome;
}

TEST_P(BarSourceContract, EveryInstantIsRepliedToOnceWhateverTheServerDoes) {
  for (const Habit habit : kHabits) {
    for (std::uint64_t seed = 0; seed < (base::kSanitized ? 6 : 20); ++seed) {
      SCOPED_TRACE(testing::Message() << "habit " << static_cast<int>(habit) << " seed " << seed);
      fake::World world(seed, kNow);
      fake::Web web(world);
      Server a(world, habit);
      Server b(world, habit);
      web.attach("http://a", a);
      web.attach("http://b", b);
      const auto source = GetParam().make({.http = &web, .workers = &world});
      const RangeSet wanted{{kDay, kDay + 24h * 40}, {kDay + 24h * 45, kDay + 24h * 45 + 5h}};
      const Outcome outcome = ask(*source, *GetParam().series, wanted, world);
      EXPECT_EQ(outcome.replied, wanted);
      EXPECT_TRUE(outcome.holes.minus(outcome.settled).empty());
    }
  }
}

TEST_P(BarSourceContract, AThrottledSourceIsLeftAlone) {
  fake::World world(1, kNow);
  fake::Web web(world);
  Server server(world, Habit::kBanned);
  web.attach("http://a", server);
  const auto source = GetParam().make({.http = &web, .workers = &world});
  if (GetParam().make != rest && GetParam().make != okx_history) return;  // never throttled
  (void)ask(*source, *GetParam().series, {{kDay, kDay + 24h * 400}}, world);
  const int sent = server.requests();
  EXPECT_LE(sent, 4) << "no more than were in flight when the ban came";
  (void)ask(*source, *GetParam().series, {{kDay, kDay + 24h}}, world);
  EXPECT_EQ(server.requests(), sent) << "nothing before the ban is over";
  world.wait(world.now().mono + 601s);
  (void)ask(*source, *GetParam().series, {{kDay, kDay + 24h}}, world);
  EXPECT_GT(server.requests(), sent);
}

TEST_P(BarSourceContract, ADroppedInquiryStopsAsking) {
  fake::World world(1, kNow);
  fake::Web web(world);
  Server server(world, Habit::kFailing);
  web.attach("http://a", server);
  const auto source = GetParam().make({.http = &web, .workers = &world});
  {
    const auto inquiry = source->ask(*GetParam().series, {{kDay, kDay + 24h * 60}});
    (void)inquiry->step(world.now());
  }
  while (world.events_waiting() > 0) world.wait(core::MonoTime::max());
  EXPECT_EQ(server.requests(), 0) << "what was on its way is not even delivered";
}

INSTANTIATE_TEST_SUITE_P(, BarSourceContract,
                         testing::Values(Maker{"ArchiveDays", &kSeries, days},
                                         Maker{"ArchiveMonths", &kSeries, months},
                                         Maker{"Rest", &kSeries, rest},
                                         Maker{"ArchiveFundings", &kFundings, months},
                                         Maker{"RestFundings", &kFundings, rest},
                                         Maker{"OkxHistory", &kOkxSeries, okx_history},
                                         Maker{"OkxRecent", &kOkxSeries, okx_recent},
                                         Maker{"FxcmWeeks", &kFxcmSeries, fxcm_weeks}),
                         [](const auto& one) { return std::string(one.param.name); });

}  // namespace
}  // namespace wick::bar_source_contract_test
