#include "wiring/news_feed.hpp"

#include <algorithm>
#include <iterator>
#include <utility>

#include "base/check.hpp"

namespace wick::wiring {
namespace {

using core::MonoTime;
using core::UtcTime;

// Both listen so long when a set changes: what is on its way to the old connection arrives.
constexpr core::Micros kOverlap = std::chrono::seconds{2};
constexpr core::Micros kOddEvery = std::chrono::minutes{1};
constexpr std::size_t kHeldMax = 200'000;

std::vector<std::string> in_order(std::vector<std::string> names) {
  std::ranges::sort(names);
  return names;
}

std::int64_t id_of(const std::variant<core::TradeNews, core::QuoteNews>& news) {
  return std::visit([](const auto& one) { return one.id; }, news);
}

std::int64_t last_part_of(const std::variant<core::TradeNews, core::QuoteNews>& news) {
  const auto* const trade = std::get_if<core::TradeNews>(&news);
  return trade == nullptr ? 0 : trade->last;
}

core::Tick tick_of(const core::TradeNews& trade, UtcTime received) {
  return {.time = trade.time,
          .received = received,
          .bid = trade.price,
          .ask = trade.price,
          .size = trade.size};
}
core::Tick tick_of(const core::QuoteNews& quote, UtcTime received) {
  const bool timed = quote.time != UtcTime{};
  return {.time = timed ? quote.time : received,
          .received = received,
          .bid = quote.bid,
          .ask = quote.ask};
}

std::string on_one_line(std::string text) {
  std::ranges::replace_if(
      text, [](char c) { return c == '\n' || c == '\r'; }, ' ');
  return text;
}

}  // namespace

NewsFeed::NewsFeed(const Options& options, World world) : options_(options), world_(world) {
  WICK_CHECK(options_.topic != core::Topic::kCandles);
  if (world_.past != nullptr) {
    history_.emplace(NewsHistory::Of{options_.provider, options_.market}, *world_.past);
  }
}

port::FeedVolume NewsFeed::volume() const {
  return options_.topic == core::Topic::kTrades ? port::FeedVolume::kSizes
                                                : port::FeedVolume::kNone;
}

NewsFeed::Ear NewsFeed::open() {
  live::NewsStream::Wish wish{
      .topic = options_.topic, .symbols = symbols_.names(), .seed = options_.seed + ears_++};
  const live::NewsStream::World world{world_.sockets, world_.dialect};
  Ear ear{.stream = nullptr, .names = symbols_.names()};
  ear.stream = std::make_unique<live::NewsStream>(std::move(wish), world);
  return ear;
}

// A set that is heard is left only for one that is heard, too.
void NewsFeed::subscribe(std::vector<std::string> symbols) {
  symbols_ = feed::SymbolTable(std::move(symbols));
  std::erase_if(told_, [&](const auto& told) { return !symbols_.find(told.first); });
  next_.reset();
  held_.clear();
  takes_over_at_.reset();
  if (symbols_.names().empty()) {
    ear_.reset();
  } else if (ear_ && in_order(ear_->names) == in_order(symbols_.names())) {
    // Only their numbers are others.
  } else if (up_ && ear_) {
    next_ = open();
  } else {
    ear_ = open();
  }
  wake_ = MonoTime::min();
}

void NewsFeed::doubt(core::Now now) {
  if (!up_ || !ear_) return;
  doubted_ = well_until(*ear_, now);
  ear_ = open();
  next_.reset();
  held_.clear();
  takes_over_at_.reset();
  wake_ = MonoTime::min();
}

void NewsFeed::step(core::Now now, Events& out) {
  std::deque<Heard> heard;
  if (ear_) heard = listen(*ear_, now);
  if (next_) hand_over(now, heard);
  note(now.mono, out);
  const bool hears = ear_ && ear_->stream->hearing().all;
  if (!up_ && hears) {
    turn_open(now.utc, "all streams are heard", out);
    heard_since_ = now.utc;
  }
  if (up_) {
    for (const Heard& one : heard) tell(one, out);
  }
  tell_loss(now, out);
  wake_ = ear_ ? ear_->stream->wake() : MonoTime::max();
  if (next_) wake_ = std::min(wake_, next_->stream->wake());
  if (takes_over_at_) wake_ = std::min(wake_, *takes_over_at_);
}

void NewsFeed::tell_loss(core::Now now, Events& out) {
  if (doubted_) {
    turn_down(*std::exchange(doubted_, std::nullopt), "nothing was heard for too long", out);
  } else if (up_ && !ear_) {
    turn_down(now.utc, "nothing is subscribed to", out);
  } else if (up_ && !ear_->stream->hearing().all) {
    turn_down(well_until(*ear_, now), "a connection was lost", out);
  }
}

std::deque<NewsFeed::Heard> NewsFeed::listen(Ear& ear, core::Now now) {
  std::vector<live::NewsEvent> events;
  ear.stream->step(now, events);
  std::ranges::move(ear.stream->take_notices(), std::back_inserter(notices_));
  std::deque<Heard> heard;
  for (const live::NewsEvent& event : events) {
    const std::string& name = ear.names[event.symbol];
    if (const auto* const trade = std::get_if<core::TradeNews>(&event.what)) {
      heard.push_back({name, *trade, now.utc});
    } else if (const auto* const quote = std::get_if<core::QuoteNews>(&event.what)) {
      heard.push_back({name, *quote, now.utc});
    }
  }
  return heard;
}

// What the next hears is held until the old one is left: told before, it could overtake what the
// old connection still brings.
void NewsFeed::hand_over(core::Now now, std::deque<Heard>& heard) {
  std::ranges::move(listen(*next_, now), std::back_inserter(held_));
  while (held_.size() > kHeldMax) held_.pop_front();  // the numbers will tell that it is missing
  if (!takes_over_at_ && next_->stream->hearing().all) takes_over_at_ = now.mono + kOverlap;
  const bool old_is_lost = !ear_->stream->hearing().all;
  if (!old_is_lost && (!takes_over_at_ || now.mono < *takes_over_at_)) return;
  if (takes_over_at_) {
    for (Heard& one : held_) {
      one.received = now.utc;
      heard.push_back(std::move(one));
    }
  } else {
    doubted_ = well_until(*ear_, now);
  }
  held_.clear();
  takes_over_at_.reset();
  ear_ = std::exchange(next_, std::nullopt);
}

// Odd frames are counted, and told once in a while: they come by the thousand.
void NewsFeed::note(MonoTime now, Events& out) {
  for (live::Notice& notice : std::exchange(notices_, {})) {
    std::string text = on_one_line(std::move(notice.text));
    if (notice.kind == live::Notice::Kind::kConnected) text.insert(0, "listening to ");
    if (notice.kind == live::Notice::Kind::kOdd) {
      ++odd_;
      if (now < odd_again_at_) continue;
      odd_again_at_ = now + kOddEvery;
      text.insert(0, std::to_string(std::exchange(odd_, 0)) + " odd, the last: ");
    }
    out.emplace_back(port::FeedNote{std::move(text)});
  }
}

UtcTime NewsFeed::well_until(const Ear& ear, core::Now now) const {
  const MonoTime until = ear.stream->hearing().until;
  return until == MonoTime::min() ? last_received_ : now.utc - (now.mono - until);
}

void NewsFeed::turn_down(UtcTime at, std::string why, Events& out) {
  if (!up_) return;
  up_ = false;
  turned_at_ = std::max(turned_at_, at);
  out.emplace_back(port::FeedTurn{port::FeedState::kDown, turned_at_, std::move(why)});
}

void NewsFeed::turn_open(UtcTime at, std::string why, Events& out) {
  up_ = true;
  turned_at_ = std::max(turned_at_, at);
  out.emplace_back(port::FeedTurn{port::FeedState::kOpen, turned_at_, std::move(why)});
}

void NewsFeed::tell(const Heard& heard, Events& out) {
  const auto symbol = symbols_.find(heard.name);
  if (!symbol) return;
  const std::int64_t id = id_of(heard.news);
  const auto told = told_.find(heard.name);
  if (told != told_.end() && id <= told->second.id) return;
  if (options_.topic == core::Topic::kTrades) tell_gap(heard, id, out);
  told_[heard.name] = {id, last_part_of(heard.news), heard.received};
  last_received_ = heard.received;
  const core::Tick tick =
      std::visit([&](const auto& one) { return tick_of(one, heard.received); }, heard.news);
  out.emplace_back(port::FeedTick{*symbol, tick});
}

// What was missed while the source was down has been told as that.
void NewsFeed::tell_gap(const Heard& after, std::int64_t id, Events& out) {
  const auto told = told_.find(after.name);
  if (told == told_.end() || id == told->second.id + 1) return;
  const auto* const trade = std::get_if<core::TradeNews>(&after.news);
  const std::int64_t part = told->second.last_part;
  if (trade != nullptr && part > 0 && trade->first == part + 1) return;
  if (told->second.received < heard_since_) return;
  const std::string missed = std::to_string(id - told->second.id - 1);
  turn_down(told->second.received, after.name + ": " + missed + " trades are missing", out);
  turn_open(after.received, "trades go on", out);
}

}  // namespace wick::wiring
