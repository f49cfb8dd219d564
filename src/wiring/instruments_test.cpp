#include "wiring/instruments.hpp"

#include <gtest/gtest.h>

#include <map>

#include "fake/files.hpp"
#include "fake/web.hpp"

namespace wick::wiring::instruments_test {
namespace {

using core::DateOrigin;
using core::Instrument;
using core::Market;
using std::chrono_literals::operator""h;
using std::chrono_literals::operator""min;
using Asking = Instruments::Asking;

// An exchange and its bucket: what it names, and of which symbols there are which days.
class Venue final : public fake::Site {
 public:
  fake::WebOutcome answer(const port::HttpRequest& request, core::Now /*now*/) override {
    urls.push_back(request.url);
    const bool bucket = request.url.starts_with("http://list");
    fake::WebOutcome outcome;
    if (bucket ? bucket_down : exchange_down) {
      outcome.status = 503;
    } else {
      outcome.body = bucket ? listing(request.url) : info;
    }
    return outcome;
  }

  std::vector<std::string> urls;
  std::string info;
  std::map<std::string, std::vector<std::string>> days;  // by symbol
  bool exchange_down{};
  bool bucket_down{};

 private:
  [[nodiscard]] std::string listing(const std::string& url) const {
    std::string entries;
    const std::string folder = "data/futures/um/daily/klines/";
    for (const auto& [symbol, dates] : days) {
      if (url.ends_with("prefix=" + folder)) {
        entries += "<CommonPrefixes><Prefix>" + folder + symbol + "/</Prefix></CommonPrefixes>";
      }
      if (url.find(folder + symbol + "/1d/") == std::string::npos) continue;
      for (const std::string& date : dates) {
        entries += "<Contents><Key>" + folder + symbol + "/1d/" + symbol + "-1d-" + date +
                   ".zip</Key></Contents>";
      }
    }
    return "<ListBucketResult><IsTruncated>false</IsTruncated>" + entries + "</ListBucketResult>";
  }
};

std::string named(const std::vector<std::string>& symbols) {
  std::string text;
  for (const std::string& symbol : symbols) {
    text +=
        (text.empty() ? "" : ",") +
        (R"({"symbol":")" + symbol + R"(","status":"TRADING","contractType":"PERPETUAL","pair":")" +
         symbol + R"(","baseAsset":"B","quoteAsset":"USDT","onboardDate":1600000000000})");
  }
  return R"({"symbols":[)" + text + "]}";
}

class Book : public testing::Test {
 protected:
  Book() {
    web.attach("http://um", venue);
    web.attach("http://list", venue);
    venue.info = named({"AUSDT", "BUSDT"});
    venue.days = {{"AUSDT", {}}, {"LUNAUSDT", {"2021-02-03", "2022-05-12"}}};
  }

  Instruments instruments() {
    auto config = Config::load({{"WICK_STATE_DIR", "/state"},
                                {"WICK_BINANCE_UM_URL", "http://um"},
                                {"WICK_BINANCE_LISTING_URL", "http://list"}},
                               std::nullopt);
    return Instruments(*config, {.http = &web, .files = &files, .random = &world.random()});
  }
  Instruments::Loaded load(Asking asking = Asking::kWhenOld, core::Micros age_max = 24h) {
    venue.urls.clear();
    auto loaded = instruments().load(
        {.market = Market::kFuturesUsdt, .age_max = age_max, .asking = asking}, world);
    if (!loaded) {
      ADD_FAILURE() << loaded.error().what;
      return {};
    }
    return *std::move(loaded);
  }
  void expect_no_book(Asking asking, const std::string& words) {
    const auto loaded =
        instruments().load({.market = Market::kFuturesUsdt, .asking = asking}, world);
    ASSERT_FALSE(loaded);
    EXPECT_EQ(loaded.error().what, words);
  }
  static std::vector<std::string> symbols(const Instruments::Loaded& loaded) {
    std::vector<std::string> out;
    for (const Instrument& one : loaded.book.instruments) {
      out.push_back(one.symbol + (core::is_delisted(one) ? " gone" : ""));
    }
    return out;
  }

  fake::World world{7, core::midnight(2024, 6, 1)};
  fake::Web web{world};
  fake::Files files;
  Venue venue;
  const std::string path = "/state/instruments/binance-futures_usdt.ndjson";
  const std::vector<std::string> all = {"AUSDT", "BUSDT", "LUNAUSDT gone"};
};

