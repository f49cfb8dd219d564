#include "sim/archive/archive.hpp"

#include <gtest/gtest.h>

#include "sim/archive/csv.hpp"
#include "sim/archive/digest.hpp"
#include "sim/archive/zip.hpp"

namespace wick::sim::archive_test {
namespace {

constexpr Micros kNow = 1'750'000'000 * kSecond;  // 2025-06-15
const std::string kDay1 = "/data/spot/daily/klines/BTCUSDT/1h/BTCUSDT-1h-2024-05-01.zip";

const Market& market() {
  static const Market the_market(1);
  return the_market;
}

Request request(std::string target, std::vector<Header> headers = {}, const char* method = "GET") {
  Request out;
  out.method = method;
  out.target = std::move(target);
  out.headers = std::move(headers);
  return out;
}

std::string header(const Response& response, std::string_view name) {
  Request wrapped;
  wrapped.headers = response.headers;
  return std::string(wrapped.header(name).value_or("-"));
}

std::string between(const std::string& text, const std::string& open, const std::string& close,
                    std::size_t from = 0) {
  const std::size_t begin = text.find(open, from);
  if (begin == std::string::npos) return {};
  const std::size_t start = begin + open.size();
  return text.substr(start, text.find(close, start) - start);
}

TEST(Archive, ServesTheZipAndItsChecksum) {
  Archive archive(market());
  EXPECT_FALSE(archive.cached(request(kDay1)));
  const Response zip = archive.respond(request(kDay1), kNow);
  ASSERT_EQ(zip.status, 200);
  const auto object = parse_object(market(), kDay1.substr(1));
  EXPECT_EQ(*zip.body, build_zip("BTCUSDT-1h-2024-05-01.csv", csv_text(market(), *object)));
  EXPECT_TRUE(archive.cached(request(kDay1)));

  const Response checksum = archive.respond(request(kDay1 + ".CHECKSUM"), kNow);
  ASSERT_EQ(checksum.status, 200);
  EXPECT_EQ(checksum.body->substr(0, 64), sha256_hex(*zip.body));
  EXPECT_EQ(checksum.body->substr(64, 27), "  BTCUSDT-1h-2024-05-01.zip");
  EXPECT_NE(header(checksum, "ETag"), header(zip, "ETag"));
  EXPECT_EQ(archive.respond(request("/data.binance.vision" + kDay1), kNow).body, zip.body);
  EXPECT_EQ(Archive(market()).respond(request(kDay1), kNow).body->size(), zip.body->size());
}

TEST(Archive, EndsAFewChecksumsWithALineFeed) {
  const Symbol* symbol = market().find(Venue::kSpot, "BTCUSDT");
  int with = 0;
  for (int day = 18'000; day < 18'320; ++day) {
    const Object object{symbol, Interval::k1m, period_of(Span::kDaily, day * kDay)};
    with += checksum_text(object, "x").ends_with('\n') ? 1 : 0;
  }
  EXPECT_GT(with, 5);
  EXPECT_LT(with, 60);
}

TEST(Archive, AnswersHeadAndConditionsWithoutTheBody) {
  Archive archive(market());
  const Response whole = archive.respond(request(kDay1), kNow);
  const Response head = archive.respond(request(kDay1, {}, "HEAD"), kNow);
  EXPECT_EQ(head.status, 200);
  EXPECT_TRUE(head.body->empty());
  EXPECT_EQ(header(head, "Content-Length"), std::to_string(whole.body->size()));

  Archive fresh(market());
  const auto conditional = request(kDay1, {{"If-None-Match", header(whole, "ETag")}});
  EXPECT_EQ(fresh.respond(conditional, kNow).status, 304);
  EXPECT_FALSE(fresh.cached(request(kDay1)));  // nothing was built for it
  const auto ranged = request(kDay1, {{"Range", "bytes=0-3"}});
  EXPECT_EQ(*archive.respond(ranged, kNow).body, std::string("PK\3\4"));
}

TEST(Archive, HasNothingThatIsNotThere) {
  Archive archive(market());
  for (const char* target : {
           "/data/spot/daily/klines/BTCUSDT/1h/BTCUSDT-1h-2017-08-16.zip",  // not listed yet
           "/data/spot/daily/klines/BTCUSDT/1h/BTCUSDT-1h-2025-06-15.zip",  // not over yet
           "/data/spot/daily/klines/BTCUSDT/1h/BTCUSDT-1h-2025-06-15.zip.CHECKSUM",
           "/data/spot/monthly/klines/BTCUSDT/1h/BTCUSDT-1h-2025-06.zip",
           "/data/spot/daily/klines/BTCUSDT/1h/BTCUSDT-1h-9999-12-31.zip",
           "/data/spot/daily/klines/BTCUSDT/1h/",
           "/data/spot/daily/klines/BTCUSDT/1h/BTCUSDT-1h-2024-05-01.zip.CHECKSUM.CHECKSUM",
           "",
           "/%00",
           "nonsense",
       }) {
    const Response response = archive.respond(request(target), kNow);
    EXPECT_EQ(response.status, 404) << target;
    EXPECT_NE(response.body->find("<Code>NoSuchKey</Code>"), std::string::npos);
  }
  EXPECT_TRUE(archive.cached(request("nonsense")));
  EXPECT_EQ(archive.respond(request("/", {}, "POST"), kNow).status, 405);
  EXPECT_EQ(header(archive.respond(request("/?prefix=data/"), kNow), "Content-Type"), "text/html");
}

TEST(Archive, ServesReckonedPricesAndFundingsToo) {
  Archive archive(market());
  for (const std::string path :
       {"/data/futures/um/daily/markPriceKlines/BTCUSDT/1h/BTCUSDT-1h-2024-05-01.zip",
        "/data/futures/cm/daily/indexPriceKlines/ETHUSD/1h/ETHUSD-1h-2024-05-01.zip",
        "/data/futures/cm/monthly/premiumIndexKlines/ETHUSD_PERP/1d/ETHUSD_PERP-1d-2024-05.zip",
        "/data/futures/um/monthly/fundingRate/BTCUSDT/BTCUSDT-fundingRate-2024-05.zip"}) {
    const Response zip = archive.respond(request(path), kNow);
    ASSERT_EQ(zip.status, 200) << path;
    const auto object = parse_object(market(), path.substr(1));
    const std::string name = path.substr(path.rfind('/') + 1);
    const std::string member = name.substr(0, name.size() - 3) + "csv";
    EXPECT_EQ(*zip.body, build_zip(member, csv_text(market(), *object)));
    const Response checksum = archive.respond(request(path + ".CHECKSUM"), kNow);
    EXPECT_EQ(checksum.body->substr(0, 66 + name.size()), sha256_hex(*zip.body) + "  " + name);
  }
  for (const char* absent :
       {"/data/futures/um/daily/fundingRate/BTCUSDT/BTCUSDT-fundingRate-2024-05-01.zip",
        "/data/futures/um/monthly/fundingRate/BTCUSDT/BTCUSDT-fundingRate-2025-06.zip",
        "/data/futures/um/monthly/fundingRate/BTCUSDT/BTCUSDT-fundingRate-2019-11.zip",
        "/data/spot/daily/markPriceKlines/BTCUSDT/1h/BTCUSDT-1h-2024-05-01.zip"}) {
    EXPECT_EQ(archive.respond(request(absent), kNow).status, 404) << absent;
  }
}

TEST(Archive, KeepsDelistedSymbols) {
  Archive archive(market());
  for (const Symbol& symbol : market().symbols(Venue::kUm)) {
    if (symbol.delisted > kNow) continue;
    const Period last = period_of(Span::kDaily, symbol.delisted - kMinute);
    const Object object{&symbol, Interval::k1d, last};
    const Object next{&symbol, Interval::k1d, period_of(Span::kDaily, last.end)};
    if (!has_rows(market(), object)) continue;
    EXPECT_EQ(archive.respond(request("/" + object_key(object)), kNow).status, 200);
    EXPECT_EQ(archive.respond(request("/" + object_key(next)), kNow).status, 404);
    return;
  }
}

TEST(Archive, ListsWhatItServes) {
  Archive archive(market());
  const auto list = request(
      "/data.binance.vision?prefix=data/spot/daily/klines/BTCUSDT/1h/"
      "BTCUSDT-1h-2024-05&max-keys=6");
  const std::string xml = *archive.respond(list, kNow).body;
  std::size_t at = 0;
  int keys = 0;
  while ((at = xml.find("<Contents>", at + 1)) != std::string::npos) {
    const std::string key = between(xml, "<Key>", "</Key>", at);
    const Response served = archive.respond(request("/" + key), kNow);
    ASSERT_EQ(served.status, 200) << key;
    EXPECT_EQ(std::to_string(served.body->size()), between(xml, "<Size>", "<", at));
    std::string etag = header(served, "ETag");
    EXPECT_EQ("&quot;" + etag.substr(1, 32) + "&quot;", between(xml, "<ETag>", "</ETag>", at));
    ++keys;
  }
  EXPECT_EQ(keys, 6);
  EXPECT_NE(xml.find("<IsTruncated>true<"), std::string::npos);
  EXPECT_EQ(archive.respond(request("/data.binance.vision/?max-keys=x"), kNow).status, 400);
}

TEST(Archive, EndsAPageBeforeBuildingTooMuch) {
  ArchiveOptions options;
  options.listing_rows = 60;  // two more days of 25 rows at most
  Archive archive(market(), options);
  const auto list =
      request("/data.binance.vision?list-type=2&prefix=data/spot/daily/klines/BTCUSDT/1h/");
  const auto keys = [&] {
    return between(*archive.respond(list, kNow).body, "<KeyCount>", "</KeyCount>");
  };
  EXPECT_EQ(keys(), "6");
  EXPECT_EQ(keys(), "10");  // sizes once known cost nothing
}

}  // namespace
}  // namespace wick::sim::archive_test
