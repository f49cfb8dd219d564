#include "venue/binance/proven_archive.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <set>

#include "core/time_text.hpp"
#include "venue/binance/scripted_web_test.hpp"

namespace wick::venue::binance::proven_archive_test {
namespace {

using core::UtcTime;
using namespace std::chrono_literals;

const UtcTime kDay = core::midnight(2024, 3, 1);
const core::SeriesId kSeries{core::Provider::kBinance, core::Market::kSpot,
                             core::ChartType::kKlines, "BTCUSDT", core::Interval::k1h};

// Each hour opens at what the one before it closed at, and costs `times` as much.
core::Bar bar_at(UtcTime open, double times) {
  const double price = (1'000 + static_cast<double>((open - kDay) / 1h)) * times;
  return {.open_time = open,
          .close_time = open + 1h - 1us,
          .open = price,
          .high = price + 2 * times,
          .low = price - times,
          .close = price + times,
          .volume = 3,
          .quote_volume = 4,
          .count = 5,
          .taker_volume = 1,
          .taker_quote_volume = 2};
}

core::Chunk hours(core::TimeRange range, double times) {
  core::ChunkBuilder rows;
  for (UtcTime t = range.begin; t < range.end; t += 1h) rows.push(bar_at(t, times));
  return std::move(rows).finish(core::Tier::kBulk, {.origin = core::Origin::kArchive});
}

std::string number(double value) {
  return "\"" + std::to_string(value) + "\"";
}
std::string json(const core::Bar& bar) {
  return "[" + std::to_string(core::millis_of(bar.open_time)) + "," + number(bar.open) + "," +
         number(bar.high) + "," + number(bar.low) + "," + number(bar.close) + "," +
         number(bar.volume) + "," + std::to_string(core::millis_of(bar.close_time)) + "," +
         number(bar.quote_volume) + "," + std::to_string(bar.count) + "," +
         number(bar.taker_volume) + "," + number(bar.taker_quote_volume) + ",\"0\"]";
}

int day_of_march(UtcTime t) {
  return static_cast<int>((t - kDay) / 24h) + 1;
}

// An archive whose objects come one a step; the days named here are another symbol's, or dearer.
class Days final : public port::BarSource {
 public:
  [[nodiscard]] std::unique_ptr<port::Inquiry> ask(const core::SeriesId& id,
                                                   core::RangeSet ranges) override {
    auto pieces = policy::cut_into_units(ranges, core::grid_of(id), policy::Unit::kDay);
    if (backwards) std::reverse(pieces.begin(), pieces.end());
    return std::make_unique<Coming>(*this, std::move(pieces));
  }
  [[nodiscard]] port::Reply reply(const policy::Piece& piece) const {
    const int day = day_of_march(piece.whole.begin);
    port::Reply reply;
    reply.asked = piece.wanted;
    reply.evidence.push_back(
        {.object = "data/BTCUSDT-1h-" + core::to_date(piece.whole.begin) + ".zip",
         .checksum = "sha256:00",
         .outcome = "24 rows",
         .requests = 2});
    const auto times = price.find(day);
    if (times != price.end() && times->second == 0) {
      reply.error = base::Error{base::ErrorKind::kUnsupported, "404"};
      return reply;
    }
    reply.settled = reply.asked;
    reply.chunks.push_back(hours(piece.whole, times == price.end() ? 1 : times->second));
    return reply;
  }

  std::map<int, double> price;  // of a day; 0: it is absent
  bool backwards{false};

 private:
  class Coming final : public port::Inquiry {
   public:
    Coming(const Days& days, std::vector<policy::Piece> pieces)
        : days_(days), pieces_(std::move(pieces)) {}
    std::vector<port::Reply> step(core::Now now) override {
      (void)now;
      if (waited_++ == 0) return {};  // nothing is there at once
      return {days_.reply(pieces_.at(next_++))};
    }
    [[nodiscard]] bool finished() const override { return next_ == pieces_.size(); }
    [[nodiscard]] core::MonoTime wake() const override { return core::MonoTime::max(); }

   private:
    const Days& days_;
    std::vector<policy::Piece> pieces_;
    std::size_t next_{0};
    int waited_{0};
  };
};

// What is known, and answers at once.
class Known final : public port::BarSource {
 public:
  [[nodiscard]] std::unique_ptr<port::Inquiry> ask(const core::SeriesId& id,
                                                   core::RangeSet ranges) override {
    (void)id;
    return std::make_unique<Look>(bars.within({kDay - 24h * 365, kDay + 24h * 365}),
                                  std::move(ranges));
  }
  core::Chunk bars = hours({kDay, kDay}, 1);

 private:
  class Look final : public port::Inquiry {
   public:
    Look(core::Chunk bars, core::RangeSet ranges)
        : bars_(std::move(bars)), ranges_(std::move(ranges)) {}
    std::vector<port::Reply> step(core::Now now) override {
      (void)now;
      done_ = true;
      port::Reply reply;
      reply.asked = ranges_;
      for (const core::TimeRange& range : ranges_.ranges()) {
        reply.chunks.push_back(bars_.within(range));
      }
      return {reply};
    }
    [[nodiscard]] bool finished() const override { return done_; }
    [[nodiscard]] core::MonoTime wake() const override { return core::MonoTime::min(); }

   private:
    core::Chunk bars_;
    core::RangeSet ranges_;
    bool done_{false};
  };
};

// Never answers, and never says so.
class DeafWeb final : public port::Http {
 public:
  [[nodiscard]] port::Pending<port::HttpResult> get(port::HttpRequest request) override {
    (void)request;
    ++asked;
    auto [promise, pending] = port::Promise<port::HttpResult>::make();
    promises_.push_back(std::move(promise));
    return std::move(pending);
  }
  int asked{0};

 private:
  std::vector<port::Promise<port::HttpResult>> promises_;
};

class ProvenArchiveTest : public testing::Test {
 protected:
  std::int64_t parameter(const std::string& url, const std::string& name) const {
    return std::stoll(url.substr(url.find(name + "=") + name.size() + 1));
  }
  Scripted page(const std::string& url) const {
    if (rest) return *rest;
    const core::TimeRange asked{core::utc_micros(parameter(url, "startTime") * 1000),
                                core::utc_micros(parameter(url, "endTime") * 1000)};
    std::string text;
    for (UtcTime t = asked.begin; t <= asked.end; t += 1h) {
      core::Bar bar = bar_at(t, rest_times);
      if (corrected.contains(t)) bar.high += 1;
      text += (text.empty() ? "" : ",") + json(bar);
    }
    return {.body = "[" + text + "]"};
  }

  ProvenArchive proven(port::Http& http) {
    return {{.http = &http, .workers = &workers},
            days,
            {.endpoints = Endpoints{.spot = {"http://rest"}, .um = {"http://um"}},
             .unit = policy::Unit::kDay,
             .known = &known}};
  }
  // By the day of March.
  std::map<int, port::Reply> ask(int first, int last) {
    ProvenArchive archive = proven(web);
    return ask(archive, first, last);
  }
  std::map<int, port::Reply> ask(ProvenArchive& archive, int first, int last) {
    std::map<int, port::Reply> by_day;
    const core::RangeSet wanted{{kDay + (first - 1) * 24h, kDay + last * 24h}};
    for (port::Reply& reply : replies_of(archive, series, wanted, now)) {
      const int day = day_of_march(reply.asked.ranges().front().begin);
      EXPECT_TRUE(by_day.emplace(day, std::move(reply)).second) << day << " twice";
    }
    EXPECT_EQ(by_day.size(), static_cast<std::size_t>(last - first + 1));
    return by_day;
  }
  static std::string outcome(const port::Reply& reply) { return reply.evidence.at(0).outcome; }

  Days days;
  Known known;
  PromptWorkers workers;
  std::optional<Scripted> rest;
  double rest_times{1};
  std::set<UtcTime> corrected;
  core::SeriesId series{kSeries};
  core::Now now{core::midnight(2024, 6, 1), {}};
  ScriptedWeb web{[this](const std::string& url) { return page(url); }};
};

TEST_F(ProvenArchiveTest, AColdRunIsProvenByOneSmallQuestion) {
  const auto replies = ask(1, 20);
  for (const auto& [day, reply] : replies) {
    ASSERT_FALSE(reply.error) << reply.error->what;
    EXPECT_EQ(reply.chunks.at(0).size(), 24U);
    EXPECT_EQ(reply.settled, reply.asked);
    EXPECT_EQ(reply.evidence[0].checksum, "sha256:00");
    EXPECT_EQ(reply.evidence[0].requests, day == 1 ? 3 : 2);
  }
  EXPECT_EQ(outcome(replies.at(1)), "24 rows, agrees with REST in 10 rows");
  EXPECT_EQ(outcome(replies.at(2)), "24 rows");
  EXPECT_EQ(web.urls,
            (std::vector<std::string>{"http://rest/api/v3/klines?symbol=BTCUSDT&interval=1h&"
                                      "startTime=1709251200000&endTime=1709287199999&limit=10"}));
}

TEST_F(ProvenArchiveTest, RestIsAskedWhileTheFirstObjectIsOnItsWay) {
  ProvenArchive archive = proven(web);
  const auto inquiry = archive.ask(kSeries, {{kDay, kDay + 24h}});
  EXPECT_TRUE(inquiry->step(now).empty());
  EXPECT_EQ(web.urls.size(), 1U);
  EXPECT_FALSE(inquiry->finished());
  EXPECT_EQ(inquiry->step(now).size(), 1U);
  EXPECT_TRUE(inquiry->finished());
}

TEST_F(ProvenArchiveTest, AnotherSymbolsRowsAreRefusedAndShown) {
  days.price = {{1, 20}};
  const auto replies = ask(1, 1);
  const port::Reply& reply = replies.at(1);
  ASSERT_TRUE(reply.error);
  EXPECT_EQ(reply.error->kind, base::ErrorKind::kCorrupt);
  EXPECT_EQ(reply.error->what,
            "BTCUSDT-1h-2024-03-01.zip: its rows are not those of BTCUSDT, says REST, at "
            "2024-03-01T00:00:00Z: archive 20000,20040,19980,20020,3,4,1,2,5 REST "
            "1000,1002,999,1001,3,4,1,2,5");
  EXPECT_TRUE(reply.chunks.empty() && reply.settled.empty() && reply.holes.empty());
  EXPECT_EQ(outcome(reply), reply.error->what);
  EXPECT_EQ(reply.evidence[0].checksum, "");
  EXPECT_EQ(reply.evidence[0].requests, 3);
}

TEST_F(ProvenArchiveTest, WhatContinuesTheCacheNeedsNoQuestion) {
  for (const bool after : {false, true}) {
    known.bars = after ? hours({kDay + 120h, kDay + 144h}, 1) : hours({kDay - 24h, kDay}, 1);
    for (const auto& [day, reply] : ask(1, 5)) {
      EXPECT_FALSE(reply.error);
      EXPECT_EQ(outcome(reply), "24 rows") << day;
    }
  }
  EXPECT_TRUE(web.urls.empty());
}

TEST_F(ProvenArchiveTest, ADayThatIsKnownIsBesideTheOneBeforeAndTheOneAfter) {
  known.bars = hours({kDay + 24h, kDay + 48h}, 1);
  ProvenArchive archive = proven(web);
  const core::RangeSet wanted{{kDay, kDay + 24h}, {kDay + 48h, kDay + 72h}};
  EXPECT_EQ(replies_of(archive, series, wanted, now).size(), 2U);
  EXPECT_TRUE(web.urls.empty());
}

TEST_F(ProvenArchiveTest, WhatDoesNotContinueTheCacheIsRefused) {
  known.bars = hours({kDay - 24h, kDay + 24h}, 1);
  days.price = {{2, 1.05}};
  const auto replies = ask(2, 2);
  ASSERT_TRUE(replies.at(2).error);
  EXPECT_EQ(web.urls.size(), 1U);
}

TEST_F(ProvenArchiveTest, EachForeignDayOfARunIsRefusedAndNoOther) {
  for (const bool backwards : {false, true}) {
    days.backwards = backwards;
    days.price = {{1, 20}, {4, 20}, {5, 3}, {9, 0.5}};
    for (const auto& [day, reply] : ask(1, 9)) {
      EXPECT_EQ(reply.error.has_value(), days.price.contains(day)) << day;
    }
  }
}

TEST_F(ProvenArchiveTest, ARunWithoutASingleTrueDayIsRefusedAsAWhole) {
  for (int day = 1; day <= 9; ++day) days.price[day] = 20;
  for (const auto& [day, reply] : ask(1, 9)) EXPECT_TRUE(reply.error) << day;
  EXPECT_EQ(web.urls.size(), 9U);
}

TEST_F(ProvenArchiveTest, AJumpThatRestConfirmsIsTaken) {
  for (int day = 5; day <= 9; ++day) days.price[day] = 7;
  ProvenArchive archive = proven(web);
  known.bars = hours({kDay - 24h, kDay}, 1);
  rest_times = 7;  // listed anew on the fifth
  for (const auto& [day, reply] : ask(archive, 1, 9)) EXPECT_FALSE(reply.error) << day;
  EXPECT_EQ(web.urls.size(), 1U);
}

TEST_F(ProvenArchiveTest, AFewCorrectedRowsAreNoOtherSymbol) {
  corrected = {kDay, kDay + 1h, kDay + 3h};
  const auto replies = ask(1, 1);
  EXPECT_FALSE(replies.at(1).error);
  EXPECT_EQ(outcome(replies.at(1)), "24 rows, differs from REST in 3 of 10 rows");
  for (UtcTime t = kDay; t < kDay + 6h; t += 1h) corrected.insert(t);
  EXPECT_TRUE(ask(1, 1).at(1).error);
}

TEST_F(ProvenArchiveTest, WhereRestCannotBeAskedObjectsAreTakenAsTheyAre) {
  days.price = {{2, 20}};
  for (const Scripted& trouble :
       {Scripted{.unreachable = true}, Scripted{.status = 451}, Scripted{.status = 503},
        Scripted{.status = 418}, Scripted{.body = "<html>"},
        Scripted{.status = 400, .body = R"({"code":-1121,"msg":"Invalid symbol."})"}}) {
    web.urls.clear();
    rest = trouble;
    for (const auto& [day, reply] : ask(1, 3)) {
      EXPECT_FALSE(reply.error);
      EXPECT_TRUE(outcome(reply).starts_with("24 rows, not compared with REST: "))
          << outcome(reply);
    }
    EXPECT_EQ(web.urls.size(), 1U) << "once, and not for each object";
  }
}

TEST_F(ProvenArchiveTest, ABanIsHeeded) {
  rest = Scripted{.status = 418, .headers = {{"Retry-After", "60"}}};
  ProvenArchive archive = proven(web);
  (void)ask(archive, 1, 3);
  (void)ask(archive, 11, 13);
  EXPECT_EQ(web.urls.size(), 1U);
}

TEST_F(ProvenArchiveTest, RestThatForgotTheSymbolProvesNothing) {
  rest = Scripted{.body = "[]"};
  for (int day = 1; day <= 3; ++day) days.price[day] = 20;
  const auto replies = ask(1, 3);
  EXPECT_EQ(outcome(replies.at(1)), "24 rows, REST has none of the rows drawn");
  EXPECT_EQ(outcome(replies.at(2)), "24 rows");
  EXPECT_EQ(web.urls.size(), 1U);
}

TEST_F(ProvenArchiveTest, RestThatDoesNotAnswerIsWaitedForAWhileAndThenLeftAlone) {
  DeafWeb deaf;
  ProvenArchive archive = proven(deaf);
  const core::MonoTime begun = now.mono;
  EXPECT_EQ(outcome(ask(archive, 1, 3).at(1)),
            "24 rows, not compared with REST: it did not answer in time");
  EXPECT_EQ(now.mono - begun, 3s);
  EXPECT_EQ(outcome(ask(archive, 11, 13).at(11)),
            "24 rows, not compared with REST: it did not answer a moment ago");
  EXPECT_EQ(now.mono - begun, 3s);
  EXPECT_EQ(deaf.asked, 1);
  now.mono += 3s;
  (void)ask(archive, 11, 13);
  EXPECT_EQ(deaf.asked, 2);
}

TEST_F(ProvenArchiveTest, AbsentDaysPassAndProveNothing) {
  days.price = {{1, 0}, {4, 0}, {5, 20}};
  const auto replies = ask(1, 6);
  EXPECT_EQ(replies.at(1).error->kind, base::ErrorKind::kUnsupported);
  EXPECT_EQ(replies.at(4).error->kind, base::ErrorKind::kUnsupported);
  EXPECT_EQ(replies.at(5).error->kind, base::ErrorKind::kCorrupt);
  for (const int day : {2, 3, 6}) EXPECT_FALSE(replies.at(day).error) << day;
}

TEST_F(ProvenArchiveTest, PremiumsAreEachCompared) {
  series.chart = core::ChartType::kPremium;
  series.market = core::Market::kFuturesUsdt;
  known.bars = hours({kDay - 24h, kDay}, 1);
  days.price = {{2, 1.001}};
  const auto replies = ask(1, 3);
  EXPECT_EQ(web.urls.size(), 3U);
  EXPECT_FALSE(replies.at(1).error);
  EXPECT_TRUE(replies.at(2).error) << "though it is next to its neighbours";
  EXPECT_FALSE(replies.at(3).error);
}

}  // namespace
}  // namespace wick::venue::binance::proven_archive_test
