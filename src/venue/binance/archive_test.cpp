#include "venue/binance/archive.hpp"

#include <gtest/gtest.h>

#include <set>

#include "codec/sha256.hpp"
#include "core/time_text.hpp"
#include "venue/binance/scripted_web_test.hpp"

namespace wick::venue::binance::archive_test {
namespace {

using core::UtcTime;
using namespace std::chrono_literals;

const UtcTime kDay = core::midnight(2024, 3, 1);
const core::SeriesId kSeries{core::Provider::kBinance, core::Market::kSpot,
                             core::ChartType::kKlines, "BTCUSDT", core::Interval::k1h};
const std::string kFolder = "data/spot/daily/klines/BTCUSDT/1h/";

std::uint32_t crc32(const std::string& bytes) {
  std::uint32_t crc = 0xffffffffU;
  for (const char c : bytes) {
    crc ^= static_cast<unsigned char>(c);
    for (int bit = 0; bit < 8; ++bit) crc = (crc >> 1U) ^ ((crc & 1U) != 0 ? 0xedb88320U : 0U);
  }
  return ~crc;
}

// An archive with one member, stored as it is.
std::string zip_of(const std::string& name, const std::string& bytes) {
  const auto little = [](std::size_t value, int size) {
    std::string out;
    for (int i = 0; i < size; ++i)
      out += static_cast<char>(value >> (8U * static_cast<unsigned>(i)));
    return out;
  };
  const std::string facts = little(crc32(bytes), 4) + little(bytes.size(), 4) +
                            little(bytes.size(), 4) + little(name.size(), 2) + little(0, 2);
  const std::string method_and_time = little(0, 6) + little(33, 2);
  const std::string local = "PK\3\4" + little(20, 2) + method_and_time + facts + name + bytes;
  const std::string entry = "PK\1\2" + little(20, 2) + little(20, 2) + method_and_time + facts +
                            std::string(14, 0) + name;
  return local + entry + "PK\5\6" + little(0, 4) + little(1, 2) + little(1, 2) +
         little(entry.size(), 4) + little(local.size(), 4) + little(0, 2);
}

std::string millis(UtcTime t) {
  return std::to_string(core::millis_of(t));
}

std::string zip_of_day(UtcTime day, const char* close = "1.5") {
  std::string csv;
  for (UtcTime t = day; t < day + 24h; t += 1h) {
    csv += millis(t) + ",1,2,0.5," + close + ",3," + millis(t + 1h - 1ms) + ",4,5,1,2,0\n";
  }
  return zip_of("BTCUSDT-1h-" + core::to_date(day) + ".csv", csv);
}

bool has(const std::string& text, const std::string& part) {
  return text.find(part) != std::string::npos;
}

// REST with a close of 1.5 at every hour of the day.
Scripted rest_page(const std::string& url) {
  const auto parameter = [&](const std::string& name) {
    return core::utc_micros(std::stoll(url.substr(url.find(name + "=") + name.size() + 1)) * 1000);
  };
  std::string text;
  for (UtcTime t = parameter("startTime"); t <= parameter("endTime"); t += 1h) {
    text += (text.empty() ? "[" : ",[") + millis(t) + R"(,"1","2","0.5","1.5","3",)" +
            millis(t + 1h - 1ms) + R"(,"4",5,"1","2","0"])";
  }
  return {.body = "[" + text + "]"};
}

class ArchiveOfDays : public testing::Test {
 protected:
  // What the servers have: everything, but for what a test changes.
  Scripted answer(const std::string& url) {
    if (closed.contains(url.substr(0, url.find("/data")))) return {.status = 403};
    if (has(url, "klines?")) return rest.value_or(rest_page(url));
    const auto date_at = url.find("1h-") + 3;
    const auto day = core::parse_utc(url.substr(date_at, 10));
    if (!day || absent.contains(core::to_date(*day))) return {.status = 404};
    const std::string zip = zip_of_day(*day, close);
    if (!url.ends_with(".CHECKSUM")) return {.body = zip};
    if (!checksums) return {.status = 404};
    return {.body = codec::sha256_hex(zip) + "  BTCUSDT-1h-" + core::to_date(*day) + ".zip"};
  }

