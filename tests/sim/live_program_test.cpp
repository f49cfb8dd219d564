// A month of `wick live` through a script of faults, with a restart, a kill or a power cut a day.
// In the end what it printed, what it kept and what the broker's market was are the same: no bar is
// missing, none comes twice, none is altered.
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <cstdlib>

#include "base/sanitized.hpp"
#include "core/time_text.hpp"
#include "live_program.hpp"

namespace wick::simulation::live_program_test {
namespace {

using core::UtcTime;
using namespace std::chrono_literals;

constexpr Millis kMinute = 60'000;
const UtcTime kBegin = core::midnight(2024, 2, 26) + 9h + 13min + 41s;  // a Monday
const std::string kTargets =
    "NZD/CHF:m1,NZD/CHF:m5,NZD/CHF:h1,NZD/CHF:h4,NZD/CHF:d1,USOil:m1,USOil:m15,"
    "CAD/CHF:m1,CAD/CHF:m30";

// What the broker's market was, straight from its ticks.
struct Minute {
  std::array<std::int64_t, 4> bid{}, ask{}, both{};  // both: bid + ask, of single ticks
  std::int64_t volume{};
};
using Minutes = std::map<Millis, Minute>;

void widen(std::array<std::int64_t, 4>& bar, std::int64_t price, bool first) {
  if (first) bar = {price, price, price, price};
  bar = {bar[0], std::max(bar[1], price), std::min(bar[2], price), price};
}

Minutes market(std::uint64_t seed, const sim::FxInstrument& instrument, core::TimeRange range) {
  sim::FxReader reader(seed, instrument);
  std::vector<sim::FxTick> ticks;
  Minutes minutes;
  for (Millis at = core::millis_of(range.begin); at < core::millis_of(range.end); at += kMinute) {
    reader.ticks(at / kMinute, ticks);
    for (const sim::FxTick& tick : ticks) {
      Minute& minute = minutes[at];
      const bool first = minute.volume++ == 0;
      widen(minute.bid, tick.bid, first);
      widen(minute.ask, tick.ask, first);
      widen(minute.both, tick.bid + tick.ask, first);
    }
  }
  return minutes;
}

// The bar of all minutes in that time; without any its volume is 0.
Minute rolled(const Minutes& minutes, Millis begin, Millis end) {
  Minute bar;
  for (auto at = minutes.lower_bound(begin); at != minutes.end() && at->first < end; ++at) {
    const auto add = [&](auto part) {
      const auto& more = at->second.*part;
      auto& all = bar.*part;
      if (bar.volume == 0) all = more;
      all = {all[0], std::max(all[1], more[1]), std::min(all[2], more[2]), more[3]};
    };
    add(&Minute::bid);
    add(&Minute::ask);
    add(&Minute::both);
    bar.volume += at->second.volume;
  }
  return bar;
}

struct Scale {
  double one{};
  [[nodiscard]] bool is(double price, std::int64_t units) const {
    return price == static_cast<double>(units) / one;
  }
  [[nodiscard]] bool all(const std::array<double, 4>& prices,
                         const std::array<std::int64_t, 4>& units) const {
    for (std::size_t i = 0; i < 4; ++i) {
      if (!is(prices[i], units[i])) return false;
    }
    return true;
  }
};

// The middle of ticks; or, where history told the minute, that of bid and ask apart.
bool is_middle(const std::array<double, 4>& prices, const Minute& minute, double scale) {
  for (std::size_t i = 0; i < 4; ++i) {
    const double units = prices[i] * 2 * scale;
    const auto whole = std::llround(units);
    if (std::abs(units - static_cast<double>(whole)) > 1e-4) return false;
    const std::int64_t derived = minute.bid[i] + minute.ask[i];
    const std::int64_t least = std::min(derived, minute.both[i]);
    if (whole < least || whole > std::max(derived, minute.both[i])) return false;
  }
  return true;
}

enum class Basis { kBid, kAsk, kMid };

struct Judge {
  LiveProgram& program;
  std::string name;
  Basis basis{};
  core::TimeRange time{};
  Minutes minutes{};
  Scale scale{};

  Judge(LiveProgram& of, std::string instrument, Basis by, core::TimeRange range)
      : program(of), name(std::move(instrument)), basis(by), time(range) {
    const sim::FxInstrument& one = *sim::find_fx(name);
    minutes = market(7, one, {range.begin - 3 * core::kDay, range.end});
    scale.one = std::pow(10.0, one.digits);
    std::erase(name, '/');
  }

