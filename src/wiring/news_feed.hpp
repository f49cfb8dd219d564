// Trades or quotes of an exchange's streams as a live source: binance-ws.
//
// A tick of a trade has its price on both sides and its amount as size. The source is down until
// all symbols are heard. Trades are numbered: where numbers are missing though nothing was down,
// a loss is told as of the trade before. The market never closes.
#pragma once

#include <deque>
#include <memory>
#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

#include "core/series_id.hpp"
#include "feed/symbol_table.hpp"
#include "live/news_stream.hpp"
#include "port/feed.hpp"
#include "wiring/news_history.hpp"

namespace wick::wiring {

class NewsFeed final : public port::Feed {
 public:
  struct World {  // must outlive the feed
    port::WebSockets* sockets{};
    const port::StreamDialect* dialect{};
    port::BarSource* past{};  // the same venue's klines; none: there is no history
  };
  struct Options {
    core::Provider provider{core::Provider::kBinance};
    core::Market market{};
    core::Topic topic{core::Topic::kTrades};  // or quotes
    std::uint64_t seed{};
  };
  NewsFeed(const Options& options, World world);

  [[nodiscard]] port::FeedVolume volume() const override;
  void subscribe(std::vector<std::string> symbols) override;
  void step(core::Now now, std::vector<port::FeedEvent>& out) override;
  [[nodiscard]] core::MonoTime wake() const override { return wake_; }
  [[nodiscard]] port::FeedHistory* history() override { return history_ ? &*history_ : nullptr; }
  void doubt(core::Now now) override;

 private:
  // A stream, and what its numbers mean.
  struct Ear {
    std::unique_ptr<live::NewsStream> stream;
    std::vector<std::string> names;
  };
  struct Heard {
    std::string name;
    std::variant<core::TradeNews, core::QuoteNews> news;
    core::UtcTime received;
  };
  struct Told {
    std::int64_t id{};
    std::int64_t last_part{};  // of a trade that is a sum; 0 where the venue tells none
    core::UtcTime received;
  };
  using Events = std::vector<port::FeedEvent>;

  [[nodiscard]] Ear open();
  [[nodiscard]] std::deque<Heard> listen(Ear& ear, core::Now now);
  void note(core::MonoTime now, Events& out);
  void hand_over(core::Now now, std::deque<Heard>& heard);
  void tell_loss(core::Now now, Events& out);
  void turn_down(core::UtcTime at, std::string why, Events& out);
  void turn_open(core::UtcTime at, std::string why, Events& out);
  void tell(const Heard& heard, Events& out);
  void tell_gap(const Heard& after, std::int64_t id, Events& out);
  [[nodiscard]] core::UtcTime well_until(const Ear& ear, core::Now now) const;

  Options options_;
  World world_;
  std::optional<NewsHistory> history_;
  feed::SymbolTable symbols_;
  std::optional<Ear> ear_;
  std::optional<Ear> next_;  // of a changed set, which takes over once it hears
  std::deque<Heard> held_;   // by the next
  std::optional<core::MonoTime> takes_over_at_;
  std::unordered_map<std::string, Told> told_;  // the last of each symbol
  bool up_{};
  core::UtcTime turned_at_{};
  core::UtcTime heard_since_{};
  core::UtcTime last_received_{};
  std::optional<core::UtcTime> doubted_;  // when all was well, before the doubt
  std::vector<live::Notice> notices_;
  std::size_t odd_{};  // since one was told
  core::MonoTime odd_again_at_{core::MonoTime::min()};
  std::uint64_t ears_{};
  core::MonoTime wake_{core::MonoTime::max()};
};

}  // namespace wick::wiring
