// How Binance's streams are spoken: one connection for many of them, wrapped frames.
//
// USD-M futures are split over two addresses, and the one from before the split still shakes hands
// and then says nothing; so each topic has the address that has it.
#pragma once

#include <string>
#include <vector>

#include "core/series_id.hpp"
#include "port/stream_dialect.hpp"

namespace wick::venue::binance {

struct StreamOptions {
  core::Market market{};
  std::vector<std::string> hosts{};  // "wss://stream.binance.com:9443", tried in order
};

class Streams final : public port::StreamDialect {
 public:
  explicit Streams(StreamOptions options);

  [[nodiscard]] const core::StreamLimits& limits() const override { return limits_; }
  [[nodiscard]] std::size_t hosts() const override { return options_.hosts.size(); }
  [[nodiscard]] std::string address(core::Topic topic, std::size_t host) const override;
  [[nodiscard]] std::string subscribe(std::span<const core::Subject> subjects,
                                      std::int64_t request) const override;
  [[nodiscard]] base::Result<port::StreamEvent> read(std::string_view text) const override;

 private:
  StreamOptions options_;
  core::StreamLimits limits_;
};

// "btcusdt@kline_1m"
[[nodiscard]] std::string stream_name(const core::Subject& subject);

}  // namespace wick::venue::binance
