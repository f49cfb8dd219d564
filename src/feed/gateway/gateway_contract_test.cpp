// The gateway's feed keeps the contract of feeds, before a gateway as docs/formats/gateway.md has
// it.
#include <gtest/gtest.h>

#include <charconv>
#include <map>
#include <set>

#include "codec/decimal.hpp"
#include "fake/feed_contract.hpp"
#include "fake/web.hpp"
#include "fake/websocket.hpp"
#include "feed/gateway/feed.hpp"

namespace wick::feed::gateway::gateway_contract_test {
namespace {

using namespace std::chrono_literals;

constexpr const char* kUrl = "http://gateway";
constexpr std::size_t kDepth = 300;  // bars of a page

std::int64_t millis(core::UtcTime at) {
  return core::millis_of(at);
}

std::string number(double value) {
  std::string out;
  codec::append_shortest(out, value);
  return out;
}

std::string row(const core::HistoryBar& bar) {
  std::string out = '[' + std::to_string(millis(bar.open_time));
  for (const auto side : {&core::Quote::bid, &core::Quote::ask}) {
    for (const core::Quote& quote : {bar.open, bar.high, bar.low, bar.close}) {
      out += ',' + number(quote.*side);
    }
  }
  return out + ',' + number(bar.volume) + ']';
}

std::string listed(const std::vector<std::string>& items) {
  std::string out;
  for (const std::string& item : items) out += (out.empty() ? "" : ",") + item;
  return '[' + out + ']';
}

// What stands behind `name=` in a query, with %2F read as a slash.
std::string parameter(const std::string& url, const std::string& name) {
  const std::size_t at = url.find(name + '=') + name.size() + 1;
  std::string value = url.substr(at, url.find('&', at) - at);
  if (const auto slash = value.find("%2F"); slash != std::string::npos)
    value.replace(slash, 3, "/");
  return value;
}

core::UtcTime time_in(const std::string& url, const std::string& name) {
  const std::string text = parameter(url, name);
  std::int64_t value = 0;
  std::from_chars(text.data(), text.data() + text.size(), value);
  return core::UtcTime{std::chrono::milliseconds{value}};
}

class Gateway final : public fake::WebSocketServer, public fake::Site {
 public:
  explicit Gateway(fake::World& world) : world_(world) { beat(); }

  void connected(const std::string& /*url*/, std::shared_ptr<fake::WebSocketPeer> one) override {
    peer = std::move(one);
    wanted_.clear();
    silent = false;
  }
  void received(const std::string& text, fake::WebSocketPeer& from) override {
    if (&from != peer.get() || silent) return;
    const auto before = std::exchange(wanted_, {});
    std::vector<std::string> taken, refusals;
    for (const std::string& name : names_in(text)) {
      if (unknown.contains(name)) {
        refusals.push_back(R"({"instrument":")" + name + R"(","text":"no such instrument"})");
      } else {
        wanted_.insert(name);
        taken.push_back('"' + name + '"');
      }
    }
    say(R"({"subscribed":)" + listed(taken) + R"(,"refused":)" + listed(refusals) + '}');
    tell_session();
    for (const std::string& name : wanted_) {
      if (!before.contains(name) && last_.contains(name)) say(last_.at(name));
    }
  }
  fake::WebOutcome answer(const port::HttpRequest& request, core::Now now) override {
    if (away) return {.headers = {}, .body = {}, .reset = true};
    if (request.url.ends_with("/v1/instruments")) {
      return {.headers = {}, .body = R"({"now":1709640000000,"instruments":[]})"};
    }
    const std::string name = parameter(request.url, "instrument");
    if (unknown.contains(name)) return complaint(404, "no_data", "No data found");
    if (!ready) {
      return complaint(503, "not_ready", "PriceHistoryCommunicator is not ready");
    }
    return page(name, {time_in(request.url, "from"), time_in(request.url, "to")}, now.utc);
  }

