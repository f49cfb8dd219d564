// Many programs on one machine, in virtual time, against the simulator's own request limits.
#include <gtest/gtest.h>

#include "base/sanitized.hpp"
#include "core/time_text.hpp"
#include "fake/board.hpp"
#include "fake/web.hpp"
#include "sim/rest/answer.hpp"
#include "sim/rest/limiter.hpp"
#include "venue/binance/rest.hpp"

namespace wick::simulation::crowd_test {
namespace {

using core::micros_of;
using namespace std::chrono_literals;

constexpr int kPrograms = 8;

// What one seed makes of the exchange: its limit, its clock, its distance, and who else is there.
struct Place {
  sim::RateLimit limit{};
  core::Micros clock_ahead{};
  core::Micros far_away{};
  std::int64_t foreign_in_window{};  // weight that somebody else spends, evenly
};

// Answers every page with no rows at all, at its proper price.
class LimitedSite final : public fake::Site {
 public:
  LimitedSite(const Place& place, fake::World& world)
      : place_(place), world_(world), limiter_({place.limit}) {}

  fake::WebOutcome answer(const port::HttpRequest& request, core::Now now) override {
    const core::UtcTime theirs = now.utc + place_.clock_ahead;
    const sim::Micros time = micros_of(theirs);
    foreigner_spends(time);
    const bool info = request.url.find("exchangeInfo") != std::string::npos;
    const auto verdict = limiter_.charge("us", info ? 20 : 2, time);
    if (verdict.kind != sim::Verdict::Kind::kPass) ++refused;
    count(time / bucket_length(place_.limit), info ? 20 : 2);
    fake::WebOutcome outcome;
    outcome.status = verdict.kind == sim::Verdict::Kind::kPass ? 200 : 429;
    outcome.headers = {{"Date", date(theirs)}};
    for (auto& [name, value] : sim::usage_headers({place_.limit}, verdict)) {
      outcome.headers.emplace_back(name, value);
    }
    outcome.body = info ? limits() : "[]";
    const auto jitter = static_cast<std::uint64_t>(place_.far_away.count());
    outcome.delay =
        core::Micros{static_cast<std::int64_t>(jitter / 2 + world_.random().below(jitter))};
    return outcome;
  }

  int refused{0};
  std::vector<std::int64_t> ours_in_window;

 private:
  void foreigner_spends(sim::Micros time) {
    const sim::Micros length = bucket_length(place_.limit);
    const std::int64_t due = place_.foreign_in_window * (time % length) / length;
    if (time / length != foreign_window_) foreign_spent_ = 0;
    foreign_window_ = time / length;
    if (due <= foreign_spent_) return;
    (void)limiter_.charge("us", due - foreign_spent_, time);  // one address for all of us
    foreign_spent_ = due;
  }

  void count(std::int64_t window, std::int64_t weight) {
    if (ours_in_window.empty() || window != window_) ours_in_window.push_back(0);
    window_ = window;
    ours_in_window.back() += weight;
  }

  [[nodiscard]] std::string limits() const {
    return R"({"rateLimits":[{"rateLimitType":"REQUEST_WEIGHT","interval":"SECOND","intervalNum":)" +
           std::to_string(place_.limit.num) + R"(,"limit":)" + std::to_string(place_.limit.limit) +
           "}]}";
  }

