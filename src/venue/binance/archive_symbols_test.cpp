#include "venue/binance/archive_symbols.hpp"

#include <gtest/gtest.h>

#include "venue/binance/scripted_web_test.hpp"

namespace wick::venue::binance::archive_symbols_test {
namespace {

using core::Market;

const std::string kFolder = "data/futures/um/daily/klines/";

std::string page(const std::vector<std::string>& symbols, const std::string& next = "") {
  std::string xml = "<ListBucketResult><IsTruncated>";
  xml += next.empty() ? "false</IsTruncated>"
                      : "true</IsTruncated><NextMarker>" + kFolder + next + "/</NextMarker>";
  for (const std::string& symbol : symbols) {
    xml += "<CommonPrefixes><Prefix>" + kFolder + symbol + "/</Prefix></CommonPrefixes>";
  }
  return xml + "</ListBucketResult>";
}

class Folders : public testing::Test {
 protected:
  base::Result<std::vector<std::string>> find() {
    ArchiveSymbols search(web, endpoints, Market::kFuturesUsdt);
    for (int step = 0; step < 100; ++step) {
      if (auto found = search.step()) return *std::move(found);
    }
    return base::Error{base::ErrorKind::kUnavailable, "it does not end"};
  }

  std::vector<Scripted> answers;
  ScriptedWeb web{[this](const std::string&) {
    const std::size_t turn = web.urls.size() - 1;
    return answers.at(std::min(turn, answers.size() - 1));
  }};
  Endpoints endpoints{.listing = {"http://list/bucket", "http://other/bucket"}};
};

TEST_F(Folders, OnePageAfterTheOther) {
  answers = {{.body = page({"AUSDT", "BUSDT"}, "BUSDT")}, {.body = page({"CUSDT_240628"})}};
  const auto found = find();
  ASSERT_TRUE(found) << found.error().what;
  EXPECT_EQ(*found, (std::vector<std::string>{"AUSDT", "BUSDT", "CUSDT_240628"}));
  EXPECT_EQ(web.urls, (std::vector<std::string>{
                          "http://list/bucket?delimiter=/&prefix=data/futures/um/daily/klines/",
                          "http://list/bucket?delimiter=/&prefix=data/futures/um/daily/klines/"
                          "&marker=data/futures/um/daily/klines/BUSDT/"}));
}

TEST_F(Folders, NamesThatNobodyCanAskForArePassedOver) {
  const std::string coin = "\xe5\xb8\x81USDT";
  answers = {{.body = page({"AUSDT", "b", "C.D", coin}, coin)}, {.body = page({"AUSDT"})}};
  const auto found = find();
  ASSERT_TRUE(found) << found.error().what;
  EXPECT_EQ(*found, std::vector<std::string>{"AUSDT"});
  EXPECT_TRUE(web.urls[1].ends_with("klines/%E5%B8%81USDT/")) << web.urls[1];
}

TEST_F(Folders, PagesThatDoNotGoOnAreAnError) {
  answers = {{.body = page({"AUSDT"}, "AUSDT")}};
  const auto found = find();
  ASSERT_FALSE(found);
  EXPECT_EQ(found.error().what, "the listing of data/futures/um/daily/klines/ does not go on");
  EXPECT_EQ(web.urls.size(), 2U);
}

TEST_F(Folders, AnAnswerIsWholeOrNone) {
  answers = {{.body = page({"AUSDT"}, "AUSDT")}, {.status = 403}};
  const auto found = find();
  ASSERT_FALSE(found);
  EXPECT_EQ(found.error().kind, base::ErrorKind::kUnauthorized);
  EXPECT_EQ(web.urls.size(), 3U) << "the other host was asked, too";
  answers = {{.body = "<html>"}};
  web.urls.clear();
  EXPECT_FALSE(find());
}

TEST_F(Folders, AnEmptyArchiveHasNone) {
  answers = {{.body = page({})}};
  const auto found = find();
  ASSERT_TRUE(found);
  EXPECT_TRUE(found->empty());
}

}  // namespace
}  // namespace wick::venue::binance::archive_symbols_test