  [[nodiscard]] bool priced(const std::array<double, 4>& price, const Minute& truth) const {
    if (basis == Basis::kBid) return scale.all(price, truth.bid);
    if (basis == Basis::kAsk) return scale.all(price, truth.ask);
    return is_middle(price, truth, scale.one);
  }
  [[nodiscard]] bool is(Millis open, const LineBar& bar, const Minute& truth) const {
    const bool has_sides = bar.end - open == kMinute || bar.bid != std::array<double, 4>{};
    const bool sides = scale.all(bar.bid, truth.bid) && scale.all(bar.ask, truth.ask);
    return (sides || !has_sides) && priced(bar.price, truth) &&
           bar.volume == static_cast<double>(truth.volume);
  }

  // Every minute of the market is in one bar, and every bar is of its minutes. Those that begin
  // before are not the program's to know.
  void lines(const std::string& tf) const {
    const LineBars& told = program.reader().bars[{name, tf}];
    int altered = 0, invented = 0, missing = 0;
    std::string first;
    Millis covered_until = core::millis_of(time.begin);
    const auto blame = [&](int& count, Millis at) {
      if (++count == 1 && first.empty()) {
        first = core::to_iso(UtcTime{std::chrono::milliseconds{at}});
      }
    };
    const auto pass = [&](Millis until) {
      auto at = minutes.lower_bound(covered_until);
      for (; at != minutes.end() && at->first < until; ++at) blame(missing, at->first);
      covered_until = std::max(covered_until, until);
    };
    for (auto at = told.lower_bound(core::millis_of(time.begin)); at != told.end(); ++at) {
      const auto& [open, bar] = *at;
      if (bar.end > core::millis_of(time.end)) break;
      if (covered_until == core::millis_of(time.begin) && tf != "1m") covered_until = open;
      pass(open);
      const Minute truth = rolled(minutes, open, bar.end);
      if (truth.volume == 0 && !bar.synthetic) blame(invented, open);
      if (truth.volume > 0 && !is(open, bar, truth)) blame(altered, open);
      covered_until = bar.end;
    }
    const std::string what = name + ' ' + tf + " from " + first;
    EXPECT_EQ(missing, 0) << what;
    EXPECT_EQ(altered, 0) << what;
    EXPECT_EQ(invented, 0) << what;
    EXPECT_GT(covered_until, core::millis_of(time.end - 2 * core::kDay)) << what;
  }

