#include <algorithm>
#include <utility>

#include "sim/stream/feed.hpp"

namespace wick::sim {
namespace {

constexpr Micros kMillisecond = 1000;
constexpr Micros kClosingLagMin = 50 * kMillisecond;
constexpr Micros kClosingLagMax = 300 * kMillisecond;

// Adds what came after; a candle without trades only carries the price on.
void extend(std::optional<Candle>& sum, const Candle& later) {
  if (!sum) {
    sum = later;
    return;
  }
  sum->high = std::max(sum->high, later.high);
  sum->low = std::min(sum->low, later.low);
  sum->close = later.close;
  sum->volume += later.volume;
  sum->quote += later.quote;
  sum->count += later.count;
  sum->taker_volume += later.taker_volume;
  sum->taker_quote += later.taker_quote;
  if (later.count == 0) return;
  if (sum->first_trade < 0) sum->first_trade = later.first_trade;
  sum->last_trade = later.last_trade;
}

std::int64_t quote_of(const Symbol& symbol, const Trade& trade) {
  if (symbol.venue != Venue::kCm) return trade.price * trade.quantity;
  __extension__ using Wide = __int128;
  Wide value = static_cast<Wide>(trade.quantity) * symbol.contract_size * 100'000'000;
  for (int digit = 0; digit < symbol.price_digits; digit++) value *= 10;
  return static_cast<std::int64_t>(value / trade.price);
}

Candle candle_of(const Symbol& symbol, const Trade& trade) {
  Candle candle;
  candle.open = candle.high = candle.low = candle.close = trade.price;
  candle.volume = trade.quantity;
  candle.quote = quote_of(symbol, trade);
  candle.count = 1;
  candle.taker_volume = trade.buyer_is_maker ? 0 : candle.volume;
  candle.taker_quote = trade.buyer_is_maker ? 0 : candle.quote;
  candle.first_trade = candle.last_trade = trade.id;
  return candle;
}

// The candles of one symbol and interval. Frames of the running candle come on a grid of ticks,
// only after trades; the closed one is told a moment after its end, before any word of the next.
// Whole minutes are summed from the market's own candles, so that a closed candle is to the last
// digit what the REST API will say, also where the sum over trades is rounded.
class KlineFeed : public Feed {
 public:
  KlineFeed(TapeCursor cursor, const Market& market, StreamName name, FeedOptions options)
      : cursor_(std::move(cursor)),
        name_(std::move(name)),
        options_(options),
        position_(options.since) {
    set_pace();
    open_candle(open_of(name_.interval, position_ + name_.offset) - name_.offset);
    catch_up(market);
    plan_ahead();
    plan();
  }

  [[nodiscard]] Micros due() const override { return due_; }

  [[nodiscard]] std::optional<FeedEvent> step() override {
    if (due_ == ahead_at_) {
      cursor_.look_ahead();
      ahead_at_ = kNever;
      plan();
      return std::nullopt;
    }
    std::optional<FeedEvent> event;
    if (ended_ && due_ == closing_at_) {
      event = say(*ended_, next_open_of(*ended_), true);
      if (ended_rough_) event->rough = say(*ended_rough_, next_open_of(*ended_), true).json;
      ended_.reset();
    } else if (due_ == section_end()) {
      take_trades(due_ - 1);
      turn();
    } else {
      take_trades(due_);
      event = say(*live_, close_, false);
      told_ = count();
    }
    position_ = due_;
    plan();
    return event;
  }

 private:
  void set_pace() {
    const bool spot = cursor_.symbol().venue == Venue::kSpot;
    const auto salt = static_cast<Micros>(name_.interval);
    const Micros usual = name_.interval == Interval::k1s ? kSecond : 2 * kSecond;
    pace_ = spot ? usual : 250 * kMillisecond;
    if (options_.update_every > 0) pace_ = options_.update_every;
    if (pace_ < kSecond) {
      phase_ = scatter(cursor_.symbol(), salt, pace_);
      return;
    }
    // Far enough from the full second to come after the closed candle before it.
    phase_ = kClosingLagMax + scatter(cursor_.symbol(), salt, pace_ - 2 * kClosingLagMax);
  }

  [[nodiscard]] std::int64_t count() const { return live_ ? live_->count : 0; }

  [[nodiscard]] Micros next_open_of(const Candle& candle) const {
    return next_open(name_.interval, candle.open_time + name_.offset) - name_.offset;
  }

  void open_candle(Micros open) {
    open_ = open;
    close_ = next_open(name_.interval, open + name_.offset) - name_.offset;
    settled_.reset();
    live_.reset();
    rough_.reset();
    told_ = 0;
  }

