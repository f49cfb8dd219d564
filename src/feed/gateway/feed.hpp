// The feed `sim`: a broker's gateway (docs/formats/gateway.md) over a WebSocket and HTTP.
//
// Keeps one connection, comes back after a loss at growing distances, and takes fifteen seconds
// without a word for a loss. What it cannot read is passed over, counted, and told now and then.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "feed/backoff.hpp"
#include "feed/gateway/history.hpp"
#include "feed/gateway/messages.hpp"
#include "feed/symbol_table.hpp"
#include "port/feed.hpp"
#include "port/http.hpp"
#include "port/websocket.hpp"

namespace wick::feed::gateway {

struct Options {
  std::string url;       // http:// or https://
  std::uint64_t seed{};  // of the distances between attempts
  core::Micros silence_max{std::chrono::seconds{15}};
  policy::PlainBackoffOptions backoff{.base_delay = std::chrono::milliseconds{500},
                                      .max_delay = std::chrono::seconds{30}};
};

class Feed final : public port::Feed {
 public:
  // Both must outlive it. kInvalid: the URL is none.
  [[nodiscard]] static base::Result<std::unique_ptr<Feed>> open(port::WebSockets& sockets,
                                                                port::Http& http, Options options);

  void subscribe(std::vector<std::string> symbols) override;
  void step(core::Now now, std::vector<port::FeedEvent>& out) override;
  [[nodiscard]] core::MonoTime wake() const override;
  [[nodiscard]] port::FeedHistory* history() override { return &history_; }
  [[nodiscard]] port::FeedVolume volume() const override { return port::FeedVolume::kMinuteTotal; }
  void doubt(core::Now now) override;

 private:
  using Events = std::vector<port::FeedEvent>;
  Feed(port::WebSockets& sockets, port::Http& http, Options options);

  void connect(core::Now now);
  void listen(core::Now now, Events& out);
  void hear(const port::Text& text, core::Now now, Events& out);
  void tell_refusals(const Subscribed& answer, Events& out);
  void tell_tick(const Tick& tick, core::UtcTime received, Events& out);
  void tell_offer(Events& out);
  void tell_state(core::Now now, Events& out);
  void note_odd(const base::Error& error, Events& out);
  void lose(core::Now now, const std::string& why, Events& out);
  void say_wishes();

  port::WebSockets& sockets_;
  port::Http& http_;
  Options options_;
  Backoff backoff_;
  std::string ticks_url_;
  History history_;
  Reader reader_;
  SymbolTable symbols_;

  std::unique_ptr<port::WebSocket> socket_;
  std::optional<port::Pending<port::HttpResult>> offer_;
  bool opened_{false};
  std::size_t unanswered_{};           // wishes
  std::optional<bool> market_open_{};  // as the server said on this connection
  core::MonoTime heard_{};
  std::optional<core::MonoTime> retry_{};  // nothing: at once
  std::uint64_t odd_{};
  bool more_{false};  // waits in the socket
  std::string doubted_;
  port::FeedState told_{port::FeedState::kDown};
};

}  // namespace wick::feed::gateway
