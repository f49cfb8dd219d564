#include "scripted_feed.hpp"

#include <algorithm>

#include "base/check.hpp"
#include "live/quote_bar.hpp"
#include "wiring/calendar.hpp"
#include "zone/zone_database.hpp"

namespace wick::bench {
namespace {

constexpr core::Micros kMinute = std::chrono::minutes{1};

core::UtcTime minute_of(core::UtcTime time) {
  return std::chrono::floor<std::chrono::minutes>(time);
}

class Draw {
 public:
  std::uint64_t operator()(std::uint64_t n) {
    state_ = state_ * 6364136223846793005U + 1442695040888963407U;
    return (state_ >> 33U) % n;
  }

 private:
  std::uint64_t state_{1};
};

// Ascending as texts, so that they can be searched.
std::string symbol_name(std::size_t number) {
  const std::string digits = std::to_string(number);
  return "S" + std::string(4 - std::min<std::size_t>(4, digits.size()), '0') + digits + "/USD";
}

}  // namespace

std::shared_ptr<const core::Calendar> market_calendar() {
  const auto made = wiring::make_calendar({}, zone::read_zone);
  WICK_CHECK(made);
  return std::make_shared<const core::Calendar>(*made);
}

std::shared_ptr<const Market> make_market(const MarketPlan& plan) {
  const auto calendar = market_calendar();
  auto market = std::make_shared<Market>();
  market->begin = core::midnight(2024, 3, 5);
  for (std::size_t i = 0; i < plan.symbols; ++i) market->names.push_back(symbol_name(i));
  market->ticks.reserve(plan.ticks);
  const core::Micros between =
      kMinute / (plan.ticks_a_minute * static_cast<std::int64_t>(plan.symbols));
  Draw draw;
  core::UtcTime time = market->begin;
  for (std::size_t i = 0; i < plan.ticks; ++i) {
    time += between;
    if (!calendar->is_open(time)) time = calendar->stretch(time).end;
    const double bid = 100 + static_cast<double>(draw(1000)) / 128;
    market->ticks.push_back({.symbol = draw(plan.symbols),
                             .tick = {.time = time,
                                      .received = time + std::chrono::milliseconds{2},
                                      .bid = bid,
                                      .ask = bid + 0.25}});
  }
  return market;
}

ScriptedHistory::ScriptedHistory(const Market& market)
    : names_(market.names), bars_(market.names.size()) {
  for (const port::FeedTick& tick : market.ticks) add(tick);
}

void ScriptedHistory::add(const port::FeedTick& tick) {
  std::vector<core::HistoryBar>& bars = bars_[tick.symbol];
  const core::UtcTime open = minute_of(tick.tick.time);
  const core::Quote quote = core::quote_of(tick.tick);
  if (bars.empty() || bars.back().open_time != open) {
    bars.push_back({.open_time = open, .open = quote, .high = quote, .low = quote});
  }
  core::HistoryBar& bar = bars.back();
  bar.high = live::highest(bar.high, quote);
  bar.low = live::lowest(bar.low, quote);
  bar.close = quote;
  bar.volume += 1;
}

port::Pending<base::Result<port::FeedHistoryPage>> ScriptedHistory::ask(
    const port::FeedHistoryAsk& ask) {
  const auto name = std::ranges::lower_bound(names_, ask.symbol);
  WICK_CHECK(name != names_.end() && *name == ask.symbol);
  const auto& bars = bars_[static_cast<std::size_t>(name - names_.begin())];
  const core::UtcTime end = std::min(ask.range.end, minute_of(now_));
  const auto open_time = [](const core::HistoryBar& bar) { return bar.open_time; };
  const auto first = std::ranges::lower_bound(bars, ask.range.begin, {}, open_time);
  const auto last = std::ranges::lower_bound(bars, end, {}, open_time);
  auto [promise, answer] = port::Promise<base::Result<port::FeedHistoryPage>>::make();
  port::FeedHistoryPage page{.settled = ask.range};
  if (first < last) page.bars.assign(first, last);
  promise.fulfil(std::move(page));
  return answer;
}

void ScriptedFeed::step(core::Now /*now*/, std::vector<port::FeedEvent>& out) {
  if (!heard_) {
    out.emplace_back(port::FeedTurn{port::FeedState::kOpen, market_.begin - kMinute, "it begins"});
    heard_ = true;
  }
  for (; told_ < std::min(handed_, market_.ticks.size()); ++told_) {
    out.emplace_back(market_.ticks[told_]);
  }
}

}  // namespace wick::bench
