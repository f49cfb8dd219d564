#include "venue/binance/archive_comparison.hpp"

#include <gtest/gtest.h>

#include <set>

#include "core/time_text.hpp"
#include "venue/binance/endpoints.hpp"
#include "venue/binance/scripted_web_test.hpp"

namespace wick::venue::binance::archive_comparison_test {
namespace {

using core::UtcTime;
using namespace std::chrono_literals;

const UtcTime kDay = core::midnight(2024, 3, 1);
const std::string kName = "data/spot/daily/klines/BTCUSDT/1m/BTCUSDT-1m-2024-03-01";
const core::Grid kMinutes(core::Interval::k1m);

core::Bar bar_at(UtcTime open, UtcTime end) {
  const auto minute = static_cast<double>((open - kDay) / 1min);
  return {.open_time = open,
          .close_time = end - 1us,
          .open = 100 + minute,
          .high = 102 + minute,
          .low = 99 + minute,
          .close = 101.5 + minute,
          .volume = 3,
          .quote_volume = 4.25,
          .count = 5,
          .taker_volume = 1,
          .taker_quote_volume = 2};
}

// Every minute of the day for which `there` says so.
template <typename There>
core::Chunk minutes(There there) {
  core::ChunkBuilder rows;
  for (UtcTime t = kDay; t < kDay + 24h; t += 1min) {
    if (there(t)) rows.push(bar_at(t, t + 1min));
  }
  return std::move(rows).finish(core::Tier::kBulk, {.origin = core::Origin::kArchive});
}
core::Chunk whole_day() {
  return minutes([](UtcTime) { return true; });
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

std::int64_t parameter(const std::string& url, const std::string& name) {
  return std::stoll(url.substr(url.find(name + "=") + name.size() + 1));
}

// REST with the minutes of `rows`, as it is asked for them.
std::string page_of(const core::Chunk& rows, const std::string& url) {
  std::string text;
  std::int64_t left = parameter(url, "limit");
  for (std::size_t i = 0; i < rows.size() && left > 0; ++i) {
    const std::int64_t open = core::millis_of(rows.open_time(i));
    if (open < parameter(url, "startTime") || open > parameter(url, "endTime")) continue;
    text += (text.empty() ? "" : ",") + json(rows.bar(i));
    --left;
  }
  return "[" + text + "]";
}

struct Outcome {
  std::optional<base::Result<std::string>> end;
  std::vector<std::string> urls;
  int requests{};
};

const std::vector<std::string> kHosts = {"http://a", "http://b"};
const core::SeriesId kSeries{core::Provider::kBinance, core::Market::kSpot,
                             core::ChartType::kKlines, "BTCUSDT", core::Interval::k1m};

Outcome compare(const core::Chunk& rows, const ScriptedWeb::Script& script, Pace& rest,
                const std::vector<std::string>& hosts = kHosts) {
  ScriptedWeb web(script);
  ArchiveComparison comparison(
      {.http = &web, .hosts = &hosts, .rest = &rest, .id = kSeries, .rows = rows, .name = kName});
  Outcome outcome;
  for (int i = 0; i < 100 && !outcome.end; ++i) outcome.end = comparison.step({kDay + 96h, {}});
  outcome.urls = web.urls;
  outcome.requests = comparison.requests();
  return outcome;
}
Outcome compare(const core::Chunk& rows, const ScriptedWeb::Script& script) {
  Pace rest({.blocked_for = 1min});
  return compare(rows, script, rest);
}
std::string remark(const Outcome& outcome) {
  if (!outcome.end) return "no end";
  return *outcome.end ? **outcome.end : "error: " + outcome.end->error().what;
}

TEST(ArchiveComparison, TheSameRowsAgree) {
  const core::Chunk rows = whole_day();
  const Outcome outcome =
      compare(rows, [&](const std::string& url) { return Scripted{.body = page_of(rows, url)}; });
  EXPECT_EQ(remark(outcome), "agrees with REST in 50 rows");
  EXPECT_EQ(outcome.urls.size(), 5U);
  EXPECT_EQ(outcome.requests, 5);
  EXPECT_EQ(outcome.urls[0],
            "http://a/api/v3/klines?symbol=BTCUSDT&interval=1m&startTime=1709251200000&"
            "endTime=1709251799999&limit=10");
  EXPECT_EQ(parameter(outcome.urls[1], "endTime"), core::millis_of(kDay + 24h) - 1);
}

// Each value, in each row that was drawn.
TEST(ArchiveComparison, OneValueThatDiffersCondemnsTheObject) {
  const std::vector<void (*)(core::Bar&)> changes = {
      [](core::Bar& bar) { bar.open += 0.5; },
      [](core::Bar& bar) { bar.high += 0.5; },
      [](core::Bar& bar) { bar.low -= 0.5; },
      [](core::Bar& bar) { bar.close -= 0.5; },
      [](core::Bar& bar) { bar.volume += 1; },
      [](core::Bar& bar) { bar.quote_volume += 1; },
      [](core::Bar& bar) { bar.count += 1; },
      [](core::Bar& bar) { bar.taker_volume += 1; },
      [](core::Bar& bar) { bar.taker_quote_volume += 1; }};
  const core::Chunk rows = whole_day();
  const auto pages = pages_to_compare(rows, kMinutes, kName);
  ASSERT_EQ(pages.size(), 5U);
  std::size_t change = 0;
  for (const core::TimeRange& page : pages) {
    for (UtcTime t = page.begin; t < page.end; t += 1min, ++change) {
      core::ChunkBuilder altered;
      for (std::size_t i = 0; i < rows.size(); ++i) {
        core::Bar bar = rows.bar(i);
        if (bar.open_time == t) changes[change % changes.size()](bar);
        altered.push(bar);
      }
      const core::Chunk theirs = std::move(altered).finish(core::Tier::kRest, {});
      const Outcome outcome = compare(
          rows, [&](const std::string& url) { return Scripted{.body = page_of(theirs, url)}; });
      ASSERT_TRUE(outcome.end && !*outcome.end) << core::to_iso(t);
      EXPECT_EQ(outcome.end->error().kind, base::ErrorKind::kCorrupt);
      EXPECT_TRUE(outcome.end->error().what.starts_with("differs from REST at " + core::to_iso(t)));
    }
  }
}

TEST(ArchiveComparison, TheDifferenceIsShown) {
  const core::Chunk rows = whole_day();
  core::Bar other = rows.bar(0);
  other.close = 100.75;
  const Outcome outcome =
      compare(rows, [&](const std::string&) { return Scripted{.body = "[" + json(other) + "]"}; });
  EXPECT_EQ(
      remark(outcome),
      "error: differs from REST at 2024-03-01T00:00:00Z: archive 100,102,99,101.5,3,4.25,1,2,5"
      " REST 100,102,99,100.75,3,4.25,1,2,5");
}

TEST(ArchiveComparison, RowsThatOneSideLacksSayNothing) {
  const auto even = [](UtcTime t) { return (t - kDay) / 1min % 2 == 0; };
  const core::Chunk day = whole_day();
  const core::Chunk half = minutes(even);
  const auto rest_has = [](const core::Chunk& rows) {
    return [&rows](const std::string& url) { return Scripted{.body = page_of(rows, url)}; };
  };
  EXPECT_EQ(remark(compare(day, rest_has(half))), "agrees with REST in 25 rows");
  EXPECT_TRUE(remark(compare(half, rest_has(day))).starts_with("agrees with REST in 2"));
  const auto odd = minutes([&](UtcTime t) { return !even(t); });
  EXPECT_EQ(remark(compare(half, rest_has(odd))),
            "unverified, and REST has none of the rows drawn");
}

TEST(ArchiveComparison, CloseTimesAreNotCompared) {
  const core::Chunk rows = whole_day();
  core::Bar other = rows.bar(0);
  other.close_time -= 7s;
  const Outcome outcome = compare(rows, [&](const std::string& url) {
    const bool first = parameter(url, "startTime") == core::millis_of(kDay);
    return Scripted{.body = first ? "[" + json(other) + "]" : "[]"};
  });
  EXPECT_EQ(remark(outcome), "agrees with REST in 1 rows");
}

TEST(ArchiveComparison, WhereRestCannotBeAskedTheObjectStandsUnverified) {
  const core::Chunk rows = whole_day();
  const auto always = [&](Scripted scripted) {
    return compare(rows, [=](const std::string&) { return scripted; });
  };
  const std::string unverified = "unverified, and REST could not be asked: ";
  const Outcome failing = always({.status = 503});
  EXPECT_EQ(remark(failing), unverified + "/api/v3/klines: HTTP 503");
  EXPECT_EQ(failing.requests, 2) << "each host once, and no further page";
  EXPECT_TRUE(remark(always({.unreachable = true})).starts_with(unverified));
  EXPECT_TRUE(remark(always({.status = 451})).starts_with(unverified));
  EXPECT_TRUE(remark(always({.body = "<html>"})).starts_with(unverified));
  EXPECT_TRUE(remark(always({.status = 400, .body = R"({"code":-1121,"msg":"Invalid symbol."})"}))
                  .starts_with(unverified));
  Pace rest({.blocked_for = 1min});
  const Outcome alone = compare(rows, [](const std::string&) { return Scripted{}; }, rest, {});
  EXPECT_TRUE(remark(alone).starts_with(unverified));
  EXPECT_EQ(alone.requests, 0);
}

TEST(ArchiveComparison, AThrottledRestIsLeftAlone) {
  const core::Chunk rows = whole_day();
  Pace rest({.blocked_for = 1min});
  const auto banned = [](const std::string&) { return Scripted{.status = 418}; };
  EXPECT_EQ(compare(rows, banned, rest).requests, 1);
  const Outcome after = compare(rows, banned, rest);
  EXPECT_EQ(after.requests, 0);
  EXPECT_TRUE(remark(after).starts_with("unverified, and REST could not be asked: "));
}

// Property: at most five pages of at most ten bars, apart from each other, on the grid, with the
// first and the last row among them; the same for the same name.
TEST(ArchiveComparison, PagesAreFewSmallAndApart) {
  std::set<std::int64_t> begins;
  for (int seed = 0; seed < 500; ++seed) {
    SCOPED_TRACE(seed);
    const auto there = [&](UtcTime t) {
      const auto minute = (t - kDay) / 1min;
      return minute % 1440 == seed % 1440 || (minute * 7919 + seed) % (1 + seed % 97) == 0;
    };
    const core::Chunk rows = minutes(there);
    const std::string name = kName + std::to_string(seed);
    const auto pages = pages_to_compare(rows, kMinutes, name);
    EXPECT_EQ(pages, pages_to_compare(rows, kMinutes, name));
    ASSERT_GE(pages.size(), 1U);
    ASSERT_LE(pages.size(), 5U);
    core::RangeSet seen;
    for (const core::TimeRange& page : pages) {
      EXPECT_FALSE(page.empty());
      EXPECT_TRUE(kMinutes.has(page.begin) && kMinutes.has(page.end));
      EXPECT_LE(page.end - page.begin, 10min);
      EXPECT_TRUE(seen.intersect({page}).empty());
      seen.add(page);
      begins.insert(core::micros_of(page.begin));
    }
    EXPECT_TRUE(seen.contains(rows.open_time(0)));
    EXPECT_TRUE(seen.contains(rows.open_time(rows.size() - 1)));
    EXPECT_TRUE(seen.minus({core::day_of(kDay)}).empty());
  }
  EXPECT_GT(begins.size(), 500U) << "the name decides where";
}

TEST(ArchiveComparison, AMonthlyBarIsOnePage) {
  const core::Grid months(core::Interval::k1mo);
  core::ChunkBuilder builder;
  builder.push(bar_at(kDay, kDay + 31 * 24h));
  const core::Chunk rows = std::move(builder).finish(core::Tier::kBulk, {});
  const auto pages = pages_to_compare(rows, months, kName);
  ASSERT_EQ(pages.size(), 1U);
  EXPECT_EQ(pages[0], core::month_of(kDay));
  EXPECT_TRUE(pages_to_compare(rows.rows(0, 0), months, kName).empty());
}

}  // namespace
}  // namespace wick::venue::binance::archive_comparison_test
