#include "live_stage.hpp"

#include <algorithm>
#include <charconv>

namespace wick::simulation {
namespace {

using core::UtcTime;
using namespace std::chrono_literals;

constexpr core::Micros kNoticed = 15s;  // a silence
constexpr core::Micros kHistoryLag = 6s;
constexpr std::size_t kDepth = 300;

std::uint64_t number_of(const std::string& symbol) {
  return symbol.empty() ? 0 : static_cast<std::uint64_t>(symbol.back() - 'A');
}

UtcTime minute_of(UtcTime t) {
  return std::chrono::floor<std::chrono::minutes>(t);
}

}  // namespace

live::TradingHours broker_hours() {
  // Sunday 22:00 to Friday 21:00 UTC, closed every day from 21:00 to 22:00.
  const auto stretch_at = [](UtcTime t) {
    const UtcTime day = std::chrono::floor<std::chrono::days>(t);
    const UtcTime close = t < day + 21h ? day + 21h : day + 45h;
    const UtcTime begin = close - 23h;
    const auto week_day = ((close - UtcTime{}) / core::kDay + 4) % 7;  // 0: Sunday, of the close
    const bool trading_day = week_day >= 1 && week_day <= 5;
    if (trading_day && t >= begin) return live::Stretch{.time = {begin, close}, .open = true};
    UtcTime from = trading_day ? begin - 1h : begin;
    UtcTime until = trading_day ? begin : close;
    const auto trades = [](UtcTime session_close) {
      const auto on = ((session_close - UtcTime{}) / core::kDay + 4) % 7;
      return on >= 1 && on <= 5;
    };
    while (!trades(from - (trading_day ? 0h : 1h))) from -= core::kDay;
    if (!trading_day) {
      from -= 1h;
      UtcTime next = close + core::kDay;
      while (!trades(next)) next += core::kDay;
      until = next - 23h;
    }
    return live::Stretch{.time = {from, until}, .open = false};
  };
  const auto day_at = [](UtcTime t) {
    const UtcTime begin = std::chrono::floor<std::chrono::days>(t + 2h) - 2h;
    return core::TimeRange{begin, begin + core::kDay};
  };
  return {.stretch_at = stretch_at, .day_at = day_at};
}

std::vector<core::Tick> BrokerMarket::ticks(std::size_t symbol, UtcTime minute) const {
  if (!hours_.stretch_at(minute).open) return {};
  const auto number = static_cast<std::uint64_t>((minute - UtcTime{}) / 1min);
  fake::SeededRandom random(seed_ ^ (symbol * 0x1000003U + number * 0x9e3779b1U));
  if (random.one_in(6)) return {};
  std::vector<std::int64_t> offsets(1 + random.below(6));
  for (auto& offset : offsets) offset = static_cast<std::int64_t>(random.below(60'000));
  std::ranges::sort(offsets);
  offsets.erase(std::unique(offsets.begin(), offsets.end()), offsets.end());
  std::vector<core::Tick> ticks;
  for (const std::int64_t offset : offsets) {
    const auto bid = static_cast<double>(100'000 + random.below(1'000));
    ticks.push_back({.time = minute + std::chrono::milliseconds(offset),
                     .received = {},
                     .bid = bid,
                     .ask = bid + static_cast<double>(random.below(4)),
                     .size = 1});
  }
  return ticks;
}

std::optional<core::HistoryBar> BrokerMarket::minute(std::size_t symbol, UtcTime open) const {
  const auto made = ticks(symbol, open);
  if (made.empty()) return std::nullopt;
  core::HistoryBar bar{.open_time = open, .volume = static_cast<double>(made.size())};
  bar.open = bar.high = bar.low = core::quote_of(made.front());
  for (const core::Tick& tick : made) {
    bar.high = live::highest(bar.high, core::quote_of(tick));
    bar.low = live::lowest(bar.low, core::quote_of(tick));
  }
  bar.close = core::quote_of(made.back());
  return bar;
}

Broker::Broker(fake::World& world, const BrokerMarket& market, const BrokerWeather& weather)
    : world_(world), market_(market), weather_(weather), foreseen_(minute_of(world.now().utc)) {
  away_.push_back({.time = {foreseen_, world.now().utc + 1s}, .noticed = foreseen_});
}

void Broker::subscribe(std::vector<std::string> symbols) {
  symbols_ = std::move(symbols);
}

bool Broker::chance(double probability) {
  return static_cast<double>(world_.random().below(1'000'000)) < probability * 1e6;
}

bool Broker::is_away(UtcTime t) const {
  return std::ranges::any_of(away_, [t](const Away& away) { return away.time.contains(t); });
}

void Broker::trouble(UtcTime minute) {
  const bool cut = chance(weather_.cut);
  if (!cut && !chance(weather_.silent)) return;
  const UtcTime begin =
      minute + core::Micros(static_cast<std::int64_t>(world_.random().below(60'000'000)));
  if (!away_.empty() && begin < away_.back().time.end + 10s) return;
  const core::Micros least = cut ? core::Micros{1s} : kNoticed + 1s;
  const auto longest = static_cast<std::uint64_t>(weather_.away_max.count());
  const UtcTime end =
      begin + least + core::Micros(static_cast<std::int64_t>(world_.random().below(longest)));
  ++(cut ? counts_.cuts : counts_.silences);
  away_.push_back({.time = {begin, end}, .noticed = cut ? begin : begin + kNoticed});
}

void Broker::foresee(UtcTime until) {
  for (; foreseen_ <= until; foreseen_ += 1min) {
    trouble(foreseen_);
    for (std::size_t i = 0; i < symbols_.size(); ++i) {
      for (core::Tick tick : market_.ticks(number_of(symbols_[i]), foreseen_)) {
        const auto jitter = static_cast<std::uint64_t>(weather_.jitter.count());
        core::Micros flight(static_cast<std::int64_t>(5'000 + world_.random().below(jitter)));
        if (chance(weather_.late)) {
          flight += 61s;
          ++counts_.late;
        }
        tick.received = tick.time + flight;
        coming_.emplace(tick.received, port::FeedTick{.symbol = i, .tick = tick});
        if (chance(weather_.doubled)) {
          coming_.emplace(tick.received, port::FeedTick{.symbol = i, .tick = tick});
        }
      }
    }
  }
}

// In the order in which our end learns of it.
void Broker::tell_turns(UtcTime now, std::vector<port::FeedEvent>& out) {
  while (!away_.empty()) {
    const Away& away = away_.front();
    if (told_open_ && away.noticed <= now) {
      told_open_ = false;
      out.emplace_back(port::FeedTurn{
          .state = port::FeedState::kDown, .at = away.time.begin, .why = "the line is dead"});
    }
    if (told_open_ || away.time.end > now) return;
    told_open_ = true;
    out.emplace_back(
        port::FeedTurn{.state = port::FeedState::kOpen, .at = away.time.end, .why = "connected"});
    away_.pop_front();
  }
}

void Broker::step(core::Now now, std::vector<port::FeedEvent>& out) {
  foresee(now.utc + 1min);
  while (!coming_.empty() && coming_.begin()->first <= now.utc) {
    const auto [arrives, tick] = *coming_.begin();
    coming_.erase(coming_.begin());
    // Whatever was under way at either end of an absence is lost with it.
    const bool lost = is_away(arrives) || is_away(tick.tick.time);
    tell_turns(arrives, out);
    if (!lost && told_open_) out.emplace_back(tick);
  }
  tell_turns(now.utc, out);
}

core::MonoTime Broker::wake() const {
  UtcTime next = foreseen_;
  if (!coming_.empty()) next = std::min(next, coming_.begin()->first);
  if (!away_.empty())
    next = std::min(next, told_open_ ? away_.front().noticed : away_.front().time.end);
  const core::Now now = world_.now();
  return now.mono + std::max(next - now.utc, core::Micros{1});
}

port::Pending<base::Result<port::FeedHistoryPage>> Broker::ask(const port::FeedHistoryAsk& ask) {
  auto [promise, pending] = port::Promise<base::Result<port::FeedHistoryPage>>::make();
  if (chance(weather_.mute)) return pending;
  const core::Micros delay(static_cast<std::int64_t>(20'000 + world_.random().below(3'000'000)));
  const bool not_ready = chance(weather_.not_ready);
  auto answer = [this, ask, not_ready, kept = std::make_shared<decltype(promise)>(promise)] {
    if (not_ready) {
      ++counts_.failures;
      kept->fulfil(base::Error{base::ErrorKind::kUnavailable, "history is not ready"});
    } else {
      kept->fulfil(page(ask));
    }
  };
  world_.after(delay, std::move(answer));
  return pending;
}

port::FeedHistoryPage Broker::page(const port::FeedHistoryAsk& ask) {
  if (ask.interval != core::Interval::k1m) return long_page(ask);
  port::FeedHistoryPage page{.settled = ask.range};
  const UtcTime known = world_.now().utc - kHistoryLag;
  std::size_t depth = kDepth;
  if (chance(weather_.half)) depth = 1 + world_.random().below(20);
  UtcTime open = minute_of(ask.range.end - core::Micros{1});
  for (; open >= ask.range.begin; open -= 1min) {
    if (open + 1min > known) continue;
    const auto bar = market_.minute(number_of(ask.symbol), open);
    if (!bar) continue;
    page.bars.push_back(*bar);
    if (page.bars.size() == depth) break;
  }
  if (page.bars.size() == depth) page.settled.begin = page.bars.back().open_time;
  std::ranges::reverse(page.bars);
  return page;
}

// Long bars are rolled here by nobody's rules but the broker's own: the first and the last minute.
port::FeedHistoryPage Broker::long_page(const port::FeedHistoryAsk& ask) const {
  const auto hours = broker_hours();
  port::FeedHistoryPage page{.settled = ask.range};
  for (UtcTime open = ask.range.begin; open < ask.range.end;) {
    const core::TimeRange bucket = hours.bucket(ask.interval, open);
    open = bucket.end;
    if (bucket.begin < ask.range.begin || bucket.end > world_.now().utc - kHistoryLag) continue;
    core::HistoryBar bar{.open_time = bucket.begin};
    for (UtcTime at = bucket.begin; at < bucket.end; at += 1min) {
      const auto minute = market_.minute(number_of(ask.symbol), at);
      if (!minute) continue;
      if (bar.volume == 0) bar.open = bar.high = bar.low = minute->open;
      bar.high = live::highest(bar.high, minute->high);
      bar.low = live::lowest(bar.low, minute->low);
      bar.close = minute->close;
      bar.volume += minute->volume;
    }
    if (bar.volume > 0) page.bars.push_back(bar);
  }
  return page;
}

}  // namespace wick::simulation
