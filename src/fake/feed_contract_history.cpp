#include "fake/feed_contract_history.hpp"

#include <algorithm>
#include <optional>
#include <string>

#include "core/time_text.hpp"
#include "fake/feed_walk.hpp"

namespace wick::fake {
namespace {

using namespace std::chrono_literals;
using base::ErrorKind;
using core::HistoryBar;
using core::TimeRange;
using Page = base::Result<port::FeedHistoryPage>;

constexpr core::Micros kMinute = 1min;
constexpr std::size_t kPagesMax = 200;

HistoryBar bar_at(core::UtcTime time, std::size_t n) {
  const double bid = FeedWalk::bid(n % 1'000);
  return {.open_time = time,
          .open = core::quote_of(bid, bid + 0.5),
          .high = core::quote_of(bid + 2, bid + 2.75),
          .low = core::quote_of(bid - 1, bid - 0.25),
          .close = core::quote_of(bid + 1, bid + 1.5),
          .volume = static_cast<double>(n % 50 + 1)};
}

// The last full minute that is old enough to be final.
core::UtcTime newest(const FeedWalk& walk) {
  return std::chrono::floor<std::chrono::minutes>(walk.now().utc - walk.stage.history_lag());
}

// So many minutes up to newest(), every eleventh of them without a bar.
std::vector<HistoryBar> past_of(const FeedWalk& walk, std::size_t minutes) {
  std::vector<HistoryBar> bars;
  const core::UtcTime first = newest(walk) - kMinute * static_cast<std::int64_t>(minutes - 1);
  for (std::size_t n = 0; n < minutes; ++n) {
    if (n % 11 == 7) continue;
    bars.push_back(bar_at(first + kMinute * static_cast<std::int64_t>(n), n));
    if (!walk.stage.history_has_volume()) bars.back().volume = 0;
  }
  return bars;
}

// What was answered, once it is.
std::optional<Page> answer(FeedWalk& walk, const port::FeedHistoryAsk& ask) {
  auto pending = walk.stage.feed().history()->ask(ask);
  if (!walk.until("an answer of history", [&] { return pending.ready(); })) return std::nullopt;
  return pending.take();
}

void judge(FeedWalk& walk, const TimeRange& asked, const port::FeedHistoryPage& page) {
  const TimeRange& settled = page.settled;
  walk.expect(!settled.empty(), "a page settles nothing");
  walk.expect(settled.end == asked.end, "a page settles not the newest part of the range");
  walk.expect(settled.begin >= asked.begin, "a page settles more than was asked");
  for (std::size_t i = 0; i < page.bars.size(); ++i) {
    const core::UtcTime at = page.bars[i].open_time;
    walk.expect(settled.contains(at), "a bar at " + core::to_iso(at) + " that is not settled");
    walk.expect(i == 0 || page.bars[i - 1].open_time < at, "bars that do not ascend");
  }
}

// All bars of the range, page by page from the newest.
std::vector<HistoryBar> collect(FeedWalk& walk, const std::string& symbol, TimeRange range) {
  std::vector<HistoryBar> bars;
  for (std::size_t pages = 0; !range.empty() && walk.fault().empty(); ++pages) {
    walk.expect(pages < kPagesMax, "too many pages");
    const auto page =
        answer(walk, {.symbol = symbol, .interval = core::Interval::k1m, .range = range});
    if (!page) break;
    if (!*page) {
      walk.expect(false, "history: " + page->error().what);
      break;
    }
    judge(walk, range, **page);
    bars.insert(bars.begin(), (*page)->bars.begin(), (*page)->bars.end());
    range.end = (*page)->settled.begin;
  }
  return bars;
}

void open(FeedWalk& walk) {
  walk.subscribe(walk.stage.symbols());
  walk.until(port::FeedState::kOpen);
}

std::string pages_make_up_the_past(FeedStage& stage) {
  FeedWalk walk(stage);
  const auto past = past_of(walk, 1'700);
  stage.past(stage.symbols()[1], past);
  open(walk);
  const TimeRange all{past.front().open_time - 30min, newest(walk) + kMinute};
  walk.expect(collect(walk, stage.symbols()[1], all) == past, "bars of the past are not as told");
  return walk.fault();
}

std::string a_range_is_kept_to(FeedStage& stage) {
  FeedWalk walk(stage);
  const auto past = past_of(walk, 600);
  stage.past(stage.symbols()[0], past);
  open(walk);
  const TimeRange part{past[100].open_time, past[200].open_time};
  const std::vector<HistoryBar> wanted(past.begin() + 100, past.begin() + 200);
  walk.expect(collect(walk, stage.symbols()[0], part) == wanted, "a part of the past is not it");
  return walk.fault();
}

std::string where_nothing_is_nothing_is_settled_as_that(FeedStage& stage) {
  FeedWalk walk(stage);
  const auto past = past_of(walk, 30);
  stage.past(stage.symbols()[0], past);
  open(walk);
  const TimeRange before{past.front().open_time - 2h, past.front().open_time - 1h};
  const TimeRange after{newest(walk) + kMinute, newest(walk) + 1h};
  walk.expect(collect(walk, stage.symbols()[0], before).empty(), "bars before the first");
  walk.expect(collect(walk, stage.symbols()[0], after).empty(), "bars after the last");
  return walk.fault();
}

port::FeedHistoryAsk usual_ask(FeedWalk& walk) {
  const auto past = past_of(walk, 60);
  walk.stage.past(walk.stage.symbols()[0], past);
  return {.symbol = walk.stage.symbols()[0],
          .interval = core::Interval::k1m,
          .range = {past.front().open_time, newest(walk) + kMinute}};
}

std::string not_ready_is_unavailable(FeedStage& stage) {
  FeedWalk walk(stage);
  const auto ask = usual_ask(walk);
  stage.history_not_ready();
  open(walk);
  const auto refused = answer(walk, ask);
  walk.expect(refused && !*refused, "history answers that is not ready");
  if (!walk.fault().empty()) return walk.fault();
  walk.expect(refused->error().kind == ErrorKind::kUnavailable,
              "not ready is told as " + std::string(base::name(refused->error().kind)));
  stage.history_ready();
  walk.pass(1min);
  const auto page = answer(walk, ask);
  walk.expect(page && *page && !(*page)->bars.empty(), "history that is ready does not answer");
  return walk.fault();
}

std::string no_such_symbol_is_invalid(FeedStage& stage) {
  FeedWalk walk(stage);
  stage.refuse(stage.no_symbol());
  auto ask = usual_ask(walk);
  open(walk);
  ask.symbol = stage.no_symbol();
  const auto refused = answer(walk, ask);
  walk.expect(refused && !*refused, "history of a symbol that is not there");
  if (!walk.fault().empty()) return walk.fault();
  walk.expect(refused->error().kind == ErrorKind::kInvalid,
              "no such symbol is told as " + std::string(base::name(refused->error().kind)));
  return walk.fault();
}

std::string questions_can_be_dropped(FeedStage& stage) {
  FeedWalk walk(stage);
  const auto ask = usual_ask(walk);
  open(walk);
  for (int i = 0; i < 20; ++i) {
    {
      const auto dropped = stage.feed().history()->ask(ask);
      if (i % 3 == 0) walk.step();
      if (i % 3 == 1) walk.pass(10ms);
    }
    walk.pass(100ms);
  }
  walk.expect(collect(walk, ask.symbol, ask.range).size() == past_of(walk, 60).size(),
              "after dropped questions one is not answered as it should be");
  return walk.fault();
}

std::string questions_have_their_own_answers(FeedStage& stage) {
  FeedWalk walk(stage);
  std::vector<std::vector<HistoryBar>> pasts;
  std::vector<port::Pending<Page>> pending;
  for (std::size_t i = 0; i < 3; ++i) {
    pasts.push_back(past_of(walk, 20 + 10 * i));
    stage.past(stage.symbols()[i], pasts[i]);
  }
  open(walk);
  const TimeRange hour{newest(walk) - 59min, newest(walk) + kMinute};
  for (const auto& symbol : stage.symbols()) {
    pending.push_back(stage.feed().history()->ask(
        {.symbol = symbol, .interval = core::Interval::k1m, .range = hour}));
  }
  const auto all_ready = [&] {
    return std::ranges::all_of(pending, [](const auto& one) { return one.ready(); });
  };
  if (!walk.until("three answers of history", all_ready)) return walk.fault();
  for (std::size_t i = 0; i < 3; ++i) {
    const auto page = pending[i].take();
    walk.expect(page && page->bars == pasts[i], "an answer is that of another question");
  }
  return walk.fault();
}

std::string a_question_outlives_a_loss(FeedStage& stage) {
  FeedWalk walk(stage);
  const auto ask = usual_ask(walk);
  open(walk);
  for (int steps = 0; steps < 3; ++steps) {
    auto pending = stage.feed().history()->ask(ask);
    for (int i = 0; i < steps; ++i) walk.step();
    stage.cut();
    if (!walk.until("an answer after a loss", [&] { return pending.ready(); })) break;
    const auto page = pending.take();
    walk.expect(page || page.error().retryable(), "a loss is told as an answer for good");
    walk.pass(1s);
    walk.until(port::FeedState::kOpen);
  }
  walk.pass(10s);
  walk.expect(collect(walk, ask.symbol, ask.range).size() == past_of(walk, 60).size(),
              "history does not answer after a loss");
  return walk.fault();
}

std::string a_question_while_away_is_answered(FeedStage& stage) {
  FeedWalk walk(stage);
  const auto ask = usual_ask(walk);
  open(walk);
  stage.leave();
  walk.until(port::FeedState::kDown);
  auto pending = stage.feed().history()->ask(ask);
  walk.pass(1min);
  stage.come_back();
  if (walk.until("an answer while away", [&] { return pending.ready(); })) {
    const auto page = pending.take();
    walk.expect(page || page.error().retryable(), "absence is told as an answer for good");
  }
  return walk.fault();
}

}  // namespace

void add_history_cases(const FeedPowers& powers, std::vector<FeedCase>& cases) {
  cases.push_back({"PagesMakeUpThePast", pages_make_up_the_past});
  cases.push_back({"ARangeIsKeptTo", a_range_is_kept_to});
  cases.push_back({"WhereNothingIsThatIsSettled", where_nothing_is_nothing_is_settled_as_that});
  cases.push_back({"NoSuchSymbolIsInvalid", no_such_symbol_is_invalid});
  cases.push_back({"QuestionsCanBeDropped", questions_can_be_dropped});
  cases.push_back({"QuestionsHaveTheirOwnAnswers", questions_have_their_own_answers});
  if (powers.loses) {
    cases.push_back({"AQuestionOutlivesALoss", a_question_outlives_a_loss});
    cases.push_back({"AQuestionWhileAwayIsAnswered", a_question_while_away_is_answered});
  }
  if (powers.history_waits) {
    cases.push_back({"NotReadyIsUnavailable", not_ready_is_unavailable});
  }
}

}  // namespace wick::fake
