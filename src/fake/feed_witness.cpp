#include "fake/feed_witness.hpp"

#include <algorithm>
#include <cmath>

#include "core/time_text.hpp"

namespace wick::fake {
namespace {

constexpr std::size_t kEventsMax = 10'000;  // of one step: far more than anybody needs

}  // namespace

const char* name(port::FeedState state) {
  switch (state) {
    case port::FeedState::kDown:
      return "down";
    case port::FeedState::kClosed:
      return "closed";
    default:
      return "open";
  }
}

void FeedWitness::saw(const std::vector<port::FeedEvent>& told) {
  if (told.size() > kEventsMax) blame("one step told " + std::to_string(told.size()) + " events");
  for (const auto& event : told) {
    if (ended_) blame("something was told after the end");
    std::visit([this](const auto& one) { judge(one); }, event);
  }
}

void FeedWitness::judge(const port::FeedTick& one) {
  if (state_ == port::FeedState::kDown) blame("a tick was told while down");
  if (one.symbol >= symbols_) blame("a tick of symbol " + std::to_string(one.symbol));
  if (one.tick.received < last_received_) {
    blame("a tick received at " + core::to_iso(one.tick.received) +
          " was told after one received at " + core::to_iso(last_received_));
  }
  if (!std::isfinite(one.tick.bid) || !std::isfinite(one.tick.ask) || one.tick.size < 0) {
    blame("a tick without numbers");
  }
  last_received_ = std::max(last_received_, one.tick.received);
}

void FeedWitness::judge(const port::FeedTurn& turn) {
  const std::string what = std::string("a turn to ") + name(turn.state);
  if (turn.state == state_) blame(what + " was told twice");
  if (turn.at < last_turn_) blame(what + " is told as of before the turn that it follows");
  if (turn.state == port::FeedState::kDown && turn.at < last_received_) {
    blame(what + " is told as of before the last tick");
  }
  if (turn.why.empty()) blame(what + " has no reason");
  state_ = turn.state;
  last_turn_ = std::max(last_turn_, turn.at);
}

void FeedWitness::judge(const port::FeedRefusal& refusal) {
  if (refusal.symbol >= symbols_) blame("symbol " + std::to_string(refusal.symbol) + " refused");
  if (refusal.error.what.empty()) blame("a refusal without a reason");
}

void FeedWitness::judge(const port::FeedNote& note) {
  if (note.text.empty() || note.text.find('\n') != std::string::npos) {
    blame("a note that is not one line: \"" + note.text + "\"");
  }
}

void FeedWitness::judge(const port::FeedOffer& offer) {
  const bool named =
      std::ranges::none_of(offer.instruments, [](const auto& one) { return one.name.empty(); });
  if (!named) blame("an instrument without a name is offered");
}

void FeedWitness::judge(const port::FeedEnd& end) {
  ended_ = true;
  if (end.error && end.error->what.empty()) blame("the end has an error without a reason");
}

}  // namespace wick::fake
