// Trades or quotes of many symbols as they happen.
//
// A NewsStream is a machine, and listens as CandleStream does. Nothing is
// repaired: trades come in the order of their numbers, each once, and what is
// missing among them is told as a gap; of quotes the newest counts, and older
// ones that a second connection brings are passed over.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <unordered_map>
#include <variant>
#include <vector>

#include "core/stream.hpp"
#include "live/listener.hpp"
#include "live/news_stream_order.hpp"
#include "live/notice.hpp"
#include "port/stream_dialect.hpp"
#include "port/websocket.hpp"

namespace wick::live {

struct NewsEvent {
  std::size_t symbol{};  // which of those that were asked for
  std::variant<core::TradeNews, core::QuoteNews, TradeGap> what;  // without the view of its symbol
};

struct NewsCounters {
  std::int64_t trades{};
  std::int64_t quotes{};
  std::int64_t gaps{};
  std::int64_t missed{};      // trades, in all gaps
  std::int64_t duplicates{};  // news that were told before, or came too late
  std::int64_t losses{};      // of connections
};

class NewsStream {
 public:
  struct World {  // must outlive the stream
    port::WebSockets* sockets{};
    const port::StreamDialect* dialect{};
  };
  struct Wish {
    core::Topic topic{};                 // trades or quotes
    std::vector<std::string> symbols{};  // canonical, each once
    std::uint64_t seed{};
    core::Micros patience{std::chrono::seconds{1}};  // for a trade that is missing
  };
  NewsStream(Wish wish, World world);

  // Adds to `out`. Takes a bounded number of frames; where more wait, wake() is
  // now.
  void step(core::Now now, std::vector<NewsEvent>& out);
  [[nodiscard]] core::MonoTime wake() const { return wake_; }

  // Whether every symbol is heard as of the last step; and until when all certainly were: the last
  // news of the connections that are missing, or of all of them where none is.
  struct Hearing {
    bool all{};
    core::MonoTime until{};
  };
  [[nodiscard]] Hearing hearing() const;

  [[nodiscard]] std::vector<Notice> take_notices();
  [[nodiscard]] NewsCounters counters() const;

 private:
  void listen(const World& world);
  void hear(core::MonoTime now, std::vector<NewsEvent>& out);
  void take(const port::StreamEvent& event, core::MonoTime now, std::vector<NewsEvent>& out);
  void take_trade(core::TradeNews trade, core::MonoTime now, std::vector<NewsEvent>& out);
  void take_quote(core::QuoteNews quote, std::vector<NewsEvent>& out);
  void tell_trades(std::size_t symbol, core::MonoTime now, std::vector<NewsEvent>& out);
  [[nodiscard]] const std::size_t* find(std::string_view symbol) const;

  struct Hash {
    using is_transparent = void;  // NOLINT(readability-identifier-naming): the standard's
    std::size_t operator()(std::string_view text) const {
      return std::hash<std::string_view>{}(text);
    }
  };

  Wish wish_;
  policy::ConnectPace pace_;
  std::vector<std::unique_ptr<Listener>> listeners_;
  std::vector<core::MonoTime> well_until_;  // one a listener
  std::unordered_map<std::string, std::size_t, Hash, std::equal_to<>> by_symbol_;
  std::vector<TradeOrder> trades_;
  std::vector<std::int64_t> last_quote_;
  std::vector<Notice> notices_;
  NewsCounters counters_;
  bool more_{};
  core::MonoTime wake_{core::MonoTime::min()};
};

}  // namespace wick::live
