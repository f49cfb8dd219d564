#include "fake/feed_walk.hpp"

#include <algorithm>
#include <cmath>
#include <iterator>
#include <utility>

namespace wick::fake {
namespace {

constexpr std::size_t kIdleStepsMax = 10'000;  // at one instant, with nothing told

}  // namespace

void FeedWalk::subscribe(std::vector<std::string> symbols) {
  witness.subscribed(symbols.size());
  stage.feed().subscribe(std::move(symbols));
}

void FeedWalk::step() {
  std::vector<port::FeedEvent> events;
  stage.feed().step(now(), events);
  if (auto* const history = stage.feed().history()) history->step(now());
  witness.saw(events);
  if (!events.empty()) idle_steps_ = 0;
  std::ranges::move(events, std::back_inserter(told));
}

core::MonoTime FeedWalk::wake() const {
  auto* const history = stage.feed().history();
  const core::MonoTime first = stage.feed().wake();
  return history == nullptr ? first : std::min(first, history->wake());
}

void FeedWalk::rest(core::MonoTime deadline) {
  const core::MonoTime start = now().mono;
  const core::MonoTime next = wake();
  expect(++idle_steps_ < kIdleStepsMax, "it wants to be stepped for ever");
  stage.world().wait(std::max(start, std::min(next, deadline)));
  if (now().mono != start) idle_steps_ = 0;
}

void FeedWalk::pass(core::Micros time) {
  const core::MonoTime deadline = now().mono + time;
  while (now().mono < deadline && fault().empty()) {
    step();
    rest(deadline);
  }
  step();
}

bool FeedWalk::until(const std::string& what, const std::function<bool()>& so) {
  const core::MonoTime deadline = now().mono + stage.patience();
  step();
  while (!so() && now().mono < deadline && fault().empty()) {
    rest(deadline);
    step();
  }
  expect(so(), "waited in vain for: " + what);
  return fault().empty();
}

bool FeedWalk::until(port::FeedState state) {
  return until(std::string("the state ") + name(state), [&] { return witness.state() == state; });
}

std::vector<FeedWalk::Numbered> FeedWalk::ticks(std::size_t from, std::size_t to) const {
  std::vector<Numbered> found;
  for (const auto& one : all<port::FeedTick>()) {
    const double n = (one.tick.bid - bid(0)) * 4;
    if (n < static_cast<double>(from) || n >= static_cast<double>(to)) continue;
    const auto whole = static_cast<std::size_t>(std::llround(n));
    if (one.tick.bid == bid(whole) && one.tick.ask == bid(whole) + 0.5) {
      found.push_back({.symbol = one.symbol, .n = whole});
    }
  }
  return found;
}

// The prices from that number on, one for each symbol number given, told in that order.
void FeedWalk::expect_ticks(std::size_t from, const std::vector<std::size_t>& symbols) {
  const std::size_t to = from + symbols.size();
  const bool all_there = until("ticks " + std::to_string(from) + " to " + std::to_string(to),
                               [&] { return ticks(from, to).size() >= symbols.size(); });
  if (!all_there) return;
  const auto found = ticks(from, to);
  expect(found.size() == symbols.size(), "a tick was told twice");
  for (std::size_t i = 0; i < symbols.size() && i < found.size(); ++i) {
    const Numbered wanted{.symbol = symbols[i], .n = from + i};
    expect(found[i] == wanted, "tick " + std::to_string(wanted.n) + " of symbol " +
                                   std::to_string(wanted.symbol) + " was told as tick " +
                                   std::to_string(found[i].n) + " of symbol " +
                                   std::to_string(found[i].symbol));
  }
}

}  // namespace wick::fake