  std::vector<port::Reply> ask(int days, int first = 0) {
    web.urls.clear();
    Archive archive({.http = &web, .workers = &workers}, options);
    return replies_of(archive, kSeries, {{kDay + first * 24h, kDay + (first + days) * 24h}}, now);
  }
  port::Reply ask_for_one(int day = 0) {
    auto replies = ask(1, day);
    if (replies.size() != 1 || replies.front().evidence.size() != 1) {
      ADD_FAILURE() << replies.size() << " replies";
      return {};
    }
    return std::move(replies.front());
  }

  std::set<std::string> closed;
  std::set<std::string> absent;
  std::optional<Scripted> rest;
  bool checksums{true};
  const char* close{"1.5"};
  core::Now now{core::midnight(2024, 6, 1), {}};
  PlainMemory memory;
  ScriptedWeb web{[this](const std::string& url) { return answer(url); }};
  PromptWorkers workers;
  ArchiveOptions options{.hosts = {"http://a", "http://b"},
                         .memory = &memory,
                         .compare_with = Endpoints{.spot = {"http://rest"}}};
};

TEST_F(ArchiveOfDays, APublishedChecksumIsProofEnough) {
  const port::Reply reply = ask_for_one();
  ASSERT_FALSE(reply.error) << reply.error->what;
  EXPECT_EQ(reply.settled, (core::RangeSet{{kDay, kDay + 24h}}));
  EXPECT_EQ(reply.evidence[0].checksum, "sha256:" + codec::sha256_hex(zip_of_day(kDay)));
  EXPECT_EQ(reply.evidence[0].outcome, "24 rows");
  EXPECT_EQ(reply.evidence[0].requests, 2);
  EXPECT_EQ(web.urls.size(), 2U);
}

TEST_F(ArchiveOfDays, WithoutAChecksumRestIsLookedAt) {
  checksums = false;
  const port::Reply reply = ask_for_one();
  ASSERT_FALSE(reply.error) << reply.error->what;
  ASSERT_EQ(reply.chunks.size(), 1U);
  EXPECT_EQ(reply.chunks[0].size(), 24U);
  EXPECT_EQ(reply.evidence[0].checksum, "sha256-unverified:" + codec::sha256_hex(zip_of_day(kDay)));
  EXPECT_TRUE(
      reply.evidence[0].outcome.starts_with("24 rows, no checksum published, agrees with REST in "))
      << reply.evidence[0].outcome;
  EXPECT_EQ(reply.evidence[0].requests, static_cast<int>(web.urls.size()));
  EXPECT_GE(web.urls.size(), 4U);
  EXPECT_TRUE(web.urls[2].starts_with("http://rest/api/v3/klines?symbol=BTCUSDT&interval=1h&"));
}

TEST_F(ArchiveOfDays, WhatRestContradictsIsRefused) {
  checksums = false;
  close = "1.75";
  const port::Reply reply = ask_for_one();
  ASSERT_TRUE(reply.error);
  EXPECT_EQ(reply.error->kind, base::ErrorKind::kCorrupt);
  EXPECT_EQ(reply.error->what,
            "BTCUSDT-1h-2024-03-01: differs from REST at 2024-03-01T00:00:00Z: archive "
            "1,2,0.5,1.75,3,4,1,2,5 REST 1,2,0.5,1.5,3,4,1,2,5");
  EXPECT_TRUE(reply.chunks.empty() && reply.settled.empty());
  EXPECT_EQ(reply.evidence[0].outcome, reply.error->what);
  EXPECT_EQ(reply.evidence[0].requests, 3) << "it is not fetched again";
}

TEST_F(ArchiveOfDays, WhereRestCannotBeAskedTheObjectIsTakenAndMarked) {
  checksums = false;
  rest = Scripted{.unreachable = true};
  const port::Reply reply = ask_for_one();
  ASSERT_FALSE(reply.error);
  EXPECT_EQ(reply.chunks.size(), 1U);
  EXPECT_TRUE(reply.evidence[0].checksum.starts_with("sha256-unverified:"));
  EXPECT_TRUE(has(reply.evidence[0].outcome, "unverified, and REST could not be asked"));
}

TEST_F(ArchiveOfDays, WithNobodyToCompareWithTheObjectIsMarkedAlone) {
  checksums = false;
  options.compare_with.reset();
  const port::Reply reply = ask_for_one();
  ASSERT_FALSE(reply.error);
  EXPECT_EQ(web.urls.size(), 2U);
  EXPECT_TRUE(reply.evidence[0].checksum.starts_with("sha256-unverified:"));
  EXPECT_EQ(reply.evidence[0].outcome, "24 rows, no checksum published");
}

TEST_F(ArchiveOfDays, AThrottledRestIsNotAskedAboutTheNextObject) {
  checksums = false;
  rest = Scripted{.status = 429, .headers = {{"Retry-After", "60"}}};
  options.in_flight_max = 1;
  const auto replies = ask(4);
  ASSERT_EQ(replies.size(), 4U);
  for (const port::Reply& reply : replies) EXPECT_FALSE(reply.error);
  EXPECT_EQ(web.urls.size(), 4U * 2 + 1);
}

TEST_F(ArchiveOfDays, WhatWasNotThereIsNotAskedAgainAtOnce) {
  absent = {"2024-03-01", "2024-03-03"};
  EXPECT_EQ(ask(3).size(), 3U);
  EXPECT_EQ(web.urls.size(), 6U);
  EXPECT_TRUE(memory.facts.contains("404 " + kFolder + "BTCUSDT-1h-2024-03-01.zip"));
  EXPECT_FALSE(memory.facts.contains("404 " + kFolder + "BTCUSDT-1h-2024-03-02.zip"));

  now.utc += 5h;
  const auto replies = ask(3);
  ASSERT_EQ(replies.size(), 3U);
  EXPECT_EQ(web.urls.size(), 2U) << "the day that is there alone";
  for (const port::Reply& reply : replies) {
    if (!reply.error) continue;
    EXPECT_EQ(reply.error->kind, base::ErrorKind::kUnsupported);
    EXPECT_TRUE(has(reply.error->what,
                    " was not there at 2024-06-01T00:00:00Z, not asked again "
                    "before 2024-06-02T00:00:00Z"))
        << reply.error->what;
    ASSERT_EQ(reply.evidence.size(), 1U);
    EXPECT_EQ(reply.evidence[0].requests, 0);
  }
  now.utc += 19h;
  (void)ask(3);
  EXPECT_EQ(web.urls.size(), 6U);
}

// Many objects that are known to be absent are all replied to in one step.
TEST_F(ArchiveOfDays, AHundredAbsencesTakeNoRequest) {
  for (int i = 0; i < 100; ++i) absent.insert(core::to_date(kDay + i * 24h));
  EXPECT_EQ(ask(100).size(), 100U);
  EXPECT_EQ(web.urls.size(), 200U);
  EXPECT_EQ(ask(100).size(), 100U);
  EXPECT_TRUE(web.urls.empty());
}

TEST_F(ArchiveOfDays, AnArchiveThatIsClosedIsLeftAloneByOthersToo) {
  closed = {"http://a", "http://b"};
  const port::Reply reply = ask_for_one();
  ASSERT_TRUE(reply.error);
  EXPECT_EQ(reply.error->kind, base::ErrorKind::kUnauthorized);
  EXPECT_EQ(web.urls.size(), 4U);

  closed.clear();
  now.utc += 9min;
  const auto replies = ask(5);  // by another Archive, as of another process
  ASSERT_EQ(replies.size(), 5U);
  for (const port::Reply& one : replies) {
    ASSERT_TRUE(one.error);
    EXPECT_EQ(one.error->kind, base::ErrorKind::kUnauthorized);
  }
  EXPECT_TRUE(web.urls.empty());
  now.utc += 1min;
  EXPECT_FALSE(ask_for_one().error);
}

TEST_F(ArchiveOfDays, ARememberedBlockEndsWhenItWouldHaveEnded) {
  memory.remember("blocked archive", "2024-06-01T00:00:00Z", now.utc + 10min);
  now.utc += 9min;
  Archive archive({.http = &web, .workers = &workers}, options);
  const core::RangeSet wanted{{kDay, kDay + 24h}};
  EXPECT_TRUE(replies_of(archive, kSeries, wanted, now).at(0).error);
  now.utc += 1min;
  now.mono += 1min;
  EXPECT_FALSE(replies_of(archive, kSeries, wanted, now).at(0).error);
}

TEST_F(ArchiveOfDays, OneClosedHostIsNoClosedArchive) {
  closed = {"http://a"};
  EXPECT_FALSE(ask_for_one().error);
  EXPECT_EQ(web.urls.size(), 4U);
  EXPECT_TRUE(memory.facts.empty());
}

// Fundings come every eight hours, all of a month in one file.
class ArchiveOfFundings : public testing::Test {
 protected:
  std::vector<port::Reply> ask(const core::RangeSet& ranges) {
    ScriptedWeb web([this](const std::string& url) { return answer(url); });
    PromptWorkers workers;
    Archive archive({.http = &web, .workers = &workers},
                    {.hosts = {"http://a"}, .unit = policy::Unit::kMonth});
    auto replies = replies_of(archive, kFundings, ranges, now);
    urls = web.urls;
    return replies;
  }
  Scripted answer(const std::string& url) const {
    const std::string name = "BTCUSDT-fundingRate-2024-03";
    const std::string zip = zip_of(name + ".csv", csv);
    if (!url.ends_with(".CHECKSUM")) return {.body = zip};
    return {.body = codec::sha256_hex(zip) + "  " + name + ".zip"};
  }

