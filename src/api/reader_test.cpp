#include "api/reader.hpp"

#include <gtest/gtest.h>
#include <wick/client.hpp>

#include <algorithm>
#include <atomic>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <map>
#include <thread>

#include "api/fetch.hpp"
#include "api/world.hpp"
#include "fake/bars.hpp"
#include "store/events.hpp"
#include "store/shelf.hpp"

namespace wick::api::reader_test {
namespace {

using namespace std::chrono_literals;

const core::UtcTime kDay = core::midnight(2024, 3, 5);
const core::SeriesId kSeries{core::Provider::kBinance, core::Market::kSpot,
                             core::ChartType::kKlines, "BTCUSDT", core::Interval::k1h};

// A cache on a disk, and nobody behind it: all servers are at a port where nobody listens.
class ReaderTest : public testing::Test {
 protected:
  ReaderTest()
      : cache_({.files = &files_, .random = &random_, .layout = layout(), .writer = "t"}) {}
  ~ReaderTest() override { std::filesystem::remove_all(folder_); }

  [[nodiscard]] store::Layout layout() const { return store::Layout(folder_ + "/cache"); }
  [[nodiscard]] Options options() const {
    const std::string nobody = "http://127.0.0.1:9";
    return {.environment = {{"HOME", folder_},
                            {"WICK_BINANCE_SPOT_URL", nobody},
                            {"WICK_BINANCE_ARCHIVE_URL", nobody},
                            {"WICK_BINANCE_LISTING_URL", nobody}},
            .cache_folder = folder_ + "/cache",
            .state_folder = folder_ + "/state",
            .log = [](LogLevel, std::string_view) {}};
  }
  // A whole day, as if from the archive.
  void keep(core::UtcTime day, std::uint64_t seed = 1) {
    const core::RangeSet opens{{day, day + 24h}};
    port::Reply reply;
    reply.asked = opens;
    reply.settled = opens;
    reply.chunks.push_back(
        fake::bars(core::Grid(kSeries.interval), {.opens = opens,
                                                  .seed = seed,
                                                  .tier = core::Tier::kBulk,
                                                  .mark = {.origin = core::Origin::kArchive}}));
    reply.evidence.push_back({.object = "a.zip", .checksum = "sha256:1", .outcome = ""});
    const core::Now now = io::SystemClock().now();
    const auto keeping = cache_.keep(kSeries);
    keeping->take(reply, now);
    keeping->finish(false, now);
  }
  [[nodiscard]] std::string path_of(core::UtcTime day) const {
    return layout().sealed(kSeries, store::Period::day(day));
  }
  [[nodiscard]] static Request hours(int from, int to, const char* source = "auto") {
    Request request{.series = {.symbol = "BTCUSDT", .interval = "1h"}, .source = source};
    request.from = kDay + std::chrono::hours{from};
    request.to = kDay + std::chrono::hours{to};
    return request;
  }
  [[nodiscard]] std::vector<store::Event> events() {
    return store::Events(files_, layout().events()).read()->events;
  }
  [[nodiscard]] Client client() const { return *Client::open(options()); }