  // As HTTP wants it, and nobody looks at the name of the day.
  static std::string date(core::UtcTime t) {
    constexpr std::array<const char*, 12> kMonths{"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                                  "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
    const std::string iso = core::to_iso(std::chrono::floor<std::chrono::seconds>(t));
    const auto month = static_cast<std::size_t>(std::stoi(iso.substr(5, 2))) - 1;
    return "Sat, " + iso.substr(8, 2) + " " + kMonths.at(month) + " " + iso.substr(0, 4) + " " +
           iso.substr(11, 8) + " GMT";
  }

  Place place_;
  fake::World& world_;
  sim::Limiter limiter_;
  std::int64_t window_{-1};
  std::int64_t foreign_window_{-1};
  std::int64_t foreign_spent_{0};
};

Place draw_place(fake::SeededRandom& random) {
  const auto between = [&](std::int64_t from, std::int64_t to) {
    return from +
           static_cast<std::int64_t>(random.below(static_cast<std::uint64_t>(to - from + 1)));
  };
  return {
      .limit = {sim::LimitType::kRequestWeight, sim::kSecond, between(5, 60), between(150, 1200)},
      .clock_ahead = core::Micros{between(-20'000'000, 20'000'000)},
      .far_away = core::Micros{between(500, 200'000)}};
}

// A program asks for so many pages, and needs as long as it takes.
struct Program {
  Program(fake::World& world, fake::Web& web, port::Board& board, std::int64_t pages)
      : endpoints{.spot = {"http://spot"}}, rest({&web, &world, &board}, {.endpoints = endpoints}) {
    const core::UtcTime begin = core::midnight(2020, 1, 1);
    inquiry = rest.ask({.symbol = "BTCUSDT", .interval = core::Interval::k1m},
                       {{begin, begin + pages * 1000min}});
  }
  venue::binance::Endpoints endpoints;
  venue::binance::Rest rest;
  std::unique_ptr<port::Inquiry> inquiry;
};

// How it went, in the words of the exchange.
struct Outcome {
  int refused{};
  int failed{};
  std::vector<std::int64_t> spent;
};

Outcome run(const Place& place, std::uint64_t seed) {
  fake::World world(seed, core::midnight(2026, 1, 1) + core::Micros{static_cast<std::int64_t>(
                                                           seed * 7'654'321 % 60'000'000)});
  fake::Web web(world);
  fake::Board board;
  LimitedSite site(place, world);
  web.attach("http://spot", site);
  const std::int64_t pages = place.limit.limit * 4 / 2 / kPrograms;
  std::vector<std::unique_ptr<Program>> programs;
  for (int i = 0; i < kPrograms; ++i) {
    programs.push_back(std::make_unique<Program>(world, web, board, pages));
  }
  Outcome outcome;
  while (!programs.empty()) {
    core::MonoTime wake = core::MonoTime::max();
    for (const auto& program : programs) {
      for (const port::Reply& reply : program->inquiry->step(world.now())) {
        outcome.failed += reply.error ? 1 : 0;
      }
      wake = std::min(wake, program->inquiry->wake());
    }
    const auto ended =
        std::erase_if(programs, [](const auto& program) { return program->inquiry->finished(); });
    if (ended == 0) world.wait(wake);
  }
  outcome.refused = site.refused;
  outcome.spent = site.ours_in_window;
  return outcome;
}

constexpr std::uint64_t kSeeds = base::kSanitized ? 2 : 12;

TEST(Crowd, MeetsNoRefusalAndUsesAlmostAllThatIsAllowed) {
  for (std::uint64_t seed = 1; seed <= kSeeds; ++seed) {
    fake::SeededRandom random(seed);
    const Place place = draw_place(random);
    SCOPED_TRACE(testing::Message() << "seed " << seed << ": " << place.limit.limit << " in "
                                    << place.limit.num << " s, " << place.far_away.count()
                                    << " us away, " << place.clock_ahead.count() << " us ahead");
    const Outcome outcome = run(place, seed);

    EXPECT_EQ(outcome.refused, 0);
    EXPECT_EQ(outcome.failed, 0);
    std::int64_t used = 0;
    // Until the second window nobody knows where the exchange's clock stands.
    const auto whole = static_cast<std::int64_t>(outcome.spent.size()) - 3;
    ASSERT_GE(whole, 1);
    for (std::int64_t i = 2; i < whole + 2; ++i) used += outcome.spent[static_cast<std::size_t>(i)];
    // What a round trip takes out of a window cannot be used in it.
    const double lost = 4 * std::chrono::duration<double>(place.far_away).count() /
                        static_cast<double>(place.limit.num);
    EXPECT_GE(static_cast<double>(used),
              (0.95 - lost) * static_cast<double>(place.limit.limit * whole));
  }
}

TEST(Crowd, LeavesToOthersWhatTheyUse) {
  for (std::uint64_t seed = 1; seed <= kSeeds / 2; ++seed) {
    fake::SeededRandom random(seed);
    Place place = draw_place(random);
    place.foreign_in_window = place.limit.limit / 2;
    place.far_away = std::min(place.far_away, core::Micros{place.limit.num * sim::kSecond / 200});
    SCOPED_TRACE(testing::Message()
                 << "seed " << seed << ": " << place.limit.limit << " in " << place.limit.num
                 << " s, " << place.far_away.count() << " us away");
    const Outcome outcome = run(place, seed);
    ASSERT_GE(outcome.spent.size(), 4U);
    EXPECT_EQ(outcome.refused, 0);
    // At first nobody knows of them; once they have been seen they are left their share.
    for (std::size_t i = 2; i + 1 < outcome.spent.size(); ++i) {
      EXPECT_LE(outcome.spent[i], place.limit.limit * 6 / 10) << "window " << i;
      EXPECT_GE(outcome.spent[i], place.limit.limit * 3 / 10) << "window " << i;
    }
  }
}

}  // namespace
}  // namespace wick::simulation::crowd_test
