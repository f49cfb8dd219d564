#include "sim/archive/listing.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <random>
#include <set>

#include "sim/market/funding.hpp"

namespace wick::sim::archive_listing_test {
namespace {

constexpr Micros kNow = 1'600'000'000 * kSecond;  // 2020-09-13
const Admit kAll = [](const Object&) { return true; };

const Market& market() {
  static const Market the_market(1);
  return the_market;
}

const Shelf& shelf() {
  static const Shelf the_shelf{&market(), 0, kNow};
  return the_shelf;
}

// Listed long enough ago to have files, and not so long that brute force takes its time.
const Symbol& recent(Venue venue) {
  const auto symbols = market().symbols(venue);
  const auto found = std::ranges::find_if(symbols, [](const Symbol& symbol) {
    return symbol.listed > kNow - 300 * kDay && symbol.listed < kNow - 50 * kDay;
  });
  EXPECT_NE(found, symbols.end());
  return *found;
}

Object first_object(Venue venue, Interval interval) {
  const Span span = interval <= Interval::k1d ? Span::kDaily : Span::kMonthly;
  const Symbol& symbol = recent(venue);
  return {&symbol, interval, period_of(span, symbol.listed - 40 * kDay)};
}

// Of COIN-M, where pairs and symbols have different names.
Object other_object(DataSet set) {
  const Symbol& symbol = *market().find(Venue::kCm, "BTCUSD_PERP");
  const bool funding = set == DataSet::kFundingRate;
  const Interval interval = funding ? kNoInterval : Interval::k12h;
  const Span span = funding ? Span::kMonthly : Span::kDaily;
  return {&symbol, interval, period_of(span, symbol.listed - 40 * kDay), set};
}

const std::vector<Object>& series() {
  static const std::vector<Object> the_series{
      first_object(Venue::kSpot, Interval::k1d), first_object(Venue::kUm, Interval::k12h),
      first_object(Venue::kUm, Interval::k1w),   other_object(DataSet::kMarkPriceKlines),
      other_object(DataSet::kIndexPriceKlines),  other_object(DataSet::kFundingRate)};
  return the_series;
}

// All keys of a few folders by brute force: every day and month there is, without any shortcut.
const std::set<std::string>& all_keys() {
  static const std::set<std::string> keys = [] {
    std::set<std::string> out;
    for (Object object : series()) {
      Period& period = object.period;
      for (; period.begin < kNow + 40 * kDay; period = period_of(period.span, period.end)) {
        const bool there =
            object.set == DataSet::kFundingRate
                ? !fundings(market(), *object.symbol, period.begin, period.end).empty()
                : !market()
                       .candles(*object.symbol, object.interval, period.begin, period.end)
                       .empty();
        if (!there || published_at(object, market().seed()) > kNow) continue;
        out.insert(object_key(object));
        out.insert(object_key(object) + ".CHECKSUM");
      }
    }
    return out;
  }();
  return keys;
}

std::vector<std::string> expected(const std::string& prefix, const std::string& after) {
  std::vector<std::string> out;
  for (const std::string& key : all_keys()) {
    if (key.starts_with(prefix) && key > after) out.push_back(key);
  }
  return out;
}

std::vector<std::string> paged(ListQuery query) {
  std::vector<std::string> out;
  while (true) {
    const ListPage page = list_page(shelf(), query, kAll);
    EXPECT_LE(page.keys.size() + page.folders.size(), query.max);
    for (const ListedKey& key : page.keys) out.push_back(key.key);
    for (const std::string& folder : page.folders) out.push_back(folder);
    if (!page.truncated) return out;
    EXPECT_EQ(page.keys.size() + page.folders.size(), query.max);
    query.after = page.last;
  }
}

TEST(Listing, IsWhatBruteForceFinds) {
  std::mt19937 random(9);
  for (const Object& one : series()) {
    const std::string folder = series_folder(one);
    const auto all = expected(folder, "");
    ASSERT_FALSE(all.empty());
    for (const bool by_folder : {false, true}) {
      for (const std::size_t max : {1000U, 37U}) {
        ListQuery query{folder, "", by_folder, max};
        ASSERT_EQ(paged(query), all) << folder;
        query.after = all[random() % all.size()];
        ASSERT_EQ(paged(query), expected(folder, query.after));
        query.prefix = folder + all[random() % all.size()].substr(folder.size(), 15);
        query.after.clear();
        ASSERT_EQ(paged(query), expected(query.prefix, ""));
      }
    }
  }
}

TEST(Listing, TellsFoldersInOrder) {
  const auto folders = [](const char* prefix) { return paged({prefix, "", true, kPageMax}); };
  using Names = std::vector<std::string>;
  EXPECT_EQ(folders(""), (Names{"data/"}));
  EXPECT_EQ(folders("data"), (Names{"data/"}));
  EXPECT_EQ(folders("data/"), (Names{"data/futures/", "data/spot/"}));
  EXPECT_EQ(folders("data/futures/"), (Names{"data/futures/cm/", "data/futures/um/"}));
  EXPECT_EQ(folders("data/spot/m"), (Names{"data/spot/monthly/"}));
  EXPECT_EQ(folders("data/spot/daily/"), (Names{"data/spot/daily/klines/"}));
  EXPECT_EQ(folders("nothing/"), Names());
  EXPECT_EQ(folders("data/futures/um/daily/"),
            (Names{"data/futures/um/daily/indexPriceKlines/", "data/futures/um/daily/klines/",
                   "data/futures/um/daily/markPriceKlines/",
                   "data/futures/um/daily/premiumIndexKlines/"}));
  EXPECT_EQ(folders("data/futures/cm/monthly/f"), (Names{"data/futures/cm/monthly/fundingRate/"}));
  EXPECT_EQ(folders("data/futures/cm/daily/indexPriceKlines/BTC"),
            (Names{"data/futures/cm/daily/indexPriceKlines/BTCUSD/"}));
  EXPECT_EQ(folders("data/futures/cm/daily/markPriceKlines/BTCUSD_P"),
            (Names{"data/futures/cm/daily/markPriceKlines/BTCUSD_PERP/"}));
  EXPECT_EQ(folders("data/spot/daily/klines/BTCUSDT/").size(), 13U);
  EXPECT_EQ(folders("data/spot/monthly/klines/BTCUSDT/").size(), 16U);
  EXPECT_EQ(folders("data/futures/um/monthly/klines/BTCUSDT/").size(), 15U);
}

TEST(Listing, TellsIndexPricesByPairAndFundingsOfPerpetualsAlone) {
  std::set<std::string> pairs;
  std::set<std::string> perpetuals;
  for (const Symbol& symbol : market().symbols(Venue::kCm)) {
    if (symbol.contract_type != "PERPETUAL" || symbol.listed > kNow) continue;
    pairs.insert("data/futures/cm/monthly/indexPriceKlines/" + symbol.pair + "/");
    perpetuals.insert("data/futures/cm/monthly/fundingRate/" + symbol.name + "/");
  }
  const Shelf later{&market(), 0, kNow + 60 * kDay};
  const auto told = [&](const char* prefix) {
    std::set<std::string> out;
    for (const std::string& folder : list_page(later, {prefix, "", true}, kAll).folders) {
      out.insert(folder);
    }
    return out;
  };
  for (const std::string& folder : told("data/futures/cm/monthly/indexPriceKlines/")) {
    EXPECT_EQ(folder.find("//"), std::string::npos);
    EXPECT_EQ(folder.find('_'), std::string::npos) << folder;
    pairs.erase(folder);
  }
  for (const std::string& folder : told("data/futures/cm/monthly/fundingRate/")) {
    EXPECT_TRUE(folder.ends_with("_PERP/")) << folder;
    perpetuals.erase(folder);
  }
  EXPECT_TRUE(pairs.empty());
  EXPECT_TRUE(perpetuals.empty());
}

TEST(Listing, TellsOnlySymbolsThatHaveFiles) {
  std::vector<std::string> want;
  for (const Symbol& symbol : market().symbols(Venue::kUm)) {
    // Close to now it depends on the hour of publication.
    if (symbol.listed < kNow && kNow - symbol.listed < 3 * kDay) return;
    if (symbol.listed < kNow) want.push_back("data/futures/um/daily/klines/" + symbol.name + "/");
  }
  std::ranges::sort(want);
  EXPECT_EQ(paged({"data/futures/um/daily/klines/", "", true, kPageMax}), want);
  EXPECT_EQ(paged({"data/futures/um/daily/klines/", "", true, 50}), want);
}

TEST(Listing, AFolderIsToldAgainOnlyIfTheMarkerIsInsideIt) {
  const auto after = [](const char* marker) { return paged({"data/", marker, true, kPageMax}); };
  using Names = std::vector<std::string>;
  EXPECT_EQ(after("data/futures/"), (Names{"data/spot/"}));
  EXPECT_EQ(after("data/futures/um"), (Names{"data/futures/", "data/spot/"}));
  EXPECT_EQ(after("data/futures/zz"), (Names{"data/spot/"}));
  EXPECT_EQ(after("data/spot/"), Names());
}

TEST(Listing, EndsAPageWhereItIsRefused) {
  ListQuery query{"data/spot/daily/klines/BTCUSDT/1d/", "", false, kPageMax};
  int admitted = 2;
  const ListPage page = list_page(shelf(), query, [&](const Object&) { return admitted-- > 0; });
  EXPECT_EQ(page.keys.size(), 6U);  // the first is not asked about
  EXPECT_TRUE(page.truncated);
  EXPECT_EQ(page.last, page.keys.back().key);
  query.max = 0;
  EXPECT_FALSE(list_page(shelf(), query, kAll).truncated);
}

TEST(Shelf, WaitsForPublication) {
  const Symbol* symbol = market().find(Venue::kSpot, "BTCUSDT");
  const Object object{symbol, Interval::k1m, period_of(Span::kDaily, kNow - 10 * kDay)};
  const Micros at = published_at(object, market().seed());
  EXPECT_FALSE((Shelf{&market(), 0, at - 1}.has(object)));
  EXPECT_TRUE((Shelf{&market(), 0, at}.has(object)));
  EXPECT_FALSE((Shelf{&market(), kDay, at + kDay - 1}.has(object)));
  EXPECT_TRUE((Shelf{&market(), kDay, at + kDay}.has(object)));
}

}  // namespace
}  // namespace wick::sim::archive_listing_test