  // What the candle had before this subscription.
  void catch_up(const Market& market) {
    const Symbol& symbol = cursor_.symbol();
    const Micros minute = cursor_.minute().begin;
    const Micros hour = std::clamp(open_of(Interval::k1h, minute), open_, std::max(open_, minute));
    for (const auto& past : market.candles(symbol, Interval::k1h, open_, hour)) {
      extend(settled_, past);
    }
    for (const auto& past : market.candles(symbol, Interval::k1m, hour, std::max(hour, minute))) {
      extend(settled_, past);
    }
    live_ = settled_;
    for (const Trade& trade : cursor_.minute().trades) {
      if (trade.time < open_ || trade.time > position_) continue;
      rough_ = live_;
      add(trade);
    }
    if (live_) live_->open_time = open_;
    told_ = count();
  }

  [[nodiscard]] Micros section_end() const { return std::min(close_, cursor_.end()); }

  [[nodiscard]] Micros tick_from(Micros at) const {
    if (ended_) at = std::max(at, closing_at_ + 1);
    const Micros ticks = (at - phase_ + pace_ - 1) / pace_;
    return phase_ + ticks * pace_;
  }

  void plan() {
    due_ = section_end();
    const Trade* next = cursor_.peek();
    if (count() > told_ || (options_.steady && count() > 0)) {
      due_ = std::min(due_, tick_from(position_ + 1));
    } else if (next != nullptr) {
      due_ = std::min(due_, tick_from(std::max(next->time, position_ + 1)));
    }
    if (ended_) due_ = std::min(due_, closing_at_);
    due_ = std::min(due_, ahead_at_);
  }

  // The trades of the next minute are worked out in the course of this one, those of each symbol
  // at another moment: at its end there is no time for all of them at once.
  void plan_ahead() {
    const Micros begin = cursor_.minute().begin;
    ahead_at_ = begin + 20 * kSecond + scatter(cursor_.symbol(), begin, 35 * kSecond);
    if (ahead_at_ <= position_) ahead_at_ = kNever;
  }

  void take_trades(Micros until) {
    const auto is_due = [&](const Trade* trade) {
      return trade != nullptr && trade->time <= until;
    };
    const Trade* next = cursor_.peek();
    while (is_due(next)) {
      const Trade trade = *next;
      cursor_.skip();
      next = cursor_.peek();
      if (!is_due(next)) rough_ = live_;
      add(trade);
    }
  }

  void add(const Trade& trade) {
    extend(live_, candle_of(cursor_.symbol(), trade));
    live_->open_time = open_;
  }

  // The end of a minute, of a candle, or of both.
  void turn() {
    if (due_ == cursor_.end()) {
      if (name_.interval != Interval::k1s) settle();
      cursor_.turn();
      plan_ahead();
    }
    if (due_ != close_) return;
    if (count() > 0) {
      ended_ = live_;
      ended_rough_ = rough_ && rough_->count > 0 ? rough_ : std::nullopt;
      closing_at_ = close_ + kClosingLagMin +
                    scatter(cursor_.symbol(), open_, kClosingLagMax - kClosingLagMin);
    }
    open_candle(close_);
  }

  void settle() {
    if (const auto& candle = cursor_.minute().candle) extend(settled_, *candle);
    live_ = settled_;
    if (live_) live_->open_time = open_;
  }

  [[nodiscard]] FeedEvent say(const Candle& candle, Micros next, bool closed) const {
    const KlineEvent event{due_, rest_name(name_.interval), next, candle, closed};
    const Symbol& symbol = cursor_.symbol();
    return {name_.topic == Topic::kKline ? kline_json(symbol, event, options_.unit)
                                         : continuous_kline_json(symbol, event),
            closed,
            {}};
  }

  TapeCursor cursor_;
  StreamName name_;
  FeedOptions options_;
  Micros pace_{}, phase_{};

  Micros open_{}, close_{};
  std::optional<Candle> settled_;  // whole minutes of the running candle
  std::optional<Candle> live_;     // and the trades since
  std::optional<Candle> rough_;    // the same before the last of these
  std::int64_t told_{};            // trades in the last frame

  std::optional<Candle> ended_, ended_rough_;  // wait for their closing frame
  Micros closing_at_{};

  Micros position_{};  // all up to here is done
  Micros due_{};
  Micros ahead_at_{kNever};
};

}  // namespace

std::unique_ptr<Feed> make_kline_feed(TradeTape& tape, const Symbol& symbol, const StreamName& name,
                                      FeedOptions options) {
  return std::make_unique<KlineFeed>(TapeCursor(tape, symbol, options.since), tape.market(), name,
                                     options);
}

}  // namespace wick::sim
