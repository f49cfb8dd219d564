#include "feed/fix/market.hpp"

#include <algorithm>
#include <chrono>
#include <utility>

#include "feed/fix/tags.hpp"

namespace wick::feed::fix {
namespace {

using port::FeedState;

constexpr core::Micros kStatusMax = std::chrono::seconds{5};
constexpr core::Micros kQuotesMax = std::chrono::seconds{10};
constexpr core::Micros kAskAgain = std::chrono::seconds{5};  // and then 10, 20, 40, 80 s
constexpr int kDoublingsMax = 4;
constexpr int kSubscribe = 1;
constexpr int kUnsubscribe = 2;
constexpr std::size_t kNamedMax = 5;

}  // namespace

void Market::subscribe(std::vector<std::string> symbols) {
  std::vector<Subscription> next;
  SymbolTable table(std::move(symbols));
  for (const std::string& symbol : table.names()) {
    const auto known = table_.find(symbol);
    if (known) {
      next.push_back(std::move(subscriptions_[*known]));
      subscriptions_[*known].request.clear();
    } else {
      next.push_back({symbol});
    }
  }
  for (Subscription& left : subscriptions_) {
    if (!left.request.empty()) dropped_.push_back(std::move(left));
  }
  subscriptions_ = std::move(next);
  table_ = std::move(table);
  changed_ = true;
}

void Market::logged_on(core::Now now) {
  phase_ = Phase::kAsking;
  deadline_ = now.mono;
  venue_ = FeedState::kOpen;
  offered_ = false;
  overlooked();
  dropped_.clear();
  for (Subscription& one : subscriptions_) one.bid = one.ask = std::nullopt;
}

void Market::logged_off(core::UtcTime at, const std::string& why, Events& events) {
  phase_ = Phase::kOff;
  deadline_ = ask_again_ = core::MonoTime::max();
  plans_ = false;
  if (std::exchange(told_, FeedState::kDown) == FeedState::kDown) return;
  events.emplace_back(port::FeedTurn{FeedState::kDown, at, why});
}

void Market::missed(core::UtcTime at, const std::string& why, core::UtcTime now, Events& events) {
  if (told_ == FeedState::kDown) return;
  events.emplace_back(port::FeedTurn{FeedState::kDown, at, why});
  events.emplace_back(port::FeedTurn{told_, now, "messages arrive again"});
}

// The venue replaces nothing, so what it may know already is taken back first.
void Market::overlooked() {
  for (Subscription& one : subscriptions_) {
    if (!one.request.empty()) dropped_.push_back({one.symbol, one.request});
    one.request.clear();
    one.answered = false;
  }
  changed_ = true;
}

core::MonoTime Market::wake() const {
  const bool asks = changed_ && (phase_ == Phase::kOn || phase_ == Phase::kAsking);
  return asks ? core::MonoTime::min() : std::min(deadline_, ask_again_);
}

void Market::step(core::Now now, Events& events, Requests& requests) {
  if (phase_ == Phase::kAsking) ask_for_status(now, requests);
  if (phase_ == Phase::kWaiting && now.mono >= deadline_) {
    note("the venue does not tell the state of its market", events);
    phase_ = Phase::kOn;
    changed_ = true;
  }
  if (phase_ != Phase::kOn) return;
  plan_asking_again(now);
  if (std::exchange(changed_, false)) ask_for_quotes(now, requests);
  if (told_ == FeedState::kDown && (all_answered() || now.mono >= deadline_)) {
    if (!all_answered()) note("no answer yet for " + unanswered(), events);
    const std::string end = day_end_.empty() ? "" : ", its trading day ends at " + day_end_;
    tell_turn(now.utc, (std::exchange(lost_, 0) > 0 ? "quotes come again" : "logged on") + end,
              events);
  }
  if (told_ != FeedState::kDown) deadline_ = core::MonoTime::max();
}

// What was refused is asked for after a pause that grows; others that wait for an answer wait on.
void Market::plan_asking_again(core::Now now) {
  if (std::exchange(plans_, false)) {
    const int doublings = std::min(lost_ - 1, kDoublingsMax);
    ask_again_ = now.mono + kAskAgain * (1 << doublings);
    deadline_ = core::MonoTime::max();
  }
  if (now.mono < ask_again_) return;
  ask_again_ = core::MonoTime::max();
  changed_ = true;
}

void Market::ask_for_status(core::Now now, Requests& requests) {
  Body request(kTradingSessionStatusRequest);
  request.add(kTradSesReqId, ++requests_made_).add(kSubscriptionRequestType, kSubscribe);
  requests.push_back(std::move(request));
  phase_ = Phase::kWaiting;
  deadline_ = now.mono + kStatusMax;
}

void Market::ask_for_quotes(core::Now now, Requests& requests) {
  for (const Subscription& one : dropped_) requests.push_back(quote_request(one, kUnsubscribe));
  dropped_.clear();
  for (Subscription& one : subscriptions_) {
    if (!one.request.empty()) continue;
    one.request = std::to_string(++requests_made_);
    requests.push_back(quote_request(one, kSubscribe));
  }
  deadline_ = now.mono + kQuotesMax;
}

Body Market::quote_request(const Subscription& wanted, int kind) {
  Body request(kMarketDataRequest);
  request.add(kMdReqId, wanted.request).add(kSubscriptionRequestType, kind);
  request.add(kMarketDepth, 0).add(kMdUpdateType, 0);
  request.add(kNoRelatedSym, 1).add(kSymbol, wanted.symbol);
  return request.add(kNoMdEntryTypes, 2).add(kMdEntryType, 0).add(kMdEntryType, 1);
}

void Market::tell_turn(core::UtcTime at, const std::string& why, Events& events) {
  if (std::exchange(told_, venue_) == venue_) return;
  events.emplace_back(port::FeedTurn{venue_, at, why});
  tell_held(events);
}

void Market::tell_held(Events& events) {
  std::vector<port::FeedTick> held;
  for (std::size_t i = 0; i < subscriptions_.size(); ++i) {
    if (!std::exchange(subscriptions_[i].held, false)) continue;
    held.push_back({i, *subscriptions_[i].last});
  }
  std::ranges::stable_sort(held, {}, [](const auto& one) { return one.tick.received; });
  for (const port::FeedTick& one : held) events.emplace_back(one);
}

bool Market::all_answered() const {
  return std::ranges::all_of(subscriptions_, &Subscription::answered);
}

std::string Market::unanswered() const {
  std::string names;
  std::size_t count = 0;
  for (const Subscription& one : subscriptions_) {
    if (one.answered || ++count > kNamedMax) continue;
    names += (names.empty() ? "" : ", ") + one.symbol;
  }
  return count > kNamedMax ? names + " and " + std::to_string(count - kNamedMax) + " more" : names;
}

void Market::note(const std::string& text, Events& events) const {
  events.emplace_back(port::FeedNote{shown_(text)});
}

}  // namespace wick::feed::fix
