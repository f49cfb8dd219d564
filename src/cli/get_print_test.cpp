#include "cli/get_print.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>

#include "cli/bar_arrow.hpp"
#include "cli/bar_text.hpp"

namespace wick::cli::get_print_test {
namespace {

using core::midnight;
using namespace std::chrono_literals;

core::SeriesId series(const char* symbol) {
  return {core::Provider::kBinance, core::Market::kSpot, core::ChartType::kKlines, symbol,
          core::Interval::k1m};
}

Answered answered(const char* symbol, int bars) {
  Answered one{.id = series(symbol), .answer = {}};
  core::ChunkBuilder rows;
  for (int i = 0; i < bars; ++i) {
    rows.push({.open_time = midnight(2024, 1, 1) + i * 1min, .open = i + 0.5, .high = i + 1.0});
  }
  one.answer.series.add(std::move(rows).finish(core::Tier::kBulk, {}));
  return one;
}

GetRequest request(Format format, const std::vector<Answered>& answers) {
  GetRequest asked;
  for (const Answered& one : answers) asked.series.push_back(one.id);
  asked.range = {midnight(2024, 1, 1), midnight(2025, 1, 1)};
  asked.format = format;
  return asked;
}

std::string printed(Format format, const std::vector<Answered>& answers,
                    const PrintStyle& style = {}) {
  char* text = nullptr;
  std::size_t size = 0;
  Shell shell;
  shell.out = ::open_memstream(&text, &size);
  Output output(shell, "");
  EXPECT_TRUE(print(answers, request(format, answers), style, output));
  std::fclose(shell.out);
  std::string copy(text, size);
  std::free(text);
  return copy;
}

TEST(GetPrint, BlocksJoinToTheWhole) {
  const std::vector<Answered> answers = {answered("X", 20'000), answered("Y", 3)};
  std::string whole;
  const RowStyle style{.with_symbol = true};
  append_csv_header(whole, style);
  for (const Answered& one : answers) {
    append_csv(whole, one.answer.series.chunks().front(), one.id.symbol, style);
  }
  ASSERT_GT(whole.size(), std::size_t{1} << 20U) << "more than a block";
  EXPECT_EQ(printed(Format::kCsv, answers), whole);
}

TEST(GetPrint, ArrowIsBatchesOfManyRows) {
  const std::vector<Answered> answers = {answered("X", 70'000)};
  const core::Chunk& chunk = answers[0].answer.series.chunks().front();
  for (const auto& [format, form] : {std::pair{Format::kArrow, arrow::Form::kFile},
                                     std::pair{Format::kArrowStream, arrow::Form::kStream}}) {
    BarArrow bars(
        {.form = form, .with_final = true},
        arrow_metadata(
            {.series = {answers[0].id}, .range = request(format, answers).range, .missing = {{}}}));
    std::string whole;
    bars.begin(whole);
    bars.add(chunk.rows(0, kArrowBatchRows), "X", whole);
    bars.add(chunk.rows(kArrowBatchRows, 70'000), "X", whole);
    bars.end(whole);
    EXPECT_TRUE(printed(format, answers, {.with_final = true}) == whole);
  }
}

TEST(GetPrint, WithoutBarsThereIsAHeaderADocumentOrNothing) {
  const std::vector<Answered> nothing = {{.id = series("X"), .answer = {}}};
  EXPECT_TRUE(printed(Format::kCsv, nothing, {.with_final = true}).ends_with(",source,final\n"));
  EXPECT_NE(printed(Format::kJson, nothing).find("\"rows\":0,"), std::string::npos);
  EXPECT_TRUE(printed(Format::kArrow, nothing).ends_with("ARROW1"));
  EXPECT_EQ(printed(Format::kTable, nothing), "");
  EXPECT_EQ(printed(Format::kChart, nothing), "");
}

TEST(GetPrint, EverySymbolHasItsDocumentItsTableAndItsChart) {
  const std::vector<Answered> answers = {answered("X", 2), answered("Y", 3)};
  const std::string json = printed(Format::kJson, answers, {.bars = false});
  EXPECT_EQ(std::ranges::count(json, '\n'), 2);
  EXPECT_EQ(json.find("\"bars\""), std::string::npos);
  for (const Format format : {Format::kTable, Format::kChart}) {
    const std::string text = printed(format, answers);
    EXPECT_LT(text.find("binance spot X 1m"), text.find("binance spot Y 1m"));
    EXPECT_NE(text.find("binance spot Y 1m"), std::string::npos);
  }
}

}  // namespace
}  // namespace wick::cli::get_print_test