  const core::SeriesId kFundings{core::Provider::kBinance, core::Market::kFuturesUsdt,
                                 core::ChartType::kFunding, "BTCUSDT", core::kFundingInterval};
  std::string csv = "calc_time,funding_interval_hours,last_funding_rate\n" + millis(kDay + 7ms) +
                    ",8,-0.0001\n" + millis(kDay + 8h) + ",8,0.0002\n";
  core::Now now{core::midnight(2024, 6, 1), {}};
  std::vector<std::string> urls;
};

TEST_F(ArchiveOfFundings, AMonthWithRowsIsSettledAsAWhole) {
  const core::RangeSet wanted{{kDay, kDay + 24h * 31}};
  const auto replies = ask(wanted);
  ASSERT_EQ(replies.size(), 1U);
  const port::Reply& reply = replies[0];
  ASSERT_FALSE(reply.error) << reply.error->what;
  EXPECT_EQ(urls[0],
            "http://a/data/futures/um/monthly/fundingRate/BTCUSDT/BTCUSDT-fundingRate-2024-03.zip");
  EXPECT_EQ(reply.settled, wanted);
  ASSERT_EQ(reply.chunks.size(), 1U);
  EXPECT_EQ(reply.chunks[0].size(), 2U);
  EXPECT_EQ(reply.chunks[0].bar(0).close, -0.0001);
  EXPECT_EQ(
      reply.holes,
      (std::vector<core::Hole>{
          {{kDay + 1h, kDay + 8h}, core::Cause::kNoBarAtSource, "no funding at that hour"},
          {{kDay + 9h, kDay + 24h * 31}, core::Cause::kNoBarAtSource, "no funding at that hour"}}));
}

TEST_F(ArchiveOfFundings, AMonthWithoutRowsOrNotOverSettlesNoMoreThanItHas) {
  now.utc = kDay + 24h * 20;
  EXPECT_EQ(ask({{kDay, kDay + 24h}})[0].settled,
            (core::RangeSet{{kDay, kDay + 1h}, {kDay + 8h, kDay + 9h}}));
  now.utc = core::midnight(2024, 6, 1);
  csv = "";
  EXPECT_TRUE(ask({{kDay, kDay + 24h}})[0].settled.empty());
}

}  // namespace
}  // namespace wick::venue::binance::archive_test
