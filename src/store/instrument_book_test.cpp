#include "store/instrument_book.hpp"

#include <gtest/gtest.h>

#include "core/time_text.hpp"
#include "fake/files.hpp"

namespace wick::store::instrument_book_test {
namespace {

using core::DateOrigin;
using core::Instrument;
using core::KnownDate;
using core::Market;

InstrumentBook a_book() {
  return {
      .provider = core::Provider::kBinance,
      .market = Market::kFuturesUsdt,
      .as_of = core::midnight(2024, 6, 1) + std::chrono::microseconds{1},
      .archive_as_of = core::midnight(2024, 5, 31),
      .instruments = {{.market = Market::kFuturesUsdt,
                       .symbol = "BTCUSDT",
                       .status = "TRADING",
                       .base = "BTC",
                       .quote = "USDT",
                       .contract_type = "PERPETUAL",
                       .pair = "BTCUSDT",
                       .tradable = true,
                       .listed = KnownDate{core::midnight(2019, 9, 25), DateOrigin::kExchangeInfo}},
                      {.market = Market::kFuturesUsdt,
                       .symbol = "LUNAUSDT",
                       .delisted = KnownDate{core::midnight(2022, 5, 12), DateOrigin::kArchive}}}};
}

const std::string kLines =
    "{\"format\":\"candlewick instruments 1\",\"provider\":\"binance\",\"market\":\"futures_usdt\","
    "\"as_of\":\"2024-06-01T00:00:00.000001Z\",\"archive_as_of\":\"2024-05-31T00:00:00Z\","
    "\"symbols\":2}\n"
    "{\"symbol\":\"BTCUSDT\",\"status\":\"TRADING\",\"base\":\"BTC\",\"quote\":\"USDT\","
    "\"contract_type\":\"PERPETUAL\",\"pair\":\"BTCUSDT\",\"tradable\":true,"
    "\"listed\":\"2019-09-25T00:00:00Z\",\"listed_from\":\"exchangeInfo\"}\n"
    "{\"symbol\":\"LUNAUSDT\",\"delisted\":\"2022-05-12T00:00:00Z\",\"delisted_from\":\"archive\"}"
    "\n";

TEST(InstrumentBook, ItsBytesAreThese) {
  const std::string text = book_text(a_book());
  EXPECT_EQ(text.substr(0, kLines.size()), kLines);
  EXPECT_EQ(text.size(), kLines.size() + std::string("{\"crc32c\":\"00000000\"}\n").size());
  const auto read = parse_book(text);
  ASSERT_TRUE(read) << read.error().what;
  EXPECT_EQ(*read, a_book());
}

TEST(InstrumentBook, NoChangedByteIsOverlooked) {
  const std::string text = book_text(a_book());
  for (std::size_t at = 0; at < text.size(); ++at) {
    for (const int flip : {0x01, 0x20, 0x80}) {
      std::string changed = text;
      changed[at] = static_cast<char>(changed[at] ^ flip);
      const auto read = parse_book(changed);
      ASSERT_FALSE(read) << at;
      EXPECT_EQ(read.error().kind, base::ErrorKind::kCorrupt);
    }
  }
}

TEST(InstrumentBook, NoCutIsOverlooked) {
  const std::string text = book_text(a_book());
  for (std::size_t size = 0; size < text.size(); ++size) {
    EXPECT_FALSE(parse_book(text.substr(0, size))) << size;
  }
  EXPECT_FALSE(parse_book(text + "\n"));
}

TEST(InstrumentBook, AnotherFormIsNotReadForOurs) {
  for (const auto change : {+[](InstrumentBook& book) { book.instruments[1].symbol = "lower"; },
                            +[](InstrumentBook& book) { book.instruments[1].symbol = "A"; },
                            +[](InstrumentBook& book) { book.instruments[1].symbol = "BTCUSDT"; },
                            +[](InstrumentBook& book) { book.instruments[1].symbol = "../x"; }}) {
    InstrumentBook book = a_book();
    change(book);
    EXPECT_FALSE(parse_book(book_text(book)));
  }
}

TEST(InstrumentBook, AnEmptyOneIsABook) {
  const InstrumentBook book{.market = Market::kSpot, .as_of = core::midnight(2024, 6, 1)};
  const auto read = parse_book(book_text(book));
  ASSERT_TRUE(read) << read.error().what;
  EXPECT_EQ(*read, book);
}

TEST(InstrumentBook, EachMarketHasItsFile) {
  EXPECT_EQ(book_path("/state", core::Provider::kBinance, Market::kSpot),
            "/state/instruments/binance-spot.ndjson");
}

TEST(InstrumentBook, IsWrittenOverTheOldOne) {
  fake::Files files;
  const std::string path = book_path("/state", core::Provider::kBinance, Market::kFuturesUsdt);
  EXPECT_EQ(read_book(files, path).error().kind, base::ErrorKind::kUnsupported);
  ASSERT_TRUE(write_book(files, path, a_book(), 1));
  InstrumentBook newer = a_book();
  newer.instruments.pop_back();
  ASSERT_TRUE(write_book(files, path, newer, 2));
  const auto read = read_book(files, path);
  ASSERT_TRUE(read) << read.error().what;
  EXPECT_EQ(*read, newer);
}

}  // namespace
}  // namespace wick::store::instrument_book_test