TEST_F(Book, IsAskedForOnceADay) {
  EXPECT_EQ(symbols(load()), all);
  EXPECT_EQ(venue.urls.size(), 2U);
  world.jump(23h);
  EXPECT_EQ(symbols(load()), all);
  EXPECT_TRUE(venue.urls.empty());
  world.jump(2h);
  EXPECT_EQ(symbols(load()), all);
  EXPECT_EQ(venue.urls.size(), 2U);
}

TEST_F(Book, MayBeAskedForSooner) {
  (void)load();
  world.jump(10min);
  (void)load(Asking::kWhenOld, 5min);
  EXPECT_EQ(venue.urls.size(), 2U);
  (void)load(Asking::kAlways);
  EXPECT_EQ(venue.urls.size(), 2U);
}

TEST_F(Book, OfATimeToComeIsOfAWrongClock) {
  (void)load();
  world.jump(-2h);
  (void)load();
  EXPECT_EQ(venue.urls.size(), 2U);
}

TEST_F(Book, OfflineTouchesNoNetwork) {
  expect_no_book(Asking::kNever,
                 "no book of the instruments of futures_usdt is kept; ask once without --offline");
  EXPECT_TRUE(venue.urls.empty());
  const auto before = load();
  world.jump(1000h);
  const auto loaded = load(Asking::kNever);
  EXPECT_EQ(loaded.book, before.book);
  EXPECT_TRUE(venue.urls.empty());
}

TEST_F(Book, AnOldOneServesWhereTheExchangeIsOutOfReach) {
  venue.exchange_down = true;
  expect_no_book(Asking::kWhenOld, "exchangeInfo of futures_usdt: HTTP 503");
  venue.exchange_down = false;
  const auto as_of = load().book.as_of;
  world.jump(51h);
  venue.exchange_down = true;
  const auto loaded = load();
  EXPECT_EQ(symbols(loaded), all);
  EXPECT_EQ(loaded.book.as_of, as_of);
  ASSERT_EQ(loaded.troubles.size(), 1U);
  EXPECT_EQ(loaded.troubles[0].what,
            "exchangeInfo of futures_usdt: HTTP 503; the book of the instruments is used as it "
            "was 2 days ago");
}

TEST_F(Book, KeepsTheGoneWhereTheArchiveIsOutOfReach) {
  (void)load();
  world.jump(25h);
  venue.bucket_down = true;
  venue.info = named({"AUSDT"});
  auto loaded = load();
  EXPECT_EQ(symbols(loaded), (std::vector<std::string>{"AUSDT", "BUSDT gone", "LUNAUSDT gone"}));
  EXPECT_EQ(loaded.troubles.size(), 1U);
  EXPECT_LT(*loaded.book.archive_as_of, loaded.book.as_of);
  world.jump(59min);
  (void)load();
  EXPECT_TRUE(venue.urls.empty());
  world.jump(2min);
  (void)load();
  EXPECT_EQ(venue.urls.size(), 2U) << "what it lacks is soon asked for again";
}

TEST_F(Book, WithoutTheArchiveItIsABookAllTheSame) {
  venue.bucket_down = true;
  const auto loaded = load();
  EXPECT_EQ(symbols(loaded), (std::vector<std::string>{"AUSDT", "BUSDT"}));
  EXPECT_FALSE(loaded.book.archive_as_of);
}

TEST_F(Book, ADamagedOneIsFetchedAgain) {
  (void)load();
  files.flip_bit(path, 900);
  const auto offline =
      instruments().load({.market = Market::kFuturesUsdt, .asking = Asking::kNever}, world);
  ASSERT_FALSE(offline);
  EXPECT_EQ(offline.error().kind, base::ErrorKind::kCorrupt);
  auto loaded = load();
  EXPECT_EQ(symbols(loaded), all);
  EXPECT_EQ(venue.urls.size(), 2U);
  ASSERT_EQ(loaded.troubles.size(), 1U);
  EXPECT_EQ(loaded.troubles[0].what,
            path + ": the book of instruments is damaged: its checksum differs");
  EXPECT_TRUE(load().troubles.empty());
}

