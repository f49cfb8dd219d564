#include "venue/binance/kline_page.hpp"

#include <gtest/gtest.h>

#include <random>
#include <vector>

#include "venue/binance/kline_json.hpp"

namespace wick::venue::binance::kline_page_test {
namespace {

using core::midnight;

const KlineRules kDay{core::Grid(core::Interval::k1h), core::day_of(midnight(2023, 10, 27))};

constexpr std::string_view kPage =
    R"([[1698364800000,"34151.66000000","34171.28","33972.39","34015.27","908.279",1698368399999,)"
    R"("30937869.62302600",41459,"416.48838","14187002.7005506","0"],)"
    R"([1698368400000,"34015.27","34100.00","34000.1","34050","0.00000000",1698371999999,)"
    R"("0",0,"0.00000000","123456789012.12345678","17928899.62484339"]])";

std::vector<core::Bar> bars_of(Klines klines) {
  const auto chunk = std::move(klines.rows).finish(core::Tier::kRest, {});
  std::vector<core::Bar> bars;
  for (std::size_t row = 0; row < chunk.size(); ++row) bars.push_back(chunk.bar(row));
  return bars;
}

// The same page with a space that this reader does not know, so that the JSON parser reads it.
base::Result<Klines> by_parser(std::string_view text) {
  return parse_kline_json(" " + std::string(text), kDay);
}

TEST(KlinePage, ReadsWhatTheParserReads) {
  auto page = read_kline_page(kPage, kDay);
  ASSERT_TRUE(page);
  EXPECT_EQ(page->rows.size(), 2U);
  EXPECT_EQ(bars_of(*std::move(page)), bars_of(*by_parser(kPage)));
}

TEST(KlinePage, AnythingUnusualIsLeftToTheParser) {
  EXPECT_FALSE(read_kline_page("", kDay));
  EXPECT_FALSE(read_kline_page("[", kDay));
  EXPECT_FALSE(read_kline_page("[]", kDay));
  EXPECT_FALSE(read_kline_page(" " + std::string(kPage), kDay));
  EXPECT_FALSE(read_kline_page(std::string(kPage) + "\n", kDay));
  for (std::size_t size = 0; size < kPage.size(); ++size) {
    EXPECT_FALSE(read_kline_page(std::string(kPage.substr(0, size)), kDay)) << size;
  }
}

// Whatever it accepts, the parser accepts, with the same rows; one character is put wrong, left
// out or put in, at every place.
void expect_no_disagreement(const std::string& text, std::size_t& read) {
  auto page = read_kline_page(text, kDay);
  if (!page) return;
  ++read;
  auto parsed = by_parser(text);
  ASSERT_TRUE(parsed) << text << ": " << parsed.error().what;
  EXPECT_EQ(page->untidy.implausible, parsed->untidy.implausible);
  EXPECT_EQ(page->untidy.duplicates, parsed->untidy.duplicates);
  EXPECT_EQ(bars_of(*std::move(page)), bars_of(*std::move(parsed))) << text;
}

TEST(KlinePage, NeverAcceptsWhatTheParserRefuses) {
  std::size_t read = 0;
  for (std::size_t at = 0; at < kPage.size(); ++at) {
    for (const char c : std::string_view("0159.,-+eE\"[]{}\\ \n\x80\xff")) {
      std::string text(kPage);
      text[at] = c;
      expect_no_disagreement(text, read);
      text = kPage;
      text.insert(at, 1, c);
      expect_no_disagreement(text, read);
    }
    std::string text(kPage);
    text.erase(at, 1);
    expect_no_disagreement(text, read);
  }
  EXPECT_GT(read, 500U);
}

TEST(KlinePage, AgreesOnRandomRows) {
  std::mt19937_64 random(5);
  std::size_t read = 0;
  const auto decimal = [&] {
    std::string text = std::to_string(random() >> (random() % 60));
    if (random() % 4 != 0) text += "." + std::to_string(random() % 100'000'000);
    return ",\"" + text + "\"";
  };
  for (int round = 0; round < 2'000; ++round) {
    std::string text = "[";
    for (std::int64_t hour = 0; hour < 4; ++hour) {
      const std::int64_t open = 1698364800000 + hour * 3'600'000;
      text += (hour == 0 ? "[" : ",[") + std::to_string(open);
      for (int i = 0; i < 5; ++i) text += decimal();
      text += "," + std::to_string(open + 3'599'999) + decimal() + ",7" + decimal() + decimal() +
              ",\"0\"]";
    }
    expect_no_disagreement(text + "]", read);
  }
  EXPECT_EQ(read, 2'000U);
}

}  // namespace
}  // namespace wick::venue::binance::kline_page_test
