#include <algorithm>
#include <utility>

#include "sim/stream/feed.hpp"

namespace wick::sim {
namespace {

constexpr Micros kMillisecond = 1000;
constexpr Micros kAggregateWindow = 100 * kMillisecond;

// One event for each trade, or for each run of trades that an aggregate holds: same price, same
// side, same tenth of a second. An event comes a moment after its last trade; the moment is the
// same for all events of a symbol, so their order is that of the trades.
class TradeFeed : public Feed {
 public:
  TradeFeed(TapeCursor cursor, Topic topic, FeedOptions options)
      : cursor_(std::move(cursor)), topic_(topic), options_(options) {
    const bool spot = cursor_.symbol().venue == Venue::kSpot;
    lag_ = kMillisecond + scatter(cursor_.symbol(), 0, (spot ? 4 : 40) * kMillisecond);
    plan();
    while (due_ <= options_.since) pass();
  }

  [[nodiscard]] Micros due() const override { return due_; }

  [[nodiscard]] std::optional<FeedEvent> step() override {
    std::optional<FeedEvent> event;
    if (gathered_.last_id >= 0) {
      gathered_.time = due_;
      event = FeedEvent{json(), false, {}};
    }
    pass();
    return event;
  }

 private:
  void pass() {
    if (gathered_.last_id < 0) cursor_.turn();
    plan();
  }

  void plan() {
    gathered_.last_id = -1;
    const Trade* next = cursor_.peek();
    if (next == nullptr) {
      due_ = std::max(due_, cursor_.end());
      return;
    }
    gathered_.trade = *next;
    Micros last = 0;
    do {
      last = next->time;
      if (gathered_.last_id >= 0) gathered_.trade.quantity += next->quantity;
      gathered_.last_id = next->id;
      cursor_.skip();
      next = cursor_.peek();
    } while (next != nullptr && topic_ == Topic::kAggTrade && joins(*next));
    due_ = last + lag_;
  }

  [[nodiscard]] bool joins(const Trade& trade) const {
    const Trade& first = gathered_.trade;
    return trade.price == first.price && trade.buyer_is_maker == first.buyer_is_maker &&
           trade.time / kAggregateWindow == first.time / kAggregateWindow;
  }

  [[nodiscard]] std::string json() const {
    const Symbol& symbol = cursor_.symbol();
    if (topic_ == Topic::kTrade) return trade_json(symbol, gathered_, options_.unit);
    if (topic_ == Topic::kAggTrade) return agg_trade_json(symbol, gathered_, options_.unit);
    return book_ticker_json(symbol, book());
  }

  // The taker ate from one side of a book one tick wide: the trade's price is what is left of it.
  [[nodiscard]] BookEvent book() const {
    const Trade& trade = gathered_.trade;
    BookEvent book;
    book.time = gathered_.time;
    book.transaction_time = trade.time;
    book.update_id = trade.id;
    book.bid = trade.buyer_is_maker ? trade.price : trade.price - 1;
    book.ask = book.bid + 1;
    book.bid_quantity = trade.quantity + scatter(cursor_.symbol(), trade.id, 1000);
    book.ask_quantity = trade.quantity + scatter(cursor_.symbol(), ~trade.id, 1000);
    return book;
  }

  TapeCursor cursor_;
  Topic topic_;
  FeedOptions options_;
  Micros lag_{};
  TradeEvent gathered_;  // said next; without a trade the minute is turned instead
  Micros due_{};
};

}  // namespace

std::unique_ptr<Feed> make_trade_feed(TradeTape& tape, const Symbol& symbol, Topic topic,
                                      FeedOptions options) {
  // From before anything untold, so that an aggregate is the same whenever one subscribes.
  const Micros window = options.since - options.since % kAggregateWindow;
  TapeCursor cursor(tape, symbol, window - kAggregateWindow - 1);
  return std::make_unique<TradeFeed>(std::move(cursor), topic, options);
}

}  // namespace wick::sim
