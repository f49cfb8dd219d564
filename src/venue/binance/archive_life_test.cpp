#include "venue/binance/archive_life.hpp"

#include <gtest/gtest.h>

#include <random>
#include <set>

#include "core/time_text.hpp"
#include "venue/binance/scripted_web_test.hpp"

namespace wick::venue::binance::archive_life_test {
namespace {

using core::DateOrigin;
using core::Instrument;
using core::Market;
using core::UtcTime;
using std::chrono_literals::operator""h;
using Wanted = LifeSearch::Wanted;

const std::string kDays = "data/spot/daily/klines/LUNAUSDT/1d/";
const std::string kMonths = "data/spot/monthly/klines/LUNAUSDT/1d/";

// A bucket of so many keys a page, which answers as S3 does.
struct Bucket {
  std::set<std::string> keys{};
  std::size_t page_max{1000};

  static std::string parameter(const std::string& url, const std::string& name) {
    const auto at = url.find("&" + name + "=");
    if (at == std::string::npos) return "";
    const auto begin = at + name.size() + 2;
    return url.substr(begin, url.find('&', begin) - begin);
  }
  [[nodiscard]] Scripted answer(const std::string& url) const {
    const std::string prefix = parameter(url, "prefix");
    const std::string asked = parameter(url, "max-keys");
    const std::size_t max = asked.empty() ? page_max : std::stoul(asked);
    std::string contents;
    std::string last;
    std::size_t count = 0;
    bool truncated = false;
    for (auto key = keys.upper_bound(std::max(prefix, parameter(url, "marker")));
         key != keys.end() && key->starts_with(prefix); ++key) {
      truncated = count == max;
      if (truncated) break;
      contents += "<Contents><Key>" + *key + "</Key></Contents>";
      last = *key;
      ++count;
    }
    const std::string next = truncated ? "<NextMarker>" + last + "</NextMarker>" : "";
    return {.body = "<ListBucketResult><IsTruncated>" + std::string(truncated ? "true" : "false") +
                    "</IsTruncated>" + next + contents + "</ListBucketResult>"};
  }
  void add(const std::string& folder, const std::string& date) {
    keys.insert(folder + "LUNAUSDT-1d-" + date + ".zip");
    keys.insert(folder + "LUNAUSDT-1d-" + date + ".zip.CHECKSUM");
  }
  void add_days(UtcTime begin, UtcTime end) {
    for (; begin < end; begin += 24h) add(kDays, core::to_date(begin));
  }
};

class Life : public testing::Test {
 protected:
  ArchiveLife find(Wanted wanted = Wanted::kFirstAndLast) {
    web.urls.clear();
    const auto life = search(wanted);
    if (!life) ADD_FAILURE() << life.error().what;
    return life ? *life : ArchiveLife{};
  }
  base::Result<ArchiveLife> search(Wanted wanted = Wanted::kFirstAndLast) {
    LifeSearch search({.http = &web,
                       .endpoints = &endpoints,
                       .market = Market::kSpot,
                       .symbol = "LUNAUSDT",
                       .wanted = wanted});
    for (int step = 0; step < 1000; ++step) {
      if (auto found = search.step()) return *std::move(found);
    }
    return base::Error{base::ErrorKind::kUnavailable, "it does not end"};
  }