TEST_F(Book, ThatCannotBeKeptIsAnAnswerAllTheSame) {
  files.fill_disk();
  const auto loaded = load();
  EXPECT_EQ(symbols(loaded), all);
  ASSERT_EQ(loaded.troubles.size(), 1U);
  EXPECT_TRUE(loaded.troubles[0].what.starts_with("the book of instruments could not be kept: "))
      << loaded.troubles[0].what;
}

TEST_F(Book, WhatTheExchangeSaidOfASymbolOutlivesIt) {
  (void)load();
  world.jump(25h);
  venue.info = named({"AUSDT"});
  venue.days["BUSDT"] = {};
  const auto loaded = load();
  const Instrument& gone = loaded.book.instruments.at(1);
  EXPECT_EQ(gone.symbol, "BUSDT");
  EXPECT_TRUE(gone.status.empty() && !gone.tradable);
  EXPECT_EQ(gone.base, "B") << "its name tells nothing of that";
  EXPECT_EQ(gone.listed->from, DateOrigin::kExchangeInfo);
}

class Days : public Book {
 protected:
  std::optional<base::Error> learn(store::InstrumentBook& book) {
    venue.urls.clear();
    return instruments().learn_dates(book, {0, 1, 2}, world);
  }
};

TEST_F(Days, AreLookedUpOnce) {
  auto loaded = load();
  EXPECT_FALSE(learn(loaded.book));
  EXPECT_EQ(venue.urls.size(), 1U) << "of one, the others have theirs from the exchange";
  const Instrument& luna = loaded.book.instruments.at(2);
  EXPECT_EQ(luna.listed, (core::KnownDate{core::midnight(2021, 2, 3), DateOrigin::kArchive}));
  EXPECT_EQ(luna.delisted, (core::KnownDate{core::midnight(2022, 5, 12), DateOrigin::kArchive}));

  EXPECT_FALSE(learn(loaded.book));
  EXPECT_TRUE(venue.urls.empty());
  auto again = load();
  EXPECT_EQ(again.book, loaded.book) << "kept";
  world.jump(25h);
  again = load();
  EXPECT_EQ(again.book.instruments, loaded.book.instruments) << "and carried over";
  again = load(Asking::kAlways);
  EXPECT_FALSE(again.book.instruments.at(2).listed) << "unless all is asked anew";
}

TEST_F(Days, OfTheEndGoWhereASymbolIsListedAgain) {
  auto loaded = load();
  EXPECT_FALSE(learn(loaded.book));
  world.jump(25h);
  venue.info = named({"AUSDT", "LUNAUSDT"});
  loaded = load();
  const Instrument& luna = loaded.book.instruments.at(1);
  EXPECT_EQ(luna.symbol, "LUNAUSDT");
  EXPECT_FALSE(core::is_delisted(luna));
}

TEST_F(Days, WhereTheyCannotBeHadItIsTold) {
  auto loaded = load();
  venue.bucket_down = true;
  const auto trouble = learn(loaded.book);
  ASSERT_TRUE(trouble);
  EXPECT_EQ(trouble->what, "the listing of data/futures/um/daily/klines/LUNAUSDT/1d/: HTTP 503");
  EXPECT_FALSE(loaded.book.instruments.at(2).delisted);
}

TEST_F(Days, OfManyAreAskedForAFewAtATime) {
  for (int i = 100; i < 200; ++i) {
    venue.days["X" + std::to_string(i) + "USDT"] = {"2021-01-01",
                                                    "2021-01-" + std::to_string(i % 18 + 10)};
  }
  auto loaded = load();
  std::vector<std::size_t> which(loaded.book.instruments.size());
  for (std::size_t i = 0; i < which.size(); ++i) which[i] = i;
  EXPECT_FALSE(instruments().learn_dates(loaded.book, which, world));
  for (const Instrument& one : loaded.book.instruments) {
    if (!one.symbol.starts_with("X")) continue;
    const int number = std::stoi(one.symbol.substr(1, 3));
    EXPECT_EQ(one.delisted->time, core::midnight(2021, 1, static_cast<unsigned>(number % 18 + 10)));
  }
}

TEST(AgeText, IsInTheLargestUnitThatTellsEnough) {
  EXPECT_EQ(age_text(std::chrono::seconds{119}), "119 s");
  EXPECT_EQ(age_text(119min), "119 min");
  EXPECT_EQ(age_text(47h), "47 h");
  EXPECT_EQ(age_text(49h), "2 days");
}

}  // namespace
}  // namespace wick::wiring::instruments_test