  void store(const std::string& tf) const {
    const auto kept = program.kept({name, tf}, time);
    const Millis length = core::length_max(*core::parse_interval(tf)) / 1ms;
    int missing = 0, altered = 0, invented = 0;
    std::string first;
    for (Millis at = core::millis_of(time.begin); at < core::millis_of(time.end); at += length) {
      const Minute truth = rolled(minutes, at, at + length);
      const UtcTime open{std::chrono::milliseconds{at}};
      const auto bar = kept.bars.find(open);
      const bool there = bar != kept.bars.end();
      const bool missed = truth.volume > 0 && !there;
      const bool extra = truth.volume == 0 && there;
      const bool other = truth.volume > 0 && there && !is_kept(bar->second, truth);
      missing += missed ? 1 : 0;
      invented += extra ? 1 : 0;
      altered += other ? 1 : 0;
      if ((missed || extra || other) && first.empty()) first = core::to_iso(open);
    }
    const std::string what = "kept " + name + ' ' + tf + " from " + first;
    EXPECT_EQ(missing, 0) << what;
    EXPECT_EQ(altered, 0) << what;
    EXPECT_EQ(invented, 0) << what;
    if (tf == "1m") {
      const core::RangeSet open = core::RangeSet{time}.minus(kept.settled);
      EXPECT_TRUE(open.empty()) << what << ": open from "
                                << core::to_iso(open.ranges().front().begin) << " to "
                                << core::to_iso(open.ranges().front().end) << " and "
                                << open.ranges().size() - 1 << " more";
    }
  }
  [[nodiscard]] bool is_kept(const core::Bar& bar, const Minute& truth) const {
    return priced({bar.open, bar.high, bar.low, bar.close}, truth) &&
           bar.volume == static_cast<double>(truth.volume);
  }
};

// How the broker behaves for some hours.
sim::BrokerSettings weather(fake::SeededRandom& random) {
  sim::BrokerSettings settings;
  switch (random.below(7)) {
    case 0:
      break;  // a calm day
    case 1:
      settings.drop_after = static_cast<sim::Micros>(40 + random.below(1'200)) * sim::kSecond;
      break;
    case 2:
      settings.silence_after = static_cast<sim::Micros>(60 + random.below(2'400)) * sim::kSecond;
      break;
    case 3:
      settings.late_ticks = 3'000;
      settings.duplicate_ticks = 20'000;
      settings.unordered_ticks = 50'000;
      break;
    case 4:
      settings.history_not_ready = 400'000;
      settings.history_latency = 2 * sim::kSecond;
      settings.drop_after = 600 * sim::kSecond;
      break;
    case 5:
      settings.history_ready_after = 1'200 * sim::kSecond;
      settings.drop_after = 1'800 * sim::kSecond;
      break;
    default:
      settings.history_per_minute = 2;
      settings.silence_after = 900 * sim::kSecond;
  }
  return settings;
}

// Changes something every now and then until the time for repairs has come.
class Script {
 public:
  Script(LiveProgram& program, UtcTime calm) : program_(program), calm_(calm) { next(); }

  int changes{};
  int disk_faults{};

 private:
  void next() {
    fake::World& world = program_.world();
    if (world.now().utc >= calm_) {
      program_.broker().behave({});
      program_.files().set_health(fake::Files::Health::kGood);
      program_.broker().come_back();
      return;
    }
    ++changes;
    program_.broker().behave(weather(world.random()));
    if (world.random().one_in(6)) leave();
    if (world.random().one_in(8)) spoil_disk();
    world.after(minutes(90, 400), [this] { next(); });
  }
  void leave() {
    program_.broker().leave();
    program_.world().after(minutes(1, 40), [this] { program_.broker().come_back(); });
  }
  void spoil_disk() {
    ++disk_faults;
    const bool full = program_.world().random().one_in(2);
    program_.files().set_health(full ? fake::Files::Health::kFull : fake::Files::Health::kReadOnly);
    program_.world().after(minutes(5, 80),
                           [this] { program_.files().set_health(fake::Files::Health::kGood); });
  }
  core::Micros minutes(std::uint64_t least, std::uint64_t more) {
    return core::Micros{1min} *
           static_cast<std::int64_t>(least + program_.world().random().below(more));
  }

  LiveProgram& program_;
  UtcTime calm_;
};

// Under sanitizers a month takes minutes; the release build lives all of it.
constexpr int kDays = base::kSanitized ? 2 : 30;

int days() {
  const char* wanted = std::getenv("WICK_LIVE_DAYS");
  return wanted == nullptr ? kDays : std::atoi(wanted);
}

TEST(LiveProgramSimulation, AMonthLosesDoublesAndAltersNothing) {
  const UtcTime end = kBegin + days() * core::kDay;
  LiveProgram program(7, kBegin, kTargets);
  fake::World& world = program.world();
  Script script(program, end - 14h);
  int lives = 0;
  while (world.now().utc < end - 16h) {
    const core::Micros length =
        core::Micros{1min} * static_cast<std::int64_t>(200 + world.random().below(2'000));
    program.live(std::min(world.now().utc + length, end - 15h),
                 static_cast<Death>(world.random().below(4)));
    ++lives;
    const auto away = core::Micros{1s} * static_cast<std::int64_t>(world.random().below(5'400));
    for (const core::MonoTime until = world.now().mono + away; world.now().mono < until;) {
      world.wait(until);
    }
  }
  program.live(end, Death::kAsked);

  const LineReader& reader = program.reader();
  EXPECT_EQ(reader.doubled, 0) << reader.first_doubled;
  EXPECT_EQ(reader.unordered, 0);
  EXPECT_EQ(reader.odd, "");
  const UtcTime begin = std::chrono::floor<std::chrono::hours>(kBegin);
  const core::TimeRange time{begin, std::chrono::floor<std::chrono::hours>(end - 1h)};
  for (const auto& [name, basis] :
       {std::pair{"NZD/CHF", Basis::kBid}, {"USOil", Basis::kAsk}, {"CAD/CHF", Basis::kMid}}) {
    const Judge judge(program, name, basis, time);
    for (const auto& [series, bars] : reader.bars) {
      if (series.first != judge.name) continue;
      judge.lines(series.second);
      if (series.second != "4h" && series.second != "1d") judge.store(series.second);
    }
  }
  EXPECT_GT(lives, days() / 2);
  EXPECT_GT(script.changes, days() * 3);
  EXPECT_GT(script.disk_faults, 1);
  EXPECT_GT(reader.revisions, 10);
  EXPECT_GT(reader.again, 0);
  EXPECT_GT(program.broker().connections(), days() * 5);
  EXPECT_NE(program.said().find("bars are not kept"), std::string::npos);
  EXPECT_GT(reader.kept_again, 0);
  EXPECT_GE(reader.stopped_keeping, reader.kept_again);
  RecordProperty("lives", lives);
}

}  // namespace
}  // namespace wick::simulation::live_program_test
