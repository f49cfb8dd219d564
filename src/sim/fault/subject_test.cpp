#include "sim/fault/subject.hpp"

#include <gtest/gtest.h>

namespace wick::sim::subject_test {
namespace {

Subject about(Host host, std::string target) {
  return subject_of(host, {"GET", std::move(target), {}, "127.0.0.1", {}});
}

TEST(Subject, OfAnArchiveFile) {
  const Subject zip =
      about(Host::kArchive, "/data/futures/um/monthly/klines/ETHUSDT/1mo/ETHUSDT-1mo-2024-05.zip");
  EXPECT_EQ(zip.kind, Kind::kZip);
  EXPECT_EQ(zip.market, Venue::kUm);
  EXPECT_EQ(zip.symbol, "ETHUSDT");
  EXPECT_EQ(zip.interval, "1M");
  EXPECT_EQ(zip.period, "2024-05");
}

TEST(Subject, OfAChecksumAndOfItsFile) {
  const Subject checksum = about(
      Host::kArchive,
      "/data/futures/cm/daily/klines/BTCUSD_240329/1h/BTCUSD_240329-1h-2024-03-01.zip.CHECKSUM");
  EXPECT_EQ(checksum.kind, Kind::kChecksum);
  EXPECT_EQ(checksum.market, Venue::kCm);
  EXPECT_EQ(checksum.symbol, "BTCUSD_240329");
  EXPECT_EQ(checksum.period, "2024-03-01");
  const Subject zip = zip_of(checksum);
  EXPECT_EQ(zip.kind, Kind::kZip);
  EXPECT_TRUE(zip.path.ends_with("-01.zip"));
}

TEST(Subject, OfAFileAskedForByTheBucketsOtherName) {
  const Subject zip =
      about(Host::kArchive,
            "/data.binance.vision/data/spot/daily/klines/BTCUSDT/1s/BTCUSDT-1s-2024-03-01.zip");
  EXPECT_EQ(zip.kind, Kind::kZip);
  EXPECT_EQ(zip.market, Venue::kSpot);
  EXPECT_EQ(zip.interval, "1s");
}

TEST(Subject, OfTheListingAndOfNothing) {
  EXPECT_EQ(about(Host::kArchive, "/data.binance.vision?prefix=data/").kind, Kind::kListing);
  EXPECT_EQ(about(Host::kArchive, "/data.binance.vision/").kind, Kind::kListing);
  EXPECT_EQ(about(Host::kArchive, "/?prefix=data/").kind, Kind::kListing);
  EXPECT_EQ(about(Host::kArchive, "/data/spot/daily/klines/").kind, Kind::kOther);
  EXPECT_EQ(about(Host::kArchive, "/favicon.ico").kind, Kind::kOther);
  EXPECT_EQ(about(Host::kArchive, "/data/spot/.zip").kind, Kind::kZip);
  EXPECT_EQ(about(Host::kArchive, "").kind, Kind::kListing);
}

TEST(Subject, OfRestRequests) {
  const Subject klines = about(Host::kSpot, "/api/v3/klines?symbol=BTCUSDT&interval=1m&limit=2");
  EXPECT_EQ(klines.kind, Kind::kKlines);
  EXPECT_EQ(klines.market, Venue::kSpot);
  EXPECT_EQ(klines.symbol, "BTCUSDT");
  EXPECT_EQ(klines.interval, "1m");
  EXPECT_EQ(klines.path, "/api/v3/klines");
  EXPECT_EQ(about(Host::kSpot, "/api/v3/uiKlines").kind, Kind::kKlines);
  EXPECT_EQ(about(Host::kUm, "/fapi/v1/aggTrades").kind, Kind::kTrades);
  EXPECT_EQ(about(Host::kUm, "/fapi/v1/exchangeInfo").kind, Kind::kExchangeInfo);
  EXPECT_EQ(about(Host::kCm, "/dapi/v1/time").kind, Kind::kTime);
  EXPECT_EQ(about(Host::kCm, "/dapi/v1/ping").kind, Kind::kPing);
  EXPECT_EQ(about(Host::kCm, "/dapi/v1/depth").kind, Kind::kOther);
  EXPECT_EQ(about(Host::kUm, "/market/stream?streams=btcusdt@kline_1m").kind, Kind::kWs);
  EXPECT_EQ(about(Host::kSpot, "/ws/btcusdt@kline_1m").kind, Kind::kWs);
  EXPECT_EQ(about(Host::kSpot, "/wsx").kind, Kind::kOther);
}

TEST(Subject, OfOtherPricesAndFundings) {
  const Subject mark =
      about(Host::kArchive,
            "/data/futures/um/daily/markPriceKlines/BTCUSDT/1m/BTCUSDT-1m-2022-01-01.zip");
  EXPECT_EQ(mark.kind, Kind::kZip);
  EXPECT_EQ(mark.interval, "1m");
  const Subject funding = about(
      Host::kArchive,
      "/data/futures/um/monthly/fundingRate/BTCUSDT/BTCUSDT-fundingRate-2024-05.zip.CHECKSUM");
  EXPECT_EQ(funding.kind, Kind::kChecksum);
  EXPECT_EQ(funding.symbol, "BTCUSDT");
  EXPECT_EQ(funding.interval, "");
  EXPECT_EQ(funding.period, "2024-05");
  const Subject index = about(Host::kCm, "/dapi/v1/indexPriceKlines?pair=BTCUSD&interval=1h");
  EXPECT_EQ(index.kind, Kind::kKlines);
  EXPECT_EQ(index.symbol, "BTCUSD");
  EXPECT_EQ(about(Host::kUm, "/fapi/v1/premiumIndexKlines").kind, Kind::kKlines);
  EXPECT_EQ(about(Host::kUm, "/fapi/v1/markPriceKlines").kind, Kind::kKlines);
  EXPECT_EQ(about(Host::kUm, "/fapi/v1/fundingRate?symbol=BTCUSDT").kind, Kind::kFunding);
  EXPECT_EQ(name(Kind::kFunding), "funding");
  EXPECT_EQ(name(Kind::kOther), "other");
}

TEST(Subject, OfOkxRequests) {
  const Subject candles =
      about(Host::kOkx, "/api/v5/market/candles?instId=BTC-USDT&bar=1Dutc&symbol=X&interval=Y");
  EXPECT_EQ(candles.kind, Kind::kKlines);
  EXPECT_EQ(candles.market, std::nullopt);
  EXPECT_EQ(candles.symbol, "BTC-USDT");
  EXPECT_EQ(candles.interval, "1Dutc");
  EXPECT_EQ(about(Host::kOkx, "/api/v5/market/history-candles").kind, Kind::kKlines);
  EXPECT_EQ(about(Host::kOkx, "/api/v5/public/instruments").kind, Kind::kExchangeInfo);
  EXPECT_EQ(about(Host::kOkx, "/api/v5/public/time").kind, Kind::kTime);
  EXPECT_EQ(about(Host::kOkx, "/api/v3/klines").kind, Kind::kOther);
  EXPECT_EQ(about(Host::kOkx, "/ws/v5/business").kind, Kind::kOther);
}

TEST(Subject, OfAFrame) {
  StreamEvent event;
  event.moment = StreamMoment::kFrame;
  event.host = Host::kUm;
  event.target = "/market/stream?streams=btcusdt@kline_1m";
  event.stream = "btcusdt@kline_1M@+08:00";
  event.closing = true;
  event.frames_sent = 3;
  const Subject frame = subject_of(event);
  EXPECT_EQ(frame.kind, Kind::kWs);
  EXPECT_EQ(frame.symbol, "BTCUSDT");
  EXPECT_EQ(frame.interval, "1M");
  EXPECT_EQ(frame.market, Venue::kUm);
  EXPECT_EQ(frame.path, "/market/stream");
  EXPECT_TRUE(frame.closing);
  event.stream = "btcusd_perpetual@continuousKline_5m";
  EXPECT_EQ(subject_of(event).symbol, "BTCUSD_PERPETUAL");
  EXPECT_EQ(subject_of(event).interval, "5m");
  event.stream = "btcusdt@aggTrade";
  EXPECT_EQ(subject_of(event).interval, "");
}

TEST(Subject, DataAndMetadata) {
  EXPECT_TRUE(carries_data(Kind::kZip));
  EXPECT_TRUE(carries_data(Kind::kChecksum));
  EXPECT_TRUE(carries_data(Kind::kKlines));
  EXPECT_TRUE(carries_data(Kind::kFunding));
  EXPECT_FALSE(carries_data(Kind::kExchangeInfo));
  EXPECT_FALSE(carries_data(Kind::kListing));
  EXPECT_FALSE(carries_data(Kind::kWs));
}

}  // namespace
}  // namespace wick::sim::subject_test
