#include "sim/fault/edit.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <set>

#include "sim/fault/scenario.hpp"

namespace wick::sim::edit_test {
namespace {

constexpr std::string_view kNames =
    "open_time,open,high,low,close,volume,close_time,quote_volume,count,taker_buy_volume,"
    "taker_buy_quote_volume,ignore";

std::string row(int minute, std::string_view volume = "9.99") {
  const std::string open = std::to_string(1'700'000'000 + minute * 60);
  return open + "000,1.5,2.5,0.5,1.0," + std::string(volume) + "," +
         std::to_string(1'700'000'000 + minute * 60 + 59) + "999,7.0,3,1.0,2.0,0";
}

std::string csv(int rows) {
  std::string text;
  for (int i = 0; i < rows; ++i) text += row(i) + "\n";
  return text;
}

std::shared_ptr<const std::string> shared(std::string text) {
  return std::make_shared<const std::string>(std::move(text));
}

std::string edited(const std::string& text, const std::string& then, std::uint64_t dice = 0) {
  const auto scenario = parse_scenario(R"({"name":"x","rules":[{"then":)" + then + "}]}");
  EXPECT_TRUE(scenario) << (scenario ? "" : scenario.error().what);
  Table table = Table::of_csv(shared(text));
  edit(table, scenario->rules[0].then.content, dice);
  return table.csv();
}

TEST(Table, CsvIsReadAndWrittenBack) {
  for (const std::string& text : {csv(0), csv(1), csv(5), std::string(kNames) + "\n" + csv(3)}) {
    EXPECT_EQ(Table::of_csv(shared(text)).csv(), text);
  }
  EXPECT_EQ(Table::of_csv(shared("1,2\n3,4")).rows.size(), 2U);
}

TEST(Table, KlinesAreReadAndWrittenBack) {
  for (const std::string text : {"[]", R"([[1,"2"]])", R"([[1,"2"],[3,"4"],[5,"6"]])"}) {
    const auto table = Table::of_klines(shared(text));
    ASSERT_TRUE(table);
    EXPECT_EQ(table->klines(), text);
  }
  EXPECT_EQ(Table::of_klines(shared("[[1],[2]]"))->rows.size(), 2U);
  for (const std::string text : {"", "{}", "[", "[[", "[[]", "[1]", "[[1]"}) {
    EXPECT_FALSE(Table::of_klines(shared(text))) << text;
  }
}

TEST(Table, FieldsAreSplitAndJoined) {
  EXPECT_EQ(fields_of("a,,b").size(), 3U);
  EXPECT_EQ(row_of(fields_of("a,,b,")), "a,,b,");
  EXPECT_EQ(row_of(fields_of("")), "");
}

TEST(Edit, DropsRows) {
  EXPECT_EQ(edited(csv(4), R"({"drop_rows":[1,3]})"), row(0) + "\n" + row(3) + "\n");
  EXPECT_EQ(edited(csv(4), R"({"drop_rows":[0.5,1.0]})"), csv(2));
  EXPECT_EQ(edited(csv(4), R"({"drop_rows":[3,1]})"), csv(4));
  EXPECT_EQ(edited(csv(4), R"({"drop_rows":[0,100]})"), "");
}

TEST(Edit, RepeatsRows) {
  EXPECT_EQ(edited(csv(2), R"({"duplicate_rows":[0,1]})"), row(0) + "\n" + csv(2));
}

TEST(Edit, ClosesRowsInTheMiddle) {
  const std::string text = edited(csv(3), R"({"early_close":[1,2]})");
  std::string middle = row(1);
  const std::string close = std::to_string(1'700'000'119) + "999";
  middle.replace(middle.find(close), close.size(), std::to_string(1'700'000'089) + "999");
  EXPECT_EQ(text, row(0) + "\n" + middle + "\n" + row(2) + "\n");
  EXPECT_EQ(edited("a,b,c,d,e,f,g,h\n", R"({"early_close":[0,1]})"), "a,b,c,d,e,f,g,h\n");
}

TEST(Edit, ShufflesRows) {
  const std::string shuffled = edited(csv(50), R"({"unsorted":true})", 3);
  EXPECT_NE(shuffled, csv(50));
  EXPECT_EQ(shuffled, edited(csv(50), R"({"unsorted":true})", 3));
  EXPECT_NE(shuffled, edited(csv(50), R"({"unsorted":true})", 4));
  const Table table = Table::of_csv(shared(shuffled));
  EXPECT_EQ(std::set<std::string_view>(table.rows.begin(), table.rows.end()).size(), 50U);
}

TEST(Edit, CorrectsOneVolume) {
  const std::string once = edited(csv(3), R"({"revision":1})", 4);
  EXPECT_EQ(once, row(0) + "\n" + row(1, "10.00") + "\n" + row(2) + "\n");
  const std::string twice = edited(csv(3), R"({"revision":2})", 4);
  EXPECT_EQ(twice, row(0) + "\n" + row(1, "10.01") + "\n" + row(2) + "\n");
  EXPECT_EQ(edited("", R"({"revision":2})"), "");
}

TEST(Edit, NamesOrUnnamesTheColumns) {
  const std::string named = std::string(kNames) + "\n" + csv(2);
  EXPECT_EQ(edited(csv(2), R"({"header":true})"), named);
  EXPECT_EQ(edited(named, R"({"header":true})"), named);
  EXPECT_EQ(edited(named, R"({"header":false})"), csv(2));
}

TEST(Edit, ChangesTheUnitThereAndBack) {
  const std::string micros = edited(csv(2), R"({"unit":"us"})");
  EXPECT_TRUE(micros.starts_with("1700000000000000,1.5,2.5,0.5,1.0,9.99,1700000059999999,7.0,"));
  EXPECT_EQ(edited(micros, R"({"unit":"us"})"), micros);
  EXPECT_EQ(edited(micros, R"({"unit":"ms"})"), csv(2));
}

TEST(Edit, AddsAColumn) {
  EXPECT_EQ(edited(csv(1), R"({"extra_column":true})"), row(0) + ",0\n");
  EXPECT_TRUE(edited(csv(1), R"({"extra_column":true,"header":true})")
                  .starts_with(std::string(kNames) + ",extra\n"));
}

TEST(Edit, PutsInAbsurdNumbers) {
  const std::string absurd = edited(csv(60), R"({"absurd_numbers":true})");
  for (const char* number : {",NaN,", ",-1.0,", ",1e400,", ",,", ",0x10,"}) {
    EXPECT_NE(absurd.find(number), std::string::npos) << number;
  }
  const Table before = Table::of_csv(shared(csv(60)));
  const Table after = Table::of_csv(shared(absurd));
  int changed = 0;
  for (std::size_t i = 0; i < 60; ++i) changed += before.rows[i] == after.rows[i] ? 0 : 1;
  EXPECT_EQ(changed, 6);
}

TEST(Edit, KlinesKeepTheirQuotes) {
  const auto scenario =
      parse_scenario(R"({"name":"x","rules":[{"then":{"revision":1,"absurd_numbers":true}}]})");
  ASSERT_TRUE(scenario);
  auto table = Table::of_klines(
      shared(R"([[1700000000000,"1","1","1","1","9.9",1700000059999,"0",0,"0","0","0"]])"));
  edit(*table, scenario->rules[0].then.content, 0);
  EXPECT_EQ(table->klines(),
            R"([[1700000000000,"NaN","1","1","1","10.0",1700000059999,"0",0,"0","0","0"]])");
}

TEST(Edit, WithoutAVolumeARevisionIsOfAWickOrOfTheLastNumber) {
  EXPECT_EQ(edited("1,0.5,0.7,0.4,0.6,0,2,0,60,0,0,0\n", R"({"revision":1})"),
            "1,0.5,0.8,0.4,0.6,0,2,0,60,0,0,0\n");
  EXPECT_EQ(edited("1,-0.5,-0.3,-0.9,-0.6,0,2,0,12,0,0,0\n", R"({"revision":1})"),
            "1,-0.5,-0.3,-1.0,-0.6,0,2,0,12,0,0,0\n");
  EXPECT_EQ(edited("1,-0.5,-0.3,-9.9,-0.6,0,2,0,12,0,0,0\n", R"({"revision":1})"),
            "1,-0.5,-0.3,-10.0,-0.6,0,2,0,12,0,0,0\n");
  EXPECT_EQ(edited("1700,8,0.00010000\n", R"({"revision":2})"), "1700,8,0.00010002\n");
}

TEST(Edit, ShortRowsAreLeftAlone) {
  EXPECT_EQ(edited("1,2\n", R"({"revision":1,"unit":"us","absurd_numbers":true})"), "1,2\n");
}

}  // namespace
}  // namespace wick::sim::edit_test
