#include "sim/okx/instrument.hpp"

#include <gtest/gtest.h>

#include <set>

namespace wick::sim::instrument_test {
namespace {

constexpr Micros kNow = 1'750'000'000 * kSecond;

const Market& market() {
  static const Market the_market(1);
  return the_market;
}

std::string list(const std::string& query) {
  const auto found = instruments_json(market(), parse_target("/x?" + query), kNow);
  if (const auto* error = std::get_if<OkxError>(&found)) return okx_error_json(*error);
  return std::get<std::string>(found);
}

TEST(Instrument, EachStandsForOneSymbol) {
  EXPECT_EQ(find_instrument(market(), "BTC-USDT", kNow), market().find(Venue::kSpot, "BTCUSDT"));
  EXPECT_EQ(find_instrument(market(), "ETH-BTC", kNow), market().find(Venue::kSpot, "ETHBTC"));
  EXPECT_EQ(find_instrument(market(), "BTC-USDT-SWAP", kNow), market().find(Venue::kUm, "BTCUSDT"));
  EXPECT_EQ(find_instrument(market(), "BTC-USD-SWAP", kNow),
            market().find(Venue::kCm, "BTCUSD_PERP"));
}

TEST(Instrument, OtherNamesStandForNone) {
  for (const char* id :
       {"", "-", "-SWAP", "BTCUSDT", "BTC-USDT-", "BT-CUSDT", "btc-usdt", "B-TC-USDT",
        "BTC-USDT-SWAP-SWAP", "BTC-USD", "BTC-USDT-240628", "BTCUSDT-SWAP", "NOSUCH-USDT"}) {
    EXPECT_EQ(find_instrument(market(), id, kNow), nullptr) << id;
  }
}

TEST(Instrument, NamesAndSymbolsAreOneToOne) {
  std::set<std::string> ids;
  for (const Venue venue : {Venue::kSpot, Venue::kUm, Venue::kCm}) {
    for (const Symbol& symbol : market().symbols(venue)) {
      const std::string id = instrument_id(symbol);
      const bool delivered = venue != Venue::kSpot && symbol.contract_type != "PERPETUAL";
      ASSERT_EQ(id.empty(), delivered) << symbol.name;
      if (delivered || symbol.listed > kNow) continue;
      ASSERT_TRUE(ids.insert(id).second) << id;
      const bool gone = venue != Venue::kSpot && symbol.delisted <= kNow;
      ASSERT_EQ(find_instrument(market(), id, kNow), gone ? nullptr : &symbol) << id;
    }
  }
}

TEST(Instrument, ContractsAreWorthSomeHundredDollars) {
  const auto exponent = [](const char* name) {
    return contract_exponent(*market().find(Venue::kUm, name));
  };
  EXPECT_EQ(exponent("BTCUSDT"), -2);
  EXPECT_EQ(exponent("ETHUSDT"), -1);
  EXPECT_EQ(exponent("DOGEUSDT"), 3);
}

TEST(Instrument, IsWrittenAsOkxWritesIt) {
  EXPECT_EQ(list("instType=SPOT&instId=BTC-USDT"),
            R"([{"instType":"SPOT","instId":"BTC-USDT","uly":"","baseCcy":"BTC",)"
            R"("quoteCcy":"USDT","settleCcy":"","ctVal":"","ctMult":"","ctValCcy":"",)"
            R"("ctType":"","lotSz":"0.00001","minSz":"0.00001","tickSz":"0.01",)"
            R"("listTime":"1502942400000","expTime":"","state":"live"}])");
  EXPECT_EQ(list("instType=SWAP&instId=BTC-USDT-SWAP"),
            R"([{"instType":"SWAP","instId":"BTC-USDT-SWAP","uly":"BTC-USDT","baseCcy":"",)"
            R"("quoteCcy":"","settleCcy":"USDT","ctVal":"0.01","ctMult":"1","ctValCcy":"BTC",)"
            R"("ctType":"linear","lotSz":"0.1","minSz":"0.1","tickSz":"0.1",)"
            R"("listTime":"1577750400000","expTime":"","state":"live"}])");
  EXPECT_EQ(list("instType=SWAP&instId=BTC-USD-SWAP"),
            R"([{"instType":"SWAP","instId":"BTC-USD-SWAP","uly":"BTC-USD","baseCcy":"",)"
            R"("quoteCcy":"","settleCcy":"BTC","ctVal":"100","ctMult":"1","ctValCcy":"USD",)"
            R"("ctType":"inverse","lotSz":"1","minSz":"1","tickSz":"0.1",)"
            R"("listTime":"1597104000000","expTime":"","state":"live"}])");
}

TEST(Instrument, AListHasAllOfItsTypeAndSaysWhichAreSuspended) {
  const std::string spot = list("instType=SPOT");
  const std::string swap = list("instType=SWAP");
  EXPECT_NE(spot.find(R"("instId":"LUNA-USDT")"), std::string::npos);
  EXPECT_NE(spot.find(R"("state":"suspend")"), std::string::npos);
  EXPECT_EQ(spot.find("SWAP"), std::string::npos);
  EXPECT_EQ(swap.find(R"("instId":"LUNA-USDT-SWAP")"), std::string::npos);  // delisted
  EXPECT_EQ(swap.find("SPOT"), std::string::npos);
  EXPECT_NE(swap.find(R"("instId":"ETH-USD-SWAP")"), std::string::npos);
  EXPECT_EQ(list("instType=FUTURES"), "[]");
}

TEST(Instrument, WrongQuestionsAreToldOff) {
  EXPECT_EQ(list(""), R"({"code":"50014","msg":"Parameter instType can not be empty.","data":[]})");
  EXPECT_EQ(list("instType=BOND"),
            R"({"code":"51000","msg":"Parameter instType error","data":[]})");
  EXPECT_EQ(list("instType=SPOT&instId=X-Y"),
            R"({"code":"51001","msg":"Instrument ID doesn't exist.","data":[]})");
}

}  // namespace
}  // namespace wick::sim::instrument_test
