#include "fake/feed_contract.hpp"

#include <algorithm>

#include "fake/feed_contract_history.hpp"
#include "fake/feed_walk.hpp"

namespace wick::fake {
namespace {

using namespace std::chrono_literals;
using port::FeedState;

constexpr core::Micros kTrip = 1s;  // the longest that anything travels
constexpr std::size_t kFlood = 20'000;
constexpr std::size_t kNotesMax = 200;  // about ten minutes of absence

std::vector<FeedState> states(const FeedWalk& walk) {
  std::vector<FeedState> found;
  for (const auto& turn : walk.all<port::FeedTurn>()) found.push_back(turn.state);
  return found;
}

// One tick of each symbol, in order, their prices numbered from there.
void tick_all(FeedWalk& walk, std::size_t from) {
  const auto symbols = walk.stage.symbols();
  std::vector<std::size_t> numbers;
  for (std::size_t i = 0; i < symbols.size(); ++i) {
    walk.quote(symbols[i], from + i);
    numbers.push_back(i);
  }
  walk.expect_ticks(from, numbers);
}

void open(FeedWalk& walk) {
  walk.subscribe(walk.stage.symbols());
  walk.until(FeedState::kOpen);
}

std::string ticks_follow_the_opening(FeedStage& stage) {
  FeedWalk walk(stage);
  open(walk);
  for (std::size_t round = 0; round < 5; ++round) tick_all(walk, round * 3);
  walk.expect(states(walk) == std::vector{FeedState::kOpen}, "more than the opening was told");
  return walk.fault();
}

std::string ticks_keep_their_order(FeedStage& stage) {
  FeedWalk walk(stage);
  open(walk);
  std::vector<std::size_t> symbols;
  for (std::size_t n = 0; n < 300; ++n) {
    symbols.push_back(stage.world().random().below(3));
    walk.quote(stage.symbols()[symbols.back()], n);
    if (n % 7 == 0) walk.pass(50ms);
  }
  walk.expect_ticks(0, symbols);
  return walk.fault();
}

std::string the_market_closes_and_opens(FeedStage& stage) {
  FeedWalk walk(stage);
  open(walk);
  tick_all(walk, 0);
  stage.close_market();
  walk.until(FeedState::kClosed);
  walk.pass(10min);
  stage.open_market();
  walk.until(FeedState::kOpen);
  tick_all(walk, 3);
  walk.expect(states(walk) == std::vector{FeedState::kOpen, FeedState::kClosed, FeedState::kOpen},
              "a quiet night is told as a loss");
  return walk.fault();
}

std::string a_closed_market_is_met(FeedStage& stage) {
  FeedWalk walk(stage);
  stage.close_market();
  walk.subscribe(stage.symbols());
  walk.until(FeedState::kClosed);
  stage.open_market();
  walk.until(FeedState::kOpen);
  tick_all(walk, 0);
  return walk.fault();
}

// The last turn is a loss, as of between the last tick and `bad`.
void expect_loss(FeedWalk& walk, core::UtcTime last_tick, core::UtcTime bad) {
  const auto turns = walk.all<port::FeedTurn>();
  if (turns.empty() || turns.back().state != FeedState::kDown) return;
  walk.expect(turns.back().at >= last_tick, "the loss is told as of before the last tick");
  walk.expect(turns.back().at <= bad + kTrip, "the loss is told as of after it happened");
}

std::string a_cut_is_told_as_of_the_last_good_moment(FeedStage& stage) {
  FeedWalk walk(stage);
  open(walk);
  tick_all(walk, 0);
  walk.pass(5s);
  stage.cut();
  const core::UtcTime bad = walk.now().utc;
  walk.until(FeedState::kDown);
  expect_loss(walk, walk.witness.last_received(), bad);
  return walk.fault();
}

std::string silence_is_told_as_of_the_last_good_moment(FeedStage& stage) {
  FeedWalk walk(stage);
  open(walk);
  tick_all(walk, 0);
  stage.fall_silent();
  const core::UtcTime bad = walk.now().utc;
  walk.until(FeedState::kDown);
  expect_loss(walk, walk.witness.last_received(), bad);
  walk.until(FeedState::kOpen);
  tick_all(walk, 3);
  return walk.fault();
}

std::string a_quiet_market_is_no_loss(FeedStage& stage) {
  FeedWalk walk(stage);
  open(walk);
  walk.pass(30min);
  walk.expect(states(walk) == std::vector{FeedState::kOpen}, "a quiet market is told as a loss");
  tick_all(walk, 0);
  return walk.fault();
}

std::string it_comes_back_by_itself(FeedStage& stage) {
  FeedWalk walk(stage);
  open(walk);
  for (std::size_t round = 0; round < 4; ++round) {
    tick_all(walk, round * 3);
    stage.cut();
    if (!walk.until(FeedState::kDown) || !walk.until(FeedState::kOpen)) break;
  }
  tick_all(walk, 12);
  return walk.fault();
}

std::string it_waits_for_a_venue_that_is_away(FeedStage& stage) {
  FeedWalk walk(stage);
  open(walk);
  stage.leave();
  walk.until(FeedState::kDown);
  walk.pass(10min);
  walk.expect(walk.witness.state() == FeedState::kDown, "it hears a venue that is away");
  walk.expect(walk.told.size() < kNotesMax, "it says too much about a venue that is away");
  stage.come_back();
  walk.until(FeedState::kOpen);
  tick_all(walk, 0);
  return walk.fault();
}

std::string a_venue_away_from_the_start_is_waited_for(FeedStage& stage) {
  FeedWalk walk(stage);
  stage.leave();
  walk.subscribe(stage.symbols());
  walk.pass(2min);
  walk.expect(states(walk).empty(), "a state was told without a venue");
  stage.come_back();
  walk.until(FeedState::kOpen);
  tick_all(walk, 0);
  return walk.fault();
}

std::string doubt_connects_anew(FeedStage& stage) {
  FeedWalk walk(stage);
  open(walk);
  tick_all(walk, 0);
  stage.feed().doubt(walk.now());
  walk.until(FeedState::kDown);
  walk.until(FeedState::kOpen);
  tick_all(walk, 3);
  return walk.fault();
}

std::string a_change_leaves_the_others_unbroken(FeedStage& stage) {
  FeedWalk walk(stage);
  const auto symbols = stage.symbols();
  walk.subscribe({symbols[0], symbols[1]});
  walk.until(FeedState::kOpen);
  for (std::size_t n = 0; n < 50; ++n) {
    walk.quote(symbols[1], n);
    walk.pass(100ms);
  }
  walk.pass(kTrip);
  for (std::size_t n = 50; n < 100; ++n) {
    walk.quote(symbols[1], n);  // the first is under way when the set changes
    if (n == 50) walk.subscribe({symbols[1], symbols[2]});
    walk.pass(100ms);
  }
  walk.pass(kTrip);
  const auto found = walk.ticks(0, 100);
  walk.expect(found.size() == 100, "of 100 ticks " + std::to_string(found.size()) + " were told");
  for (const auto& [symbol, n] : found) {
    walk.expect(symbol == (n < 50 ? 1U : 0U), "a tick has the number of another set");
  }
  walk.quote(symbols[0], 200);  // nobody wants it any more
  walk.quote(symbols[2], 201);
  walk.quote(symbols[1], 202);
  walk.expect_ticks(201, {1, 0});
  walk.expect(walk.ticks(200, 201).empty(), "a symbol that was given up still ticks");
  walk.expect(states(walk) == std::vector{FeedState::kOpen}, "a change is told as a loss");
  return walk.fault();
}

std::string a_change_while_down_counts(FeedStage& stage) {
  FeedWalk walk(stage);
  open(walk);
  stage.leave();
  walk.until(FeedState::kDown);
  walk.subscribe({stage.symbols()[2]});
  walk.pass(1s);
  stage.come_back();
  walk.until(FeedState::kOpen);
  walk.quote(stage.symbols()[0], 0);
  walk.quote(stage.symbols()[2], 1);
  walk.expect_ticks(1, {0});
  walk.expect(walk.ticks(0, 1).empty(), "a symbol that was given up still ticks");
  return walk.fault();
}

std::string nothing_can_be_subscribed_to(FeedStage& stage) {
  FeedWalk walk(stage);
  open(walk);
  walk.subscribe({});
  for (std::size_t n = 0; n < 5; ++n) walk.quote(stage.symbols()[0], n);
  walk.pass(10s);
  walk.expect(walk.ticks(0, 5).empty(), "symbols that were given up still tick");
  walk.subscribe(stage.symbols());
  walk.pass(10s);
  walk.until(FeedState::kOpen);
  tick_all(walk, 5);
  return walk.fault();
}

std::string a_refused_symbol_leaves_the_others(FeedStage& stage) {
  FeedWalk walk(stage);
  const auto symbols = stage.symbols();
  stage.refuse(stage.no_symbol());
  walk.subscribe({symbols[0], stage.no_symbol(), symbols[1]});
  walk.until("a refusal", [&] { return !walk.all<port::FeedRefusal>().empty(); });
  walk.until(FeedState::kOpen);
  walk.quote(symbols[0], 0);
  walk.quote(symbols[1], 1);
  walk.expect_ticks(0, {0, 2});
  for (const auto& refusal : walk.all<port::FeedRefusal>()) {
    walk.expect(refusal.symbol == 1, "another symbol was refused than the one that is not there");
  }
  walk.pass(10min);
  walk.expect(walk.all<port::FeedRefusal>().size() < 5, "a refusal is told again and again");
  return walk.fault();
}

std::string the_end_is_last(FeedStage& stage) {
  FeedWalk walk(stage);
  open(walk);
  tick_all(walk, 0);
  stage.end();
  walk.until("the end", [&] { return walk.witness.ended(); });
  walk.pass(10min);
  walk.subscribe(stage.symbols());
  walk.pass(10min);
  return walk.fault();
}

std::string a_flood_is_taken_in_pieces(FeedStage& stage) {
  FeedWalk walk(stage);
  open(walk);
  for (std::size_t n = 0; n < kFlood; ++n) walk.quote(stage.symbols()[0], n);
  const core::MonoTime all_here = walk.now().mono + std::chrono::seconds{2};
  while (walk.now().mono < all_here) stage.world().wait(all_here);
  std::size_t steps = 0;
  do {
    walk.step();
  } while (walk.wake() <= walk.now().mono && ++steps < kFlood);
  const auto found = walk.ticks(0, kFlood);
  walk.expect(found.size() == kFlood, "wake() was not now while ticks waited: " +
                                          std::to_string(found.size()) + " were told");
  for (std::size_t n = 0; n < found.size(); ++n) {
    walk.expect(found[n].n == n, "a flood is told in another order");
  }
  return walk.fault();
}

void add_cases_of_quotes(std::vector<FeedCase>& cases) {
  cases.push_back({"TicksFollowTheOpening", ticks_follow_the_opening});
  cases.push_back({"TicksKeepTheirOrder", ticks_keep_their_order});
  cases.push_back({"AQuietMarketIsNoLoss", a_quiet_market_is_no_loss});
  cases.push_back({"AChangeLeavesTheOthersUnbroken", a_change_leaves_the_others_unbroken});
  cases.push_back({"NothingCanBeSubscribedTo", nothing_can_be_subscribed_to});
  cases.push_back({"AFloodIsTakenInPieces", a_flood_is_taken_in_pieces});
}

void add_cases_of_loss(std::vector<FeedCase>& cases) {
  cases.push_back({"ACutIsToldAsOfTheLastGoodMoment", a_cut_is_told_as_of_the_last_good_moment});
  cases.push_back({"ItComesBackByItself", it_comes_back_by_itself});
  cases.push_back({"ItWaitsForAVenueThatIsAway", it_waits_for_a_venue_that_is_away});
  cases.push_back({"AVenueAwayFromTheStartIsWaitedFor", a_venue_away_from_the_start_is_waited_for});
  cases.push_back({"DoubtConnectsAnew", doubt_connects_anew});
  cases.push_back({"AChangeWhileDownCounts", a_change_while_down_counts});
}

}  // namespace

std::vector<FeedCase> feed_contract(const FeedPowers& powers) {
  std::vector<FeedCase> cases;
  if (powers.quotes) add_cases_of_quotes(cases);
  if (powers.quotes && powers.loses) add_cases_of_loss(cases);
  if (powers.tells_market) {
    cases.push_back({"TheMarketClosesAndOpens", the_market_closes_and_opens});
    cases.push_back({"AClosedMarketIsMet", a_closed_market_is_met});
  }
  if (powers.notices_silence) {
    cases.push_back(
        {"SilenceIsToldAsOfTheLastGoodMoment", silence_is_told_as_of_the_last_good_moment});
  }
  if (powers.refuses) {
    cases.push_back({"ARefusedSymbolLeavesTheOthers", a_refused_symbol_leaves_the_others});
  }
  if (powers.ends) cases.push_back({"TheEndIsLast", the_end_is_last});
  if (powers.has_history) add_history_cases(powers, cases);
  return cases;
}

}  // namespace wick::fake