  void quote(const std::string& symbol, double bid, double ask) {
    const core::UtcTime now = world_.now().utc;
    auto& [minute, count] = counts_[symbol];
    if (std::exchange(minute, std::chrono::floor<std::chrono::minutes>(now)) != minute) count = 0;
    last_[symbol] = R"({"tick":[")" + symbol + "\"," + std::to_string(millis(now)) + ',' +
                    number(bid) + ',' + number(ask) + ',' + std::to_string(++count) + "]}";
    if (wanted_.contains(symbol)) say(last_.at(symbol));
  }
  void tell_session() {
    say(std::string(R"({"session":")") + (open ? "open" : "closed") + R"(","now":)" +
        std::to_string(millis(world_.now().utc)) + '}');
  }
  void cut() {
    if (peer) peer->cut("connection reset");
    peer.reset();
    wanted_.clear();
  }

  bool away{false}, silent{false}, open{true}, ready{true};
  std::set<std::string> unknown;
  std::map<std::string, std::vector<core::HistoryBar>> pasts;
  std::shared_ptr<fake::WebSocketPeer> peer;

 private:
  static std::vector<std::string> names_in(const std::string& text) {
    std::vector<std::string> names;
    std::size_t at = text.find('[');
    for (at = text.find('"', at); at != std::string::npos; at = text.find('"', at)) {
      const std::size_t end = text.find('"', at + 1);
      names.push_back(text.substr(at + 1, end - at - 1));
      at = end + 1;
    }
    return names;
  }
  static fake::WebOutcome complaint(int status, const std::string& error, const std::string& text) {
    return {.status = status,
            .headers = {},
            .body = R"({"error":")" + error + R"(","text":")" + text + "\"}"};
  }
  // The newest bars of the range.
  fake::WebOutcome page(const std::string& name, core::TimeRange range, core::UtcTime now) {
    std::vector<std::string> rows;
    for (const core::HistoryBar& bar : pasts[name]) {
      if (range.contains(bar.open_time)) rows.push_back(row(bar));
    }
    const bool more = rows.size() > kDepth;
    if (more) rows.erase(rows.begin(), rows.end() - static_cast<std::ptrdiff_t>(kDepth));
    return {.headers = {},
            .body = R"({"instrument":")" + name + R"(","timeframe":"m1","now":)" +
                    std::to_string(millis(now)) + R"(,"depth":300,"more":)" +
                    (more ? "true" : "false") + R"(,"bars":)" + listed(rows) + '}'};
  }
  void say(const std::string& text) {
    if (peer && !silent) peer->push(text);
  }
  void beat() {
    if (!wanted_.empty()) tell_session();
    world_.after(5s, [this] { beat(); });
  }

  fake::World& world_;
  std::set<std::string> wanted_;
  std::map<std::string, std::string> last_;  // as it was told
  std::map<std::string, std::pair<core::UtcTime, int>> counts_;
};

class Stage final : public fake::FeedStage {
 public:
  Stage() {
    web_.attach(kUrl, gateway_);
    feed_ = *Feed::open(sockets_, web_, {.url = kUrl, .seed = 11});
  }
  fake::World& world() override { return world_; }
  port::Feed& feed() override { return *feed_; }

  void quote(const std::string& symbol, double bid, double ask) override {
    gateway_.quote(symbol, bid, ask);
  }
  void cut() override { gateway_.cut(); }
  void leave() override {
    sockets_.refuse(true);
    gateway_.away = true;
    gateway_.cut();
  }
  void come_back() override {
    sockets_.refuse(false);
    gateway_.away = false;
  }
  void fall_silent() override { gateway_.silent = true; }
  void close_market() override { trade(false); }
  void open_market() override { trade(true); }
  void refuse(const std::string& symbol) override { gateway_.unknown.insert(symbol); }
  void past(const std::string& symbol, std::vector<core::HistoryBar> bars) override {
    gateway_.pasts[symbol] = std::move(bars);
  }
  void history_not_ready() override { gateway_.ready = false; }
  void history_ready() override { gateway_.ready = true; }

 private:
  void trade(bool open) {
    gateway_.open = open;
    gateway_.tell_session();
  }

  fake::World world_{11, core::midnight(2024, 3, 5)};
  Gateway gateway_{world_};
  fake::WebSockets sockets_{world_, gateway_};
  fake::Web web_{world_};
  std::unique_ptr<Feed> feed_;
};

class GatewayContract : public testing::TestWithParam<fake::FeedCase> {};

TEST_P(GatewayContract, Holds) {
  Stage stage;
  EXPECT_EQ(GetParam().play(stage), "");
}

INSTANTIATE_TEST_SUITE_P(, GatewayContract, testing::ValuesIn(fake::feed_contract({.ends = false})),
                         [](const auto& one) { return std::string(one.param.name); });

}  // namespace
}  // namespace wick::feed::gateway::gateway_contract_test
