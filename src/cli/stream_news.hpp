// Trades and quotes as lines of JSON, at the reader's pace. See docs/formats/stream.md.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "cli/stream_outlet.hpp"
#include "cli/stream_request.hpp"
#include "live/news_stream.hpp"

namespace wick::cli {

class NewsText {
 public:
  explicit NewsText(const StreamRequest& request);

  void append(std::string& out, const live::NewsEvent& event) const;
  void append_dropped(std::string& out, std::size_t symbol, std::int64_t quotes) const;

 private:
  TimeStyle time_;
  std::vector<std::string> members_;  // "symbol":"BTCUSDT","market":"spot"
};

// "12 trades, 3 missed in 1 gap, 0 reconnects, 0 dropped"
[[nodiscard]] std::string news_summary(core::Topic topic, const live::NewsCounters& counters,
                                       std::int64_t dropped);

struct NewsParts {  // what it names must outlive the run
  live::NewsStream::World world{};
  StreamOutlet outlet{};
  std::uint64_t seed{};
};

[[nodiscard]] Exit stream_news(const StreamRequest& request, const NewsParts& parts);

}  // namespace wick::cli
