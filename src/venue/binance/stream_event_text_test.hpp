// What a frame said, as a line to compare: every value, and doubles by their bits.
#pragma once

#include <array>
#include <charconv>
#include <string>
#include <type_traits>
#include <variant>

#include "port/stream_dialect.hpp"

namespace wick::venue::binance {

class EventText {
 public:
  explicit EventText(const char* kind) : line_(kind) {}

  EventText& add(std::string_view text) {
    line_ += ' ';
    line_ += text;
    return *this;
  }
  EventText& add(std::int64_t number) { return add(std::string_view(std::to_string(number))); }
  EventText& add(core::UtcTime time) { return add(std::int64_t{core::micros_of(time)}); }
  EventText& add(double value) {
    std::array<char, 40> text{};
    const auto written = std::to_chars(text.begin(), text.end(), value, std::chars_format::hex);
    return add(std::string_view(text.data(), static_cast<std::size_t>(written.ptr - text.data())));
  }
  [[nodiscard]] std::string line() const { return line_; }

 private:
  std::string line_;
};

inline std::string line_of(const core::CandleNews& news) {
  const core::Bar& bar = news.bar;
  EventText text("candle");
  text.add(news.symbol).add(core::name(news.interval)).add(news.said);
  text.add(std::string_view(news.closed ? "closed" : "forming"));
  text.add(bar.open_time).add(bar.close_time).add(bar.open).add(bar.high).add(bar.low);
  text.add(bar.close).add(bar.volume).add(bar.quote_volume).add(bar.count);
  return text.add(bar.taker_volume).add(bar.taker_quote_volume).line();
}
inline std::string line_of(const core::TradeNews& news) {
  EventText text("trade");
  text.add(news.symbol).add(news.said).add(news.time).add(news.price).add(news.size);
  text.add(news.id);
  return text.add(std::string_view(news.buyer_is_maker ? "maker" : "taker")).line();
}
inline std::string line_of(const core::QuoteNews& news) {
  EventText text("quote");
  text.add(news.symbol).add(news.time).add(news.bid).add(news.bid_size);
  return text.add(news.ask).add(news.ask_size).add(news.id).line();
}
inline std::string line_of(const port::Accepted& reply) {
  return EventText("accepted").add(reply.request).line();
}
inline std::string line_of(const port::Refused& reply) {
  EventText text("refused");
  if (reply.request) text.add(*reply.request);
  return text.add(std::string_view(reply.reason)).line();
}
inline std::string line_of(const port::GoingAway&) {
  return "going away";
}
inline std::string line_of(const port::Unknown& event) {
  return EventText("unknown").add(event.what).line();
}

inline std::string line_of(const base::Result<port::StreamEvent>& event) {
  if (!event) return "error " + event.error().what;
  return std::visit([](const auto& told) { return line_of(told); }, *event);
}

// Whether whatever text the event shows is the frame's own.
inline bool views_lie_in(std::string_view frame, const port::StreamEvent& event) {
  const auto lies = [&](std::string_view view) {
    return view.empty() || (view.data() >= frame.data() &&
                            view.data() + view.size() <= frame.data() + frame.size());
  };
  return std::visit(
      [&](const auto& told) {
        using Told = std::decay_t<decltype(told)>;
        if constexpr (std::is_same_v<Told, port::Unknown>) return lies(told.what);
        if constexpr (requires { told.symbol; }) return lies(told.symbol);
        return true;
      },
      event);
}

}  // namespace wick::venue::binance