  Bucket bucket;
  ScriptedWeb web{[this](const std::string& url) { return bucket.answer(url); }};
  Endpoints endpoints{.listing = {"http://list/bucket"}};
};

TEST_F(Life, AShortLifeTakesOneRequest) {
  bucket.add_days(core::midnight(2021, 1, 5), core::midnight(2021, 8, 1));
  bucket.keys.insert(kDays + "LUNAUSDT-1d-readme.zip");
  EXPECT_EQ(find(), (ArchiveLife{core::midnight(2021, 1, 5), core::midnight(2021, 7, 31)}));
  EXPECT_EQ(web.urls, std::vector<std::string>{"http://list/bucket?delimiter=/&prefix=" + kDays});
}

TEST_F(Life, ALongOneTakesThree) {
  bucket.add_days(core::midnight(2017, 1, 5), core::midnight(2022, 5, 14));
  for (int year = 2017; year <= 2021; ++year) bucket.add(kMonths, std::to_string(year) + "-12");
  bucket.add(kMonths, "2022-04");
  EXPECT_EQ(find(), (ArchiveLife{core::midnight(2017, 1, 5), core::midnight(2022, 5, 13)}));
  const std::string listing = "http://list/bucket?delimiter=/&prefix=";
  EXPECT_EQ(web.urls, (std::vector<std::string>{
                          listing + kDays, listing + kMonths,
                          listing + kDays + "&marker=" + kDays + "LUNAUSDT-1d-2022-04"}));
}

TEST_F(Life, WhereThereAreNoMonthsItGoesOnByDays) {
  bucket.add_days(core::midnight(2017, 1, 5), core::midnight(2022, 5, 14));
  EXPECT_EQ(find(), (ArchiveLife{core::midnight(2017, 1, 5), core::midnight(2022, 5, 13)}));
  EXPECT_EQ(web.urls.size(), 1U + 1U + 3U);
}

TEST_F(Life, TheFirstDayAloneIsASmallQuestion) {
  bucket.add_days(core::midnight(2017, 1, 5), core::midnight(2022, 5, 14));
  EXPECT_EQ(find(Wanted::kFirst), (ArchiveLife{core::midnight(2017, 1, 5), {}}));
  EXPECT_EQ(web.urls, std::vector<std::string>{"http://list/bucket?delimiter=/&prefix=" + kDays +
                                               "&max-keys=2"});
}

TEST_F(Life, NothingArchivedIsNoLife) {
  EXPECT_EQ(find(), ArchiveLife{});
  bucket.keys.insert("data/spot/daily/klines/LUNAUSDT/1h/LUNAUSDT-1h-2021-01-01.zip");
  EXPECT_EQ(find(), ArchiveLife{});
}

// Listed, delisted, and listed again under the same name.
TEST_F(Life, AHoleInTheMiddleDoesNotMatter) {
  bucket.add_days(core::midnight(2018, 1, 5), core::midnight(2019, 11, 2));
  bucket.add_days(core::midnight(2021, 3, 1), core::midnight(2021, 3, 4));
  bucket.add(kMonths, "2019-10");
  EXPECT_EQ(find(), (ArchiveLife{core::midnight(2018, 1, 5), core::midnight(2021, 3, 3)}));
}

// Against the set of days itself, whatever the size of a page and whichever months are published.
TEST_F(Life, FindsTheFirstAndTheLastOfAnyDays) {
  std::mt19937 random(20240601);
  for (int round = 0; round < 200; ++round) {
    bucket = {.page_max = 2 + random() % 50};
    const UtcTime begin = core::midnight(2020, 1, 1) + static_cast<int>(random() % 60) * 24h;
    std::set<UtcTime> days;
    for (std::uint64_t day = 0, count = random() % 200; day < count; ++day) {
      if (random() % 4 != 0) days.insert(begin + static_cast<int>(day) * 24h);
    }
    for (const UtcTime day : days) {
      bucket.add(kDays, core::to_date(day));
      if (random() % 40 == 0) bucket.add(kMonths, core::to_month(day));
    }
    const ArchiveLife expected =
        days.empty() ? ArchiveLife{} : ArchiveLife{*days.begin(), *days.rbegin()};
    EXPECT_EQ(find(), expected) << round;
  }
}

TEST_F(Life, TroubleIsTold) {
  const auto find_with = [&](const Scripted& answer) {
    ScriptedWeb broken([&](const std::string&) { return answer; });
    LifeSearch search({.http = &broken,
                       .endpoints = &endpoints,
                       .market = Market::kSpot,
                       .symbol = "LUNAUSDT",
                       .wanted = Wanted::kFirstAndLast});
    (void)search.step();
    auto found = search.step();
    return found && !*found ? found->error().what : "nothing";
  };
  EXPECT_EQ(find_with({.status = 503}), "the listing of " + kDays + ": HTTP 503");
  EXPECT_EQ(find_with({.body = "<html>"}).substr(0, 10), "LUNAUSDT: ");
}

const UtcTime kNow = core::midnight(2024, 6, 1);
const ArchiveLife kLife{core::midnight(2020, 8, 21), core::midnight(2022, 5, 13)};

TEST(LearnLife, WhatTheVenueForgotEndsWithItsLastDay) {
  Instrument gone{.symbol = "A"};
  learn_life(gone, kLife, kNow);
  EXPECT_EQ(gone.listed, (core::KnownDate{*kLife.first, DateOrigin::kArchive}));
  EXPECT_EQ(gone.delisted, (core::KnownDate{*kLife.last, DateOrigin::kArchive}));
}

TEST(LearnLife, WhatIsTradedHasNoEnd) {
  Instrument traded{.symbol = "A", .status = "TRADING", .tradable = true};
  learn_life(traded, kLife, kNow);
  EXPECT_TRUE(traded.listed);
  EXPECT_FALSE(traded.delisted);
}

TEST(LearnLife, AShortBreakIsNoEnd) {
  const auto ends = [](UtcTime last) {
    Instrument broken{.symbol = "A", .status = "BREAK"};
    learn_life(broken, {core::midnight(2020, 8, 21), last}, kNow);
    return broken.delisted.has_value();
  };
  EXPECT_FALSE(ends(kNow - 6 * 24h));
  EXPECT_TRUE(ends(kNow - 7 * 24h));
}

TEST(LearnLife, TheVenuesOwnDatesStay) {
  const core::KnownDate said{core::midnight(2019, 1, 1), DateOrigin::kExchangeInfo};
  Instrument gone{.symbol = "A", .listed = said, .delisted = said};
  learn_life(gone, kLife, kNow);
  EXPECT_EQ(gone.listed, said);
  EXPECT_EQ(gone.delisted, said);
}

TEST(LearnLife, NothingIsLearntFromNothing) {
  Instrument gone{.symbol = "A"};
  learn_life(gone, {}, kNow);
  EXPECT_EQ(gone, Instrument{.symbol = "A"});
}

}  // namespace
}  // namespace wick::venue::binance::archive_life_test
