#include "sim/rest/funding.hpp"

#include <gtest/gtest.h>

#include <algorithm>

#include "sim/market/quotes.hpp"

namespace wick::sim::rest_funding_test {
namespace {

constexpr Micros kNow = 1'750'000'000 * kSecond;  // 2025-06-15T15:06:40Z

const Market& market() {
  static const Market the_market(1);
  return the_market;
}

const Symbol& bitcoin() {
  return *market().find(Venue::kUm, "BTCUSDT");
}

std::variant<FundingQuery, VenueError> parse(Venue venue, const std::string& query) {
  return parse_funding_query(market(), venue, parse_target("/x?" + query), kNow);
}

std::string error(Venue venue, const std::string& query) {
  const auto parsed = parse(venue, query);
  const auto* found = std::get_if<VenueError>(&parsed);
  return found == nullptr ? "none" : std::to_string(found->code) + " " + found->message;
}

std::vector<Funding> rows(Venue venue, const std::string& query) {
  const auto parsed = parse(venue, query);
  const auto* good = std::get_if<FundingQuery>(&parsed);
  EXPECT_NE(good, nullptr) << query << ' ' << error(venue, query);
  return good == nullptr ? std::vector<Funding>() : select_fundings(market(), *good, kNow);
}

std::vector<Funding> all() {
  return fundings(market(), bitcoin(), 0, kNow + 1);
}

std::vector<Funding> part(std::size_t begin, std::size_t end) {
  const auto whole = all();
  return {whole.begin() + static_cast<std::ptrdiff_t>(begin),
          whole.begin() + static_cast<std::ptrdiff_t>(end)};
}

std::string ms(Micros at) {
  return std::to_string(at / 1000);
}

TEST(FundingRate, WithoutTimesTheLatestAndWithAStartTheOldest) {
  const std::size_t count = all().size();
  EXPECT_EQ(rows(Venue::kUm, "symbol=BTCUSDT"), part(count - 100, count));
  EXPECT_EQ(rows(Venue::kUm, "symbol=BTCUSDT&limit=3"), part(count - 3, count));
  EXPECT_EQ(rows(Venue::kUm, "symbol=BTCUSDT&limit=5000"), part(count - 1000, count));
  EXPECT_EQ(rows(Venue::kUm, "symbol=BTCUSDT&startTime=0"), part(0, 100));
  EXPECT_EQ(rows(Venue::kUm, "symbol=BTCUSDT&startTime=0&limit=2"), part(0, 2));
  EXPECT_EQ(rows(Venue::kUm, "symbol=BTCUSDT&endTime=" + ms(all()[50].time)), part(0, 51));
  EXPECT_EQ(rows(Venue::kUm, "symbol=BTCUSDT&limit=4&endTime=" + ms(all()[50].time)), part(47, 51));
  EXPECT_EQ(rows(Venue::kUm, "symbol=BTCUSDT&endTime=99999999999999999"), part(count - 100, count));
  EXPECT_EQ(rows(Venue::kUm, "symbol=BTCUSDT&startTime=99999999999999999"), part(0, 0));
  EXPECT_EQ(rows(Venue::kCm, "symbol=BTCUSD_PERP&limit=7").size(), 7U);
}

TEST(FundingRate, BothEndsAreInclusiveToTheMillisecond) {
  const auto some = part(200, 206);
  const auto between = [&](Micros start, Micros end) {
    return rows(Venue::kUm, "symbol=BTCUSDT&startTime=" + ms(start) + "&endTime=" + ms(end));
  };
  EXPECT_EQ(between(some.front().time, some.back().time), some);
  EXPECT_EQ(between(some.front().time + 1000, some.back().time), part(201, 206));
  EXPECT_EQ(between(some.front().time, some.back().time - 1000), part(200, 205));
}

TEST(FundingRate, PagesFromOneMillisecondAfterTheLastMeet) {
  std::vector<Funding> paged;
  Micros start = 0;
  while (true) {
    const auto page = rows(Venue::kUm, "symbol=BTCUSDT&limit=1000&startTime=" + ms(start));
    paged.insert(paged.end(), page.begin(), page.end());
    if (page.size() < 1000) break;
    start = page.back().time + 1000;
  }
  EXPECT_EQ(paged, all());
}

TEST(FundingRate, WrongQuestionsAreToldOff) {
  EXPECT_EQ(error(Venue::kUm, ""),
            "-1102 Mandatory parameter 'symbol' was not sent, was empty/null, or malformed.");
  EXPECT_EQ(error(Venue::kUm, "symbol=NOSUCH"), "-1121 Invalid symbol.");
  EXPECT_EQ(error(Venue::kUm, "symbol=LUNAUSDT"), "-1121 Invalid symbol.");  // delisted
  EXPECT_EQ(error(Venue::kUm, "symbol=BTCUSDT&startTime=2&endTime=1"),
            "-1023 Start time is greater than end time.");
  EXPECT_EQ(error(Venue::kUm, "symbol=BTCUSDT&limit=0"),
            "-1130 Data sent for parameter 'limit' is not valid.");
  EXPECT_TRUE(rows(Venue::kUm, "symbol=BTCUSDT_250627").empty());
}

TEST(FundingRate, IsWrittenAsTheExchangeWritesIt) {
  FundingQuery query;
  query.symbol = &bitcoin();
  const Micros time = 1'709'280'000 * kSecond + 7000;
  const Quotes marks(market(), bitcoin(), Price::kMark);
  const std::int64_t mark =
      marks.candles(Interval::k1m, time - 7000, time + kMinute - 7000).at(0).open;
  std::string text = std::to_string(mark);
  text.insert(text.size() - 8, ".");
  EXPECT_EQ(fundings_json(market(), query, {{time, 10'000}, {time, -305}}),
            R"([{"symbol":"BTCUSDT","fundingTime":1709280000007,"fundingRate":"0.00010000",)"
            R"("markPrice":")" +
                text +
                R"("},{"symbol":"BTCUSDT","fundingTime":1709280000007,)"
                R"("fundingRate":"-0.00000305","markPrice":")" +
                text + R"("}])");
  EXPECT_EQ(fundings_json(market(), query, {}), "[]");
}

}  // namespace
}  // namespace wick::sim::rest_funding_test
