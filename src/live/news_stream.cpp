#include "live/news_stream.hpp"

#include <algorithm>
#include <limits>
#include <utility>

#include "base/check.hpp"

namespace wick::live {
namespace {

constexpr int kFramesMax = 1'000;  // a step

}  // namespace

NewsStream::NewsStream(Wish wish, World world)
    : wish_(std::move(wish)),
      pace_(world.dialect->limits().connects_max, world.dialect->limits().connects_window),
      trades_(wish_.symbols.size(), TradeOrder(wish_.patience)),
      last_quote_(wish_.symbols.size(), std::numeric_limits<std::int64_t>::min()) {
  WICK_CHECK(!wish_.symbols.empty() && wish_.topic != core::Topic::kCandles);
  for (std::size_t i = 0; i < wish_.symbols.size(); ++i) by_symbol_.emplace(wish_.symbols[i], i);
  listen(world);
}

void NewsStream::listen(const World& world) {
  const std::size_t each = world.dialect->limits().streams_max;
  for (std::size_t begin = 0; begin < wish_.symbols.size(); begin += each) {
    std::vector<core::Subject> subjects;
    const std::size_t end = std::min(begin + each, wish_.symbols.size());
    for (std::size_t i = begin; i < end; ++i) subjects.push_back({wish_.topic, wish_.symbols[i]});
    listeners_.push_back(std::make_unique<Listener>(std::move(subjects),
                                                    Listener::World{world.sockets, world.dialect},
                                                    wish_.seed + listeners_.size()));
  }
  well_until_.assign(listeners_.size(), core::MonoTime::min());
}

void NewsStream::step(core::Now now, std::vector<NewsEvent>& out) {
  hear(now.mono, out);
  for (std::size_t i = 0; i < listeners_.size(); ++i) {
    Listener& listener = *listeners_[i];
    listener.step(now.mono, pace_, notices_);
    const auto spoke = listener.speaking_since().value_or(core::MonoTime::min());
    well_until_[i] = std::max({well_until_[i], listener.last_news(), spoke});
  }
  wake_ = more_ ? now.mono : core::MonoTime::max();
  for (const auto& listener : listeners_) wake_ = std::min(wake_, listener->wake());
  for (std::size_t i = 0; i < trades_.size(); ++i) {
    if (trades_[i].wake() <= now.mono) tell_trades(i, now.mono, out);
    wake_ = std::min(wake_, trades_[i].wake());
  }
}

NewsStream::Hearing NewsStream::hearing() const {
  Hearing hearing{.all = true, .until = core::MonoTime::max()};
  for (std::size_t i = 0; i < listeners_.size(); ++i) {
    if (listeners_[i]->speaking_since()) continue;
    hearing.all = false;
    hearing.until = std::min(hearing.until, well_until_[i]);
  }
  if (hearing.all) hearing.until = *std::ranges::min_element(well_until_);
  return hearing;
}

std::vector<Notice> NewsStream::take_notices() {
  return std::exchange(notices_, {});
}

NewsCounters NewsStream::counters() const {
  NewsCounters counters = counters_;
  for (const auto& listener : listeners_) counters.losses += listener->counts().losses;
  return counters;
}

void NewsStream::hear(core::MonoTime now, std::vector<NewsEvent>& out) {
  more_ = false;
  int taken = 0;
  for (auto& listener : listeners_) {
    while (const Listener::News* const news = listener->next(now, notices_)) {
      take(news->event, now, out);
      more_ = ++taken == kFramesMax;
      if (more_) return;
    }
  }
}

void NewsStream::take(const port::StreamEvent& event, core::MonoTime now,
                      std::vector<NewsEvent>& out) {
  if (const auto* const trade = std::get_if<core::TradeNews>(&event)) take_trade(*trade, now, out);
  if (const auto* const quote = std::get_if<core::QuoteNews>(&event)) take_quote(*quote, out);
}

void NewsStream::take_trade(core::TradeNews trade, core::MonoTime now,
                            std::vector<NewsEvent>& out) {
  const std::size_t* const symbol = find(trade.symbol);
  if (symbol == nullptr) return;
  trade.symbol = {};  // it lives as long as the frame, and the trade may have to wait
  if (trades_[*symbol].add(trade, now)) {
    tell_trades(*symbol, now, out);
  } else {
    ++counters_.duplicates;
  }
}

void NewsStream::take_quote(core::QuoteNews quote, std::vector<NewsEvent>& out) {
  const std::size_t* const symbol = find(quote.symbol);
  if (symbol == nullptr) return;
  quote.symbol = {};
  if (quote.id <= last_quote_[*symbol]) {
    ++counters_.duplicates;
    return;
  }
  last_quote_[*symbol] = quote.id;
  ++counters_.quotes;
  out.push_back({*symbol, quote});
}

void NewsStream::tell_trades(std::size_t symbol, core::MonoTime now, std::vector<NewsEvent>& out) {
  while (const auto item = trades_[symbol].take(now)) {
    if (const auto* const gap = std::get_if<TradeGap>(&*item)) {
      ++counters_.gaps;
      counters_.missed += gap->to_id - gap->from_id + 1;
      out.push_back({symbol, *gap});
    } else {
      ++counters_.trades;
      out.push_back({symbol, std::get<core::TradeNews>(*item)});
    }
  }
}

const std::size_t* NewsStream::find(std::string_view symbol) const {
  const auto found = by_symbol_.find(symbol);
  return found == by_symbol_.end() ? nullptr : &found->second;
}

}  // namespace wick::live