  std::string folder_ = [] {
    std::string name = (std::filesystem::temp_directory_path() / "wick-reader-XXXXXX").string();
    EXPECT_NE(::mkdtemp(name.data()), nullptr);
    return name;
  }();
  io::PosixFiles files_;
  io::DeviceRandom random_;
  store::Cache cache_;
};

std::vector<double> closes(const Bars& bars) {
  std::vector<double> values;
  for (const Piece& piece : bars.pieces()) {
    values.insert(values.end(), piece.columns.close.begin(), piece.columns.close.end());
  }
  return values;
}

// Threads of this process, by the system.
std::ptrdiff_t threads() {
  return std::distance(std::filesystem::directory_iterator("/proc/self/task"), {});
}

TEST_F(ReaderTest, WhatTheCacheHasWholeIsAnsweredWithoutAnotherThread) {
  keep(kDay);
  Client client = this->client();
  const std::ptrdiff_t before = threads();
  const auto bars = client.get(hours(0, 24));
  ASSERT_TRUE(bars);
  EXPECT_EQ(bars->size(), 24U);
  EXPECT_TRUE(bars->complete());
  EXPECT_EQ(bars->sources(), (std::map<std::string, std::size_t>{{"CACHE", 24}}));
  EXPECT_EQ(threads(), before);
}

TEST_F(ReaderTest, BothWaysGiveTheSame) {
  keep(kDay);
  keep(kDay + 24h, 2);
  Client client = this->client();
  const auto alone = client.get(hours(-24, 48, "cache"));
  // One that takes long brings the other along to the thread that fetches.
  const std::vector<Request> two = {hours(-24, 48, "cache"), hours(-24 * 450, 48, "cache")};
  const auto both = client.get_many(two);
  ASSERT_TRUE(alone);
  ASSERT_TRUE(both.front());
  ASSERT_TRUE(both.back());
  for (const auto& other : both) EXPECT_EQ(closes(*other), closes(*alone));
  ASSERT_EQ(alone->facts().missing.size(), 1U);
  EXPECT_EQ(both.front()->facts().missing.front().range.from,
            alone->facts().missing.front().range.from);
}

TEST_F(ReaderTest, ALookAtTheCacheAloneLeavesNoTraceAndMayBePartial) {
  keep(kDay);
  Client client = this->client();
  const std::ptrdiff_t before = threads();
  const auto bars = client.get(hours(12, 36, "cache"));
  ASSERT_TRUE(bars);
  EXPECT_EQ(bars->size(), 12U);
  EXPECT_FALSE(bars->complete());
  EXPECT_FALSE(client.get(hours(48, 72, "cache")));
  EXPECT_TRUE(events().empty());
  EXPECT_EQ(threads(), before);
}

TEST_F(ReaderTest, AnAnswerOfTheCacheIsAnEvent) {
  keep(kDay);
  ASSERT_TRUE(client().get(hours(6, 24)));
  const auto seen = events();
  ASSERT_EQ(seen.size(), 1U);
  EXPECT_EQ(seen.front().command, "api");
  EXPECT_EQ(seen.front().range, (core::TimeRange{kDay + 6h, kDay + 24h}));
  EXPECT_EQ(seen.front().rows, (std::map<core::Tier, std::int64_t>{{core::Tier::kCache, 18}}));
  ASSERT_EQ(seen.front().tiers.size(), 1U);
  EXPECT_EQ(seen.front().tiers.front().tier, core::Tier::kCache);
  EXPECT_EQ(seen.front().tiers.front().asked, 1);
}

TEST_F(ReaderTest, WhatIsNotWholeIsHandedOverAsItWasSeen) {
  keep(kDay);
  Reader reader(*configure(options()));
  const Request partial = hours(0, 48);
  auto sights = reader.look({&partial, 1});
  EXPECT_FALSE(reader.answers(sights));
  ASSERT_EQ(sights.size(), 1U);
  EXPECT_EQ(sights.front().replies.size(), 2U) << "the day, and that the rest is not there";
}

TEST_F(ReaderTest, WhatWasSeenIsNotLookedUpAgain) {
  keep(kDay);
  const auto config = *configure(options());
  Reader reader(config);
  const Request request = hours(0, 24, "cache");
  auto sights = reader.look({&request, 1});
  std::filesystem::remove(path_of(kDay));
  const auto errand = std::make_shared<Errand>(std::vector{request}, std::move(sights));
  World world(config, make_log(options(), config));
  Fetch fetch(errand, world);
  EXPECT_TRUE(fetch.step());
  const auto results = errand->wait({});
  ASSERT_TRUE(results.front());
  EXPECT_EQ(results.front()->size(), 24U);
}

TEST_F(ReaderTest, ADamagedFileIsMovedAwayAndToldToWhoeverFetchesTheRest) {
  keep(kDay);
  keep(kDay + 24h);
  {
    std::fstream file(path_of(kDay), std::ios::in | std::ios::out | std::ios::binary);
    file.seekp(1000);
    file.put('!');
  }
  Reader reader(*configure(options()));
  const Request request = hours(0, 48);
  auto sights = reader.look({&request, 1});
  EXPECT_FALSE(reader.answers(sights));
  const auto& replies = sights.front().replies;
  const auto told =
      std::ranges::find_if(replies, [](const auto& one) { return one.error.has_value(); });
  ASSERT_NE(told, replies.end());
  EXPECT_EQ(told->error->kind, base::ErrorKind::kCorrupt);
  EXPECT_FALSE(std::filesystem::exists(path_of(kDay)));
  EXPECT_FALSE(std::filesystem::is_empty(folder_ + "/cache/quarantine"));
}

TEST_F(ReaderTest, DamageIsToldEvenWhereTheTailHasTheSame) {
  keep(kDay);
  Reader reader(*configure(options()));
  const Request request = hours(0, 24);
  auto sights = reader.look({&request, 1});
  port::Reply trouble;
  trouble.error = base::Error{base::ErrorKind::kCorrupt, "damaged"};
  sights.front().replies.push_back(trouble);
  EXPECT_FALSE(reader.answers(sights));
}

TEST_F(ReaderTest, WhatAnotherProgramBringsBetweenTwoQuestionsIsSeen) {
  Client client = this->client();
  EXPECT_FALSE(client.get(hours(0, 24, "cache")));
  keep(kDay);
  const auto first = client.get(hours(0, 24));
  ASSERT_TRUE(first);
  std::filesystem::remove(path_of(kDay));
  keep(kDay, 7);
  const auto second = client.get(hours(0, 24));
  ASSERT_TRUE(second);
  EXPECT_NE(closes(*first), closes(*second));
}

TEST_F(ReaderTest, AWrongQuestionIsRefusedAsEver) {
  Client client = this->client();
  EXPECT_EQ(client.get(hours(24, 0)).error().kind, ErrorKind::kInvalid);
  Request unknown = hours(0, 24);
  unknown.series.interval = "7m";
  EXPECT_EQ(client.get(unknown).error().kind, ErrorKind::kInvalid);
}

TEST_F(ReaderTest, WhatTakesLongIsLeftToTheOther) {
  const auto config = configure(options());
  Reader reader(*config);
  Request minutes{.series = {.symbol = "BTCUSDT", .interval = "1m"}};
  minutes.to = kDay;
  minutes.last = 360 * 24h;
  EXPECT_EQ(reader.look({&minutes, 1}).size(), 1U);
  const std::vector<Request> two = {minutes, minutes};
  EXPECT_EQ(reader.look(two).size(), 2U);
  EXPECT_TRUE(reader.look(std::vector<Request>(3, minutes)).empty()) << "many instants";
  minutes.last = 410 * 24h;
  EXPECT_TRUE(reader.look({&minutes, 1}).empty()) << "many days";
}

TEST_F(ReaderTest, ManyThreadsAskAtOnce) {
  for (int day = 0; day < 3; ++day) keep(kDay + day * 24h, static_cast<std::uint64_t>(day));
  Client client = this->client();
  const auto expected = closes(*client.get(hours(0, 72)));
  std::atomic<int> good{0};
  {
    std::vector<std::jthread> all;
    for (int thread = 0; thread < 4; ++thread) {
      all.emplace_back([&] {
        for (int turn = 0; turn < 20; ++turn) {
          const auto bars = client.get(hours(0, 72));
          if (bars && closes(*bars) == expected) ++good;
        }
      });
    }
  }
  EXPECT_EQ(good, 80);
  EXPECT_EQ(events().size(), 81U);
}

TEST_F(ReaderTest, OfADayThatIsNotWholeTheRestIsFetchedAlong) {
  const auto config = configure(options());
  Reader reader(*config);
  keep(kDay);
  const Request inside = hours(3, 5);
  auto sights = reader.look({&inside, 1});
  ASSERT_EQ(sights.size(), 1U);
  EXPECT_EQ(sights.front().asked, (core::RangeSet{{kDay, kDay + 24h}}));
  const auto answers = reader.answers(sights);
  ASSERT_TRUE(answers);
  EXPECT_EQ(answers->front()->size(), 2U);
}

}  // namespace
}  // namespace wick::api::reader_test
