#include "store/sealed.hpp"

#include <gtest/gtest.h>

#include <cstring>

#include "base/sanitized.hpp"
#include "core/series.hpp"
#include "fake/bars.hpp"
#include "fake/world.hpp"

namespace wick::store::sealed_test {
namespace {

using namespace std::chrono_literals;

const core::UtcTime kDay = core::midnight(2024, 3, 5);

core::SeriesId series(core::Interval interval) {
  return {core::Provider::kBinance, core::Market::kSpot, core::ChartType::kKlines, "BTCUSDT",
          interval};
}

core::Source source(core::Origin origin, const char* object, std::uint32_t revision = 0) {
  return {.origin = origin,
          .revision = revision,
          .object = object,
          .checksum = "sha256:00ff",
          .fetched = kDay + 49h + 1us};
}

Sourced part(const core::Grid& grid, core::TimeRange opens, core::Source from) {
  return {from, fake::bars(grid, {.opens = {opens}, .mark = from.mark()})};
}

SealedFacts facts(core::Interval interval, Period period) {
  SealedFacts facts;
  facts.id = series(interval);
  facts.period = period;
  facts.revision = 3;
  facts.expected = static_cast<std::uint64_t>(core::Grid(interval).count(period.range));
  facts.writer = "candlewick test";
  return facts;
}

port::Mapped mapped(const std::string& bytes) {
  // On a boundary, as a mapping is.
  auto copy = std::make_shared<std::vector<std::uint64_t>>(bytes.size() / 8 + 1);
  std::memcpy(copy->data(), bytes.data(), bytes.size());
  return {{reinterpret_cast<const std::byte*>(copy->data()), bytes.size()}, copy};
}

base::Result<std::vector<Sourced>> read(const std::string& bytes, const SealedFacts& facts) {
  auto file = SealedFile::open(mapped(bytes), facts.id, facts.period);
  if (!file) return file.error();
  return file->rows();
}

std::vector<core::Bar> bars_of(const std::vector<Sourced>& parts) {
  std::vector<core::Bar> bars;
  for (const Sourced& part : parts) {
    for (std::size_t row = 0; row < part.rows.size(); ++row) bars.push_back(part.rows.bar(row));
  }
  return bars;
}

TEST(Sealed, RowsSourcesAndHolesComeBackAsTheyWere) {
  const core::Grid grid(core::Interval::k1m);
  const auto archive = source(core::Origin::kArchive, "data/x.zip");
  const auto rest = source(core::Origin::kRest, "/api/v3/klines?symbol=BTCUSDT", 2);
  const std::vector<Sourced> parts = {part(grid, {kDay, kDay + 9h}, archive),
                                      part(grid, {kDay + 9h, kDay + 10h}, rest),
                                      part(grid, {kDay + 11h, kDay + 24h}, archive)};
  SealedFacts written = facts(core::Interval::k1m, Period::day(kDay));
  written.holes = {{{{kDay + 10h, kDay + 11h}, core::Cause::kNoBarAtSource, "\"REST\"\n has none"},
                    true,
                    kDay + 50h}};
  const std::string bytes = encode_sealed(written, parts);
  const auto file = SealedFile::open(mapped(bytes), written.id, written.period);
  ASSERT_TRUE(file) << file.error().what;
  EXPECT_EQ(file->facts().rows, 23U * 60);
  EXPECT_EQ(file->facts().revision, 3U);
  EXPECT_EQ(file->facts().holes, written.holes);
  EXPECT_EQ(file->facts().writer, "candlewick test");
  EXPECT_EQ(file->facts().sources, (std::vector{archive, rest}));
  const auto rows = file->rows();
  ASSERT_TRUE(rows) << rows.error().what;
  ASSERT_EQ(rows->size(), 3U);
  for (std::size_t i = 0; i < 3; ++i) {
    EXPECT_EQ((*rows)[i].source, parts[i].source);
    EXPECT_EQ((*rows)[i].rows.mark(), parts[i].source.mark());
    EXPECT_EQ((*rows)[i].rows.tier(), core::Tier::kCache);
  }
  EXPECT_EQ(bars_of(*rows), bars_of(parts));
}

TEST(Sealed, WhatWasUntidyIsKeptWithItsSource) {
  const core::Grid grid(core::Interval::k1h);
  const auto tidy = source(core::Origin::kRest, "/api/v3/klines");
  auto untidy = source(core::Origin::kArchive, "data/x.zip");
  untidy.untidy = {.unsorted = 7, .duplicates = 21, .implausible = 1};
  const SealedFacts day = facts(core::Interval::k1h, Period::day(kDay));
  const std::string bytes = encode_sealed(
      day, {{part(grid, {kDay, kDay + 9h}, tidy), part(grid, {kDay + 9h, kDay + 24h}, untidy)}});
  EXPECT_NE(bytes.find("1\t7\t21\t1\n"), std::string::npos);
  const auto file = SealedFile::open(mapped(bytes), day.id, day.period);
  ASSERT_TRUE(file) << file.error().what;
  EXPECT_EQ(file->facts().sources, (std::vector{tidy, untidy}));
  EXPECT_EQ((*file->rows())[1].source.untidy, untidy.untidy);
  const std::string clean = encode_sealed(day, {{part(grid, {kDay, kDay + 24h}, tidy)}});
  EXPECT_EQ(clean.find("untidy"), std::string::npos);
}

TEST(Sealed, BatchesAreReadOneByOne) {
  const core::Grid grid(core::Interval::k1h);
  const auto archive = source(core::Origin::kArchive, "a.zip");
  const Period month = Period::month_with(kDay);
  SealedEncoder encoder;
  std::string bytes;
  std::string written;  // as if it had been written away in between
  std::vector<Sourced> all;
  for (core::UtcTime day = month.range.begin; day < month.range.end; day += core::kDay) {
    const std::vector<Sourced> parts = {
        part(grid, {day, day + 5h}, archive),
        part(grid, {day + 5h, day + core::kDay}, source(core::Origin::kRest, "/r"))};
    encoder.add(parts, bytes);
    all.insert(all.end(), parts.begin(), parts.end());
    written += bytes;
    bytes.clear();
  }
  SealedFacts facts = sealed_test::facts(core::Interval::k1h, month);
  std::move(encoder).finish(facts, bytes);
  written += bytes;

  const auto file = SealedFile::open(mapped(written), facts.id, month);
  ASSERT_TRUE(file) << file.error().what;
  const auto rows = file->rows();
  ASSERT_TRUE(rows) << rows.error().what;
  EXPECT_EQ(bars_of(*rows), bars_of(all));
  const auto some = file->rows({kDay + 3h, kDay + 30h});
  ASSERT_TRUE(some);
  ASSERT_EQ(bars_of(*some).size(), 27U);
  EXPECT_EQ(bars_of(*some).front(), fake::bar_at(kDay + 3h, grid, 1));

  // Damage in a batch that nobody looks at is not this reader's business.
  std::string damaged = written;
  const auto extent = arrow::FileView::open(mapped(written).bytes)->extent(0, 3);
  damaged[extent.offset + 5] ^= 1;
  const auto partly = SealedFile::open(mapped(damaged), facts.id, month);
  ASSERT_TRUE(partly) << partly.error().what;
  EXPECT_FALSE(partly->rows());
  EXPECT_TRUE(partly->rows({kDay + 3h, kDay + 30h}));
}

TEST(Sealed, ADayWithoutASingleBarIsAFileToo) {
  SealedFacts written = facts(core::Interval::k1h, Period::day(kDay));
  written.holes = {{{{kDay, kDay + 24h}, core::Cause::kNoBarAtSource, ""}, false, kDay + 99h}};
  const auto file =
      SealedFile::open(mapped(encode_sealed(written, {})), written.id, written.period);
  ASSERT_TRUE(file) << file.error().what;
  EXPECT_EQ(file->facts().holes, written.holes);
  EXPECT_TRUE(file->rows()->empty());
}

TEST(Sealed, TheSameRowsGiveTheSameBytes) {
  const core::Grid grid(core::Interval::k1h);
  const auto archive = source(core::Origin::kArchive, "a.zip");
  const auto whole = encode_sealed(facts(core::Interval::k1h, Period::day(kDay)),
                                   std::vector{part(grid, {kDay, kDay + 24h}, archive)});
  const auto pieces = encode_sealed(facts(core::Interval::k1h, Period::day(kDay)),
                                    std::vector{part(grid, {kDay, kDay + 7h}, archive),
                                                part(grid, {kDay + 7h, kDay + 24h}, archive)});
  EXPECT_EQ(whole, pieces);
}

TEST(Sealed, EveryFlippedBitAndEveryCutIsNoticed) {
  const core::Grid grid(core::Interval::k15m);
  SealedFacts written = facts(core::Interval::k15m, Period::day(kDay));
  written.holes = {
      {{{kDay + 23h, kDay + 24h}, core::Cause::kNoBarAtSource, "x"}, true, kDay + 50h}};
  const std::string good = encode_sealed(
      written, std::vector{part(grid, {kDay, kDay + 3h}, source(core::Origin::kArchive, "a.zip")),
                           part(grid, {kDay + 3h, kDay + 23h}, source(core::Origin::kRest, "/b"))});
  ASSERT_TRUE(read(good, written));
  std::string bytes = good;
  constexpr std::size_t kStep = base::kSanitized ? 11 : 1;
  for (std::size_t bit = 0; bit < good.size() * 8; bit += kStep) {
    const char flip = static_cast<char>(1 << (bit % 8));
    bytes[bit / 8] ^= flip;
    ASSERT_FALSE(read(bytes, written)) << "bit " << bit % 8 << " of byte " << bit / 8;
    bytes[bit / 8] ^= flip;
  }
  for (std::size_t size = 0; size < good.size(); size += kStep) {
    ASSERT_FALSE(read(good.substr(0, size), written)) << "cut at " << size;
  }
  ASSERT_FALSE(read(good + '\0', written));
}

TEST(Sealed, AMonthWithAFlippedBitIsNoticedToo) {
  const core::Grid grid(core::Interval::k1m);
  const Period month = Period::month_with(kDay);
  SealedFacts written = facts(core::Interval::k1m, month);
  std::string bytes = encode_sealed(
      written, std::vector{part(grid, month.range, source(core::Origin::kArchive, "a.zip"))});
  fake::SeededRandom random(1);
  for (int i = 0; i < 150; ++i) {
    const std::size_t at = random.below(bytes.size());
    const char flip = static_cast<char>(1 << random.below(8));
    bytes[at] ^= flip;
    ASSERT_FALSE(read(bytes, written)) << "byte " << at;
    bytes[at] ^= flip;
  }
  EXPECT_TRUE(read(bytes, written));
}

TEST(Sealed, AFileInAnotherPlaceIsRefused) {
  const core::Grid grid(core::Interval::k1h);
  const SealedFacts written = facts(core::Interval::k1h, Period::day(kDay));
  const std::string bytes = encode_sealed(
      written, std::vector{part(grid, {kDay, kDay + 24h}, source(core::Origin::kArchive, "a"))});
  const auto open = [&](core::SeriesId id, Period period) {
    const auto file = SealedFile::open(mapped(bytes), id, period);
    return file ? std::string() : file.error().what;
  };
  core::SeriesId other = written.id;
  other.symbol = "ETHUSDT";
  EXPECT_EQ(open(written.id, written.period), "");
  EXPECT_EQ(open(other, written.period), "its symbol is 'BTCUSDT', and its path says 'ETHUSDT'");
  EXPECT_NE(open(written.id, Period::day(kDay + 24h)), "");
  EXPECT_NE(open(written.id, Period::month_with(kDay)), "");
  other = written.id;
  other.market = core::Market::kFuturesUsdt;
  EXPECT_NE(open(other, written.period), "");
  other = written.id;
  other.interval = core::Interval::k2h;
  EXPECT_NE(open(other, written.period), "");
}

}  // namespace
}  // namespace wick::store::sealed_test
