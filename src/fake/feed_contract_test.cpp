// The contract is held against a plain feed that keeps it, and against that feed with one fault at
// a time: each fault must be found.
#include "fake/feed_contract.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <deque>
#include <map>
#include <set>

namespace wick::fake::feed_contract_test {
namespace {

using namespace std::chrono_literals;
using port::FeedEvent;
using port::FeedState;

enum class Fault {
  kNone,
  kTickBeforeOpening,
  kOldNumbers,
  kBreakOnChange,
  kLateLoss,
  kNeverBack,
  kForgetsWhatWasSubscribed,
  kTellsTwice,
  kStaleWake,
  kUnboundedStep,
  kSpins,
  kTalksAfterTheEnd,
  kRefusesAll,
  kDeafToTheMarket,
  kDeafToDoubt,
  kAnswersOutsideTheRange,
  kDescends,
  kSettlesTooMuch,
  kNotReadyForGood,
  kHangsAfterALoss,
};

// Venue and feed in one: what the venue does lies in `wire` until a step takes it.
struct Plain final : port::Feed, port::FeedHistory {
  Plain(World& w, Fault f) : world(w), fault(f) {}
  struct Question {
    port::FeedHistoryAsk ask;
    port::Promise<base::Result<port::FeedHistoryPage>> promise;
  };

  void subscribe(std::vector<std::string> symbols) override {
    old = names;
    names = std::move(symbols);
    if (fault == Fault::kBreakOnChange && up) lose("resubscribing", world.now().utc);
    untold_refusals = true;
  }
  [[nodiscard]] bool is(Fault one) const { return fault == one; }
  void lose(const std::string& why, core::UtcTime at) {
    up = false;
    if (is(Fault::kLateLoss)) at = world.now().utc + 1h;
    queue.emplace_back(port::FeedTurn{FeedState::kDown, at, why});
    retry = world.now().mono + 3s;
    if (is(Fault::kNeverBack)) retry = core::MonoTime::max();
    if (is(Fault::kForgetsWhatWasSubscribed)) names.clear();
    for (auto& one : questions) {
      if (is(Fault::kHangsAfterALoss))
        forever.push_back(std::move(one));
      else
        one.promise.fulfil(base::Error{base::ErrorKind::kUnavailable, "lost"});
    }
    questions.clear();
  }
  void connect() {
    silent = false;
    up = true;
    told = market;
    if (is(Fault::kTickBeforeOpening)) queue.emplace_back(port::FeedTick{0, {}});
    queue.emplace_back(port::FeedTurn{market, world.now().utc, "connected"});
  }
  void quote(const std::string& symbol, double bid, double ask) {
    if (!up || silent) return;
    const std::vector<std::string>& known = is(Fault::kOldNumbers) && !old.empty() ? old : names;
    const auto at = std::ranges::find(known, symbol);
    if (at == known.end()) return;
    const core::UtcTime now = world.now().utc;
    const core::Tick tick{.time = now, .received = now, .bid = bid, .ask = ask};
    wire.emplace_back(symbol, tick);
    if (is(Fault::kTellsTwice)) wire.emplace_back(symbol, tick);
  }
  void step(core::Now now, std::vector<FeedEvent>& out) override {
    if (ended) {
      if (is(Fault::kTalksAfterTheEnd)) out.emplace_back(port::FeedNote{"by the way"});
      return;
    }
    if (!up && venue_there && now.mono >= retry) connect();
    if (!up && now.mono >= retry) retry = now.mono + 10s;
    if (up && silent && now.mono >= silent_since + 30s) lose("silence", silent_at);
    if (up && told != market && !is(Fault::kDeafToTheMarket)) {
      told = market;
      queue.emplace_back(port::FeedTurn{market, now.utc, "the market"});
    }
    refuse_what_is_not();
    for (; !queue.empty(); queue.pop_front()) out.push_back(std::move(queue.front()));
    take_ticks(out);
    if (ending) {
      ended = true;
      out.emplace_back(port::FeedEnd{});
    }
  }
  void refuse_what_is_not() {
    if (!up || !std::exchange(untold_refusals, false)) return;
    for (std::size_t i = 0; i < names.size(); ++i) {
      if (!refused.contains(names[i]) && !is(Fault::kRefusesAll)) continue;
      queue.emplace_back(port::FeedRefusal{i, {base::ErrorKind::kInvalid, "no such symbol"}});
    }
  }
  void take_ticks(std::vector<FeedEvent>& out) {
    for (std::size_t n = 0; n < (is(Fault::kUnboundedStep) ? 1'000'000U : 500U); ++n) {
      if (wire.empty()) return;
      const auto at = std::ranges::find(names, wire.front().first);
      const auto number = static_cast<std::size_t>(at - names.begin());
      if (up && at != names.end()) out.emplace_back(port::FeedTick{number, wire.front().second});
      if (is(Fault::kOldNumbers)) out.emplace_back(port::FeedTick{99, wire.front().second});
      wire.pop_front();
    }
  }
  [[nodiscard]] core::MonoTime wake() const override {
    if (is(Fault::kSpins)) return core::MonoTime::min();
    if (!wire.empty() || (up && !questions.empty())) {
      return world.now().mono + (is(Fault::kStaleWake) ? 1h : 0h);
    }
    return up ? world.now().mono + 1s : retry;
  }

