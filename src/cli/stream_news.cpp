#include "cli/stream_news.hpp"

#include <algorithm>

#include "base/json_text.hpp"
#include "cli/amounts.hpp"
#include "cli/bar_text.hpp"
#include "cli/stream_pace.hpp"
#include "codec/decimal.hpp"

namespace wick::cli {
namespace {

using base::json_quoted;
using Weight = PacedLines::Weight;

void append_number(std::string& out, const char* name, double value) {
  out += name;
  codec::append_shortest(out, value);
}

void append_integer(std::string& out, const char* name, std::int64_t value) {
  out += name;
  out += std::to_string(value);
}

void append_time_member(std::string& out, core::UtcTime t, TimeStyle style) {
  const char* const quote = style == TimeStyle::kIso ? "\"" : "";
  out += R"(,"time":)";
  out += quote;
  append_time(out, t, style);
  out += quote;
}

void append_trade(std::string& out, const core::TradeNews& trade, TimeStyle time) {
  append_time_member(out, trade.time, time);
  append_number(out, R"(,"price":)", trade.price);
  append_number(out, R"(,"size":)", trade.size);
  append_integer(out, R"(,"id":)", trade.id);
  out += trade.buyer_is_maker ? R"(,"buyer_is_maker":true)" : R"(,"buyer_is_maker":false)";
}

void append_quote(std::string& out, const core::QuoteNews& quote, TimeStyle time) {
  if (quote.time != core::UtcTime{}) append_time_member(out, quote.time, time);
  append_number(out, R"(,"bid":)", quote.bid);
  append_number(out, R"(,"bid_size":)", quote.bid_size);
  append_number(out, R"(,"ask":)", quote.ask);
  append_number(out, R"(,"ask_size":)", quote.ask_size);
  append_integer(out, R"(,"id":)", quote.id);
}

const char* type_of(const live::NewsEvent& event) {
  if (std::holds_alternative<core::TradeNews>(event.what)) return R"({"type":"trade",)";
  if (std::holds_alternative<core::QuoteNews>(event.what)) return R"({"type":"quote",)";
  return R"({"type":"gap",)";
}

bool is_gap(const live::NewsEvent& event) {
  return std::holds_alternative<live::TradeGap>(event.what);
}

class Run {
 public:
  Run(const StreamRequest& request, const NewsParts& parts)
      : request_(request),
        outlet_(parts.outlet),
        text_(request),
        stream_(wish_of(request, parts.seed), parts.world),
        lines_(request.slow, *outlet_.sink,
               [this](std::string& out, std::size_t symbol, std::int64_t lost) {
                 text_.append_dropped(out, symbol, lost);
               }),
        end_(request.lasting ? outlet_.reactor->now().mono + *request.lasting
                             : core::MonoTime::max()) {}
  Run(const Run&) = delete;
  Run& operator=(const Run&) = delete;

  void listen() {
    for (;;) {
      const core::Now now = outlet_.reactor->now();
      if (!lines_.full()) hear(now);
      for (const live::Notice& notice : stream_.take_notices()) outlet_.tell(notice);
      lines_.step(now.mono);
      if (enough() || now.mono >= end_ || outlet_.closed()) return;
      const core::MonoTime wake = std::min(end_, lines_.wake());
      outlet_.reactor->wait(lines_.full() ? wake : std::min(wake, stream_.wake()));
    }
  }

  void finish() {
    outlet_.drain([&](core::Now now) {
      lines_.step(now.mono);
      return lines_.done();
    });
  }

  [[nodiscard]] Exit verdict() const {
    return outlet_.verdict(news_summary(request_.topic, stream_.counters(), lines_.dropped()));
  }

 private:
  static live::NewsStream::Wish wish_of(const StreamRequest& request, std::uint64_t seed) {
    live::NewsStream::Wish wish{.topic = request.topic, .seed = seed};
    for (const core::SeriesId& id : request.series) wish.symbols.push_back(id.symbol);
    return wish;
  }

  void hear(core::Now now) {
    events_.clear();
    stream_.step(now, events_);
    for (const live::NewsEvent& event : events_) {
      if (enough()) return;
      if (!is_gap(event)) ++told_;
      std::string line;
      text_.append(line, event);
      const bool passing = std::holds_alternative<core::QuoteNews>(event.what);
      lines_.add(event.symbol, passing ? Weight::kPassing : Weight::kLasting, std::move(line));
    }
  }

  [[nodiscard]] bool enough() const { return request_.count && told_ >= *request_.count; }

  const StreamRequest& request_;
  const StreamOutlet& outlet_;
  NewsText text_;
  live::NewsStream stream_;
  PacedLines lines_;
  core::MonoTime end_;
  std::vector<live::NewsEvent> events_;
  std::int64_t told_{0};
};

}  // namespace

NewsText::NewsText(const StreamRequest& request) : time_(request.time) {
  for (const core::SeriesId& id : request.series) {
    members_.push_back(R"("symbol":)" + json_quoted(id.symbol) + R"(,"market":)" +
                       json_quoted(core::name(id.market)));
  }
}

void NewsText::append(std::string& out, const live::NewsEvent& event) const {
  out += type_of(event);
  out += members_[event.symbol];
  if (const auto* const trade = std::get_if<core::TradeNews>(&event.what)) {
    append_trade(out, *trade, time_);
  } else if (const auto* const quote = std::get_if<core::QuoteNews>(&event.what)) {
    append_quote(out, *quote, time_);
  } else if (const auto* const gap = std::get_if<live::TradeGap>(&event.what)) {
    append_integer(out, R"(,"from_id":)", gap->from_id);
    append_integer(out, R"(,"to_id":)", gap->to_id);
  }
  out += "}\n";
}

void NewsText::append_dropped(std::string& out, std::size_t symbol, std::int64_t quotes) const {
  out += R"({"type":"dropped",)" + members_[symbol];
  append_integer(out, R"(,"updates":)", quotes);
  out += "}\n";
}

std::string news_summary(core::Topic topic, const live::NewsCounters& counters,
                         std::int64_t dropped) {
  const auto many = [](std::int64_t count, const char* noun) {
    return plural(static_cast<std::uint64_t>(count), noun);
  };
  const std::string news = topic == core::Topic::kTrades
                               ? many(counters.trades, "trade") + ", " +
                                     std::to_string(counters.missed) + " missed in " +
                                     many(counters.gaps, "gap")
                               : many(counters.quotes, "quote");
  return news + ", " + many(counters.losses, "reconnect") + ", " + std::to_string(dropped) +
         " dropped";
}

Exit stream_news(const StreamRequest& request, const NewsParts& parts) {
  Run run(request, parts);
  run.listen();
  run.finish();
  return run.verdict();
}

}  // namespace wick::cli
