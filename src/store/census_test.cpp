#include "store/census.hpp"

#include "store/journal.hpp"
#include "store/stored_days_test.hpp"

namespace wick::store::census_test {
namespace {

using namespace std::chrono_literals;

const core::UtcTime kDay = core::midnight(2024, 3, 5);

void put_text(fake::Files& files, const std::string& path, std::string_view text) {
  ASSERT_TRUE(files.make_folders(port::folder_of(path)));
  const auto file = files.create(path);
  ASSERT_TRUE(file);
  ASSERT_TRUE(files.write(*file, text));
  files.close(*file);
}

std::vector<std::string> paths(const std::vector<Stray>& strays) {
  std::vector<std::string> paths;
  for (const Stray& stray : strays) paths.push_back(stray.path);
  return paths;
}

TEST(Census, AnEmptyRootHasNothing) {
  fake::Files files;
  const Census census = take_census(files, Layout("/c"));
  EXPECT_TRUE(census.series.empty());
  EXPECT_TRUE(census.unreadable.empty());
}

TEST(Census, NamesEveryFileOfASeriesInOrder) {
  StoredDays store(core::Interval::k1h);
  store.files.set_time(kDay + 100h);
  store.put({.period = Period::day(kDay)});
  store.files.set_time(kDay + 50h);
  store.put({.period = Period::day(kDay - 24h)});
  store.put({.period = Period::month_with(kDay - 24h * 60)});
  put_text(store.files, store.disk.layout.journal(store.id), "j");
  put_text(store.files, store.disk.layout.tail(store.id), "");
  const auto held = store.shelf.lock();

  const Census census = take_census(store.files, store.disk.layout);
  ASSERT_EQ(census.series.size(), 1U);
  const SeriesCensus& series = census.series.front();
  EXPECT_EQ(series.id, store.id);
  ASSERT_EQ(series.files.size(), 5U);
  EXPECT_EQ(series.files[0].kind, FileKind::kMonth);
  EXPECT_EQ(name(series.files[0].period), "2024-01");
  EXPECT_EQ(name(series.files[1].period), "2024-03-04");
  EXPECT_EQ(name(series.files[2].period), "2024-03-05");
  EXPECT_EQ(series.files[3].kind, FileKind::kTail);
  EXPECT_EQ(series.files[3].facts.size, 0U);
  EXPECT_EQ(series.files[4].kind, FileKind::kJournal);
  EXPECT_EQ(series.files[4].facts.size, 1U);
  EXPECT_EQ(series.used(), kDay + 100h);
  EXPECT_EQ(series.span(), (core::TimeRange{core::midnight(2024, 1, 1), kDay + 24h}));
  EXPECT_EQ(series.bytes(), 1 + store.files.facts(series.files[0].path)->size +
                                2 * store.files.facts(series.files[1].path)->size);
  EXPECT_TRUE(series.has(Period::day(kDay)));
  EXPECT_FALSE(series.has(Period::day(kDay + 24h)));
  EXPECT_TRUE(census.leftovers.empty());
  EXPECT_TRUE(census.unknown.empty());
}

TEST(Census, TellsLeftoversAndUnknownFilesFromItsOwn) {
  StoredDays store(core::Interval::k1m);
  const std::string day = store.disk.layout.sealed(store.id, Period::day(kDay));
  put_text(store.files, day, "");
  for (const std::string& path :
       {day + ".77.tmp", std::string("/c/binance/spot/klines/daily/BTCUSDT/1m/2024-02-30.arrow"),
        std::string("/c/binance/spot/klines/daily/BTCUSDT/1m/2024-03.arrow"),
        std::string("/c/binance/um/klines/daily/BTCUSDT/1m/2024-03-05.arrow"),
        std::string("/c/binance/spot/klines/weekly/x"), std::string("/c/notes.txt"),
        std::string("/c/events.jsonl"), std::string("/c/other/place/x")}) {
    put_text(store.files, path, "?");
  }
  const Census census = take_census(store.files, store.disk.layout);
  ASSERT_EQ(census.series.size(), 1U);
  EXPECT_EQ(census.series.front().files.size(), 1U);
  EXPECT_EQ(paths(census.leftovers), std::vector{day + ".77.tmp"});
  EXPECT_EQ(
      paths(census.unknown),
      (std::vector<std::string>{
          "/c/binance/spot/klines/daily/BTCUSDT/1m/2024-02-30.arrow",
          "/c/binance/spot/klines/daily/BTCUSDT/1m/2024-03.arrow", "/c/binance/spot/klines/weekly/",
          "/c/binance/um/klines/daily/BTCUSDT/1m/", "/c/other/", "/c/notes.txt"}));
}

TEST(Census, IsSortedAndFiltered) {
  StoredDays store(core::Interval::k1m);
  std::vector<core::SeriesId> ids;
  for (const core::Market market : {core::Market::kSpot, core::Market::kFuturesUsdt}) {
    for (const char* symbol : {"AAAUSDT", "BTCUSDT"}) {
      for (const core::Interval interval : {core::Interval::k1m, core::Interval::k1mo}) {
        core::SeriesId id = store.id;
        id.market = market;
        id.symbol = symbol;
        id.interval = interval;
        put_text(store.files, store.disk.layout.sealed(id, Period::month_with(kDay)), "x");
        ids.push_back(id);
      }
    }
  }
  const auto found = [&](const CensusFilter& filter) {
    std::vector<core::SeriesId> series;
    for (const auto& one : take_census(store.files, store.disk.layout, filter).series) {
      series.push_back(one.id);
    }
    return series;
  };
  EXPECT_EQ(found({}), ids);
  EXPECT_EQ(found({.symbols = {"BTCUSDT", "X"}}), (std::vector{ids[2], ids[3], ids[6], ids[7]}));
  EXPECT_EQ(found({.market = core::Market::kFuturesUsdt, .interval = core::Interval::k1mo}),
            (std::vector{ids[5], ids[7]}));
}

TEST(Census, KnowsWhatAQuarantinedFileHeld) {
  StoredDays store(core::Interval::k1mo);
  store.id.symbol = "BTC-USD_240329";
  const Shelf shelf(store.disk, store.id);
  const Period period = Period::month_with(kDay);
  put_text(store.files, store.disk.layout.sealed(store.id, period), "x");
  shelf.quarantine({period, {base::ErrorKind::kCorrupt, "bad"}}, kDay);
  put_text(store.files, "/c/quarantine/mine", "x");

  const Census all = take_census(store.files, store.disk.layout);
  ASSERT_EQ(all.quarantined.size(), 2U);
  ASSERT_TRUE(all.quarantined[1].place);
  EXPECT_EQ(all.quarantined[1].place->id, store.id);
  EXPECT_EQ(all.quarantined[1].place->period, period);
  EXPECT_FALSE(all.quarantined[0].place);
  EXPECT_EQ(take_census(store.files, store.disk.layout, {.symbols = {store.id.symbol}})
                .quarantined.size(),
            1U);
  EXPECT_TRUE(take_census(store.files, store.disk.layout, {.symbols = {"X"}}).quarantined.empty());
  for (const char* name : {"", ".", "damaged", "spot-BTCUSDT-1m-2024-03-05.damaged",
                           "spot-BTCUSDT-1m-tail.1.damaged", "spot-1m-2024-03.1.damaged",
                           "spot--1m-2024-03.1.damaged", "spot-BTCUSDT-2m-2024-03.1.damaged"}) {
    EXPECT_FALSE(place_of_quarantined(name)) << name;
  }
}

TEST(Census, AQuarantinedFileTellsProviderAndChart) {
  const Layout layout("/c");
  for (const core::SeriesId& id :
       {core::SeriesId{core::Provider::kOkx, core::Market::kFuturesUsdt, core::ChartType::kKlines,
                       "BTC-USDT-SWAP", core::Interval::k1m},
        core::SeriesId{core::Provider::kBinance, core::Market::kFuturesCoin, core::ChartType::kMark,
                       "BTCUSD_PERP", core::Interval::k1h}}) {
    const std::string path = layout.aside(id, "2024-03-05", 7);
    const auto place = place_of_quarantined(path.substr(path.rfind('/') + 1));
    ASSERT_TRUE(place) << path;
    EXPECT_EQ(place->id, id);
    EXPECT_EQ(place->period, Period::day(core::midnight(2024, 3, 5)));
  }
}

TEST(Census, ChartsAndProvidersAreSeriesOfTheirOwn) {
  StoredDays store(core::Interval::k1h);
  store.put({.period = Period::day(kDay)});
  core::SeriesId mark = store.id;
  mark.chart = core::ChartType::kMark;
  core::SeriesId okx = store.id;
  okx.provider = core::Provider::kOkx;
  for (const core::SeriesId& id : {mark, okx}) {
    put_text(store.files, store.disk.layout.sealed(id, Period::day(kDay)), "x");
  }
  const Census all = take_census(store.files, store.disk.layout);
  ASSERT_EQ(all.series.size(), 3U);
  EXPECT_TRUE(all.unknown.empty());
  const auto only = [&](const CensusFilter& filter) {
    const Census some = take_census(store.files, store.disk.layout, filter);
    return some.series.size() == 1 ? some.series.front().id : core::SeriesId{};
  };
  EXPECT_EQ(only({.chart = core::ChartType::kMark}), mark);
  EXPECT_EQ(only({.provider = core::Provider::kOkx}), okx);
  EXPECT_FALSE(CensusFilter{.provider = core::Provider::kOkx}.lets_through(mark));
  EXPECT_FALSE(CensusFilter{.chart = core::ChartType::kMark}.everything());
}

TEST(Census, AFolderThatCannotBeReadIsNamedAndCostsNothingElse) {
  StoredDays store(core::Interval::k1h);
  store.put({.period = Period::day(kDay)});
  store.put({.period = Period::month_with(kDay)});
  store.files.fail_reads(store.disk.layout.days(store.id));
  const Census census = take_census(store.files, store.disk.layout);
  EXPECT_FALSE(census.unreadable.empty());
  ASSERT_EQ(census.series.size(), 1U);
  EXPECT_EQ(census.series.front().files.size(), 1U);
}

}  // namespace
}  // namespace wick::store::census_test