  [[nodiscard]] port::FeedHistory* history() override { return this; }
  [[nodiscard]] port::Pending<base::Result<port::FeedHistoryPage>> ask(
      const port::FeedHistoryAsk& ask) override {
    auto [promise, pending] = port::Promise<base::Result<port::FeedHistoryPage>>::make();
    questions.push_back({ask, std::move(promise)});
    return std::move(pending);
  }
  void step(core::Now) override {
    if (!up) return;
    for (auto& one : questions) one.promise.fulfil(page(one.ask));
    questions.clear();
  }
  [[nodiscard]] base::Result<port::FeedHistoryPage> page(const port::FeedHistoryAsk& ask) const {
    if (!ready) {
      const bool worse = is(Fault::kNotReadyForGood);
      return base::Error{worse ? base::ErrorKind::kUnsupported : base::ErrorKind::kUnavailable,
                         "not ready"};
    }
    if (refused.contains(ask.symbol)) return base::Error{base::ErrorKind::kInvalid, "no such"};
    port::FeedHistoryPage answer{.bars = {}, .settled = ask.range};
    const auto found = pasts.find(ask.symbol);
    if (found == pasts.end()) return answer;
    for (const auto& bar : found->second) {
      const bool wanted = ask.range.contains(bar.open_time) || is(Fault::kAnswersOutsideTheRange);
      if (wanted) answer.bars.push_back(bar);
    }
    if (answer.bars.size() > 300) {
      answer.bars.erase(answer.bars.begin(), answer.bars.end() - 300);
      if (!is(Fault::kSettlesTooMuch)) answer.settled.begin = answer.bars.front().open_time;
    }
    if (is(Fault::kDescends)) std::ranges::reverse(answer.bars);
    return answer;
  }
  void doubt(core::Now now) override {
    if (up && !is(Fault::kDeafToDoubt)) lose("doubt", now.utc);
  }

  World& world;
  Fault fault;
  std::vector<std::string> names, old;
  std::deque<FeedEvent> queue;
  std::deque<std::pair<std::string, core::Tick>> wire;
  std::vector<Question> questions, forever;
  std::map<std::string, std::vector<core::HistoryBar>> pasts;
  std::set<std::string> refused;
  core::MonoTime retry{}, silent_since{};
  core::UtcTime silent_at{};
  FeedState market{FeedState::kOpen}, told{};
  bool up{}, venue_there{true}, silent{}, ending{}, ended{}, ready{true}, untold_refusals{};
};

class PlainStage final : public FeedStage {
 public:
  explicit PlainStage(Fault fault) : feed_(world_, fault) {}
  World& world() override { return world_; }
  port::Feed& feed() override { return feed_; }
  void quote(const std::string& symbol, double bid, double ask) override {
    feed_.quote(symbol, bid, ask);
  }
  void cut() override { feed_.lose("cut", world_.now().utc); }
  void leave() override {
    feed_.venue_there = false;
    if (feed_.up) cut();
  }
  void come_back() override { feed_.venue_there = true; }
  void fall_silent() override {
    feed_.silent = true;
    feed_.silent_since = world_.now().mono;
    feed_.silent_at = world_.now().utc;
  }
  void close_market() override { feed_.market = FeedState::kClosed; }
  void open_market() override { feed_.market = FeedState::kOpen; }
  void refuse(const std::string& symbol) override { feed_.refused.insert(symbol); }
  void end() override { feed_.ending = true; }
  void past(const std::string& symbol, std::vector<core::HistoryBar> bars) override {
    feed_.pasts[symbol] = std::move(bars);
  }
  void history_not_ready() override { feed_.ready = false; }
  void history_ready() override { feed_.ready = true; }

 private:
  World world_{7, core::midnight(2024, 3, 5)};
  Plain feed_;
};

class PlainFeed : public testing::TestWithParam<FeedCase> {};

TEST_P(PlainFeed, KeepsTheContract) {
  PlainStage stage(Fault::kNone);
  EXPECT_EQ(GetParam().play(stage), "");
}

INSTANTIATE_TEST_SUITE_P(, PlainFeed, testing::ValuesIn(feed_contract({})),
                         [](const auto& one) { return std::string(one.param.name); });

TEST(FeedContract, FindsEveryFault) {
  for (int fault = 1; fault <= static_cast<int>(Fault::kHangsAfterALoss); ++fault) {
    const bool found = std::ranges::any_of(feed_contract({}), [fault](const auto& one) {
      PlainStage stage(static_cast<Fault>(fault));
      return !one.play(stage).empty();
    });
    EXPECT_TRUE(found) << "fault " << fault;
  }
}

TEST(FeedContract, LeavesOutWhatIsNotThere) {
  const auto all = feed_contract({});
  const auto few = feed_contract({.loses = false,
                                  .tells_market = false,
                                  .notices_silence = false,
                                  .refuses = false,
                                  .ends = false,
                                  .has_history = false});
  EXPECT_EQ(few.size(), 6U);
  EXPECT_EQ(all.size(), few.size() + 6 + 5 + 9);
  EXPECT_EQ(feed_contract({.quotes = false,
                           .loses = false,
                           .tells_market = false,
                           .notices_silence = false,
                           .refuses = false,
                           .ends = false})
                .size(),
            7U);
}

}  // namespace
}  // namespace wick::fake::feed_contract_test
