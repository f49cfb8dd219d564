// The candle files keep what the contract of feeds says about history.
#include <gtest/gtest.h>

#include <algorithm>

#include "fake/feed_contract.hpp"
#include "fake/web.hpp"
#include "venue/fxcm/broker_files_test.hpp"
#include "venue/fxcm/candle_files.hpp"
#include "venue/fxcm/quote_history.hpp"

namespace wick::venue::fxcm::quote_history_contract_test {
namespace {

using namespace std::chrono_literals;

constexpr core::Micros kAge = 21 * core::kDay;  // of what is published
// A Sunday evening, so that what came before is in two files.
const core::UtcTime kNewest = core::midnight(2024, 2, 11) + 20h;

// Each week of a pair is a file, if there is anything in it.
class Files final : public fake::Site {
 public:
  fake::WebOutcome answer(const port::HttpRequest& request, core::Now /*now*/) override {
    if (!ready) return {.status = 503, .headers = {}, .body = "later"};
    const auto file = files_.find(request.url);
    if (file == files_.end()) return {.status = 404, .headers = {}, .body = "nothing here"};
    return {.status = 200, .headers = {}, .body = fake::packed(kHeader + file->second)};
  }

  // A week that is cut short would not be settled as a whole, so it has a bar at either end.
  void add(const std::string& pair, const std::vector<core::HistoryBar>& bars) {
    core::UtcTime week{};
    for (const core::HistoryBar& bar : bars) {
      const core::UtcTime begin = trading_week_of(bar.open_time).begin;
      const bool is_new = std::exchange(week, begin) != begin;
      if (is_new) add_row(pair, begin, BrokerFiles::minute_bar(begin + 24h));
      add_row(pair, begin, bar);
      if (is_new) add_row(pair, begin, BrokerFiles::minute_bar(begin + 141h));
    }
  }

  bool ready{true};

 private:
  static inline const std::string kHeader =
      "DateTime,BidOpen,BidHigh,BidLow,BidClose,AskOpen,AskHigh,AskLow,AskClose\n";

  void add_row(const std::string& pair, core::UtcTime week, const core::HistoryBar& bar) {
    const IsoWeek number = iso_week_of(week);
    files_["http://a/m1/" + pair + '/' + std::to_string(number.year) + '/' +
           std::to_string(number.week) + ".csv.gz"] += BrokerFiles::row_of(bar);
  }

  std::map<std::string, std::string> files_;
};

// Nothing is heard, and nothing is ever lost.
class Silence final : public port::Feed {
 public:
  explicit Silence(port::FeedHistory& history) : history_(history) {}
  void subscribe(std::vector<std::string> /*symbols*/) override {}
  void step(core::Now now, std::vector<port::FeedEvent>& out) override {
    if (std::exchange(open_, true)) return;
    out.emplace_back(port::FeedTurn{port::FeedState::kOpen, now.utc, "there are files"});
  }
  [[nodiscard]] core::MonoTime wake() const override { return core::MonoTime::max(); }
  [[nodiscard]] port::FeedHistory* history() override { return &history_; }

 private:
  port::FeedHistory& history_;
  bool open_{};
};

class Stage final : public fake::FeedStage {
 public:
  Stage() { web_.attach("http://a", files_); }
  fake::World& world() override { return world_; }
  port::Feed& feed() override { return feed_; }
  void quote(const std::string& /*symbol*/, double /*bid*/, double /*ask*/) override {}
  void cut() override {}
  void leave() override {}
  void come_back() override {}
  void past(const std::string& symbol, std::vector<core::HistoryBar> bars) override {
    std::string pair = symbol;
    std::erase(pair, '/');
    files_.add(pair, bars);
  }
  void history_not_ready() override { files_.ready = false; }
  void history_ready() override { files_.ready = true; }
  [[nodiscard]] std::vector<std::string> symbols() const override {
    return {"EUR/USD", "GBP/USD", "USD/JPY"};
  }
  [[nodiscard]] core::Micros history_lag() const override { return kAge; }
  [[nodiscard]] bool history_has_volume() const override { return false; }

 private:
  fake::World world_{11, kNewest + kAge};
  Files files_;
  fake::Web web_{world_};
  QuoteHistory history_{{.http = &web_, .workers = &world_}, {.hosts = {"http://a"}}};
  Silence feed_{history_};
};

class FxcmQuoteHistoryContract : public testing::TestWithParam<fake::FeedCase> {};

TEST_P(FxcmQuoteHistoryContract, Holds) {
  Stage stage;
  EXPECT_EQ(GetParam().play(stage), "");
}

INSTANTIATE_TEST_SUITE_P(, FxcmQuoteHistoryContract,
                         testing::ValuesIn(fake::feed_contract({.quotes = false,
                                                                .loses = false,
                                                                .tells_market = false,
                                                                .notices_silence = false,
                                                                .refuses = false,
                                                                .ends = false})),
                         [](const auto& one) { return std::string(one.param.name); });

}  // namespace
}  // namespace wick::venue::fxcm::quote_history_contract_test
