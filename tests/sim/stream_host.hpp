// The streams of a simulated exchange over the fake network, in virtual time.
//
// A URL names the market by its host: ws://spot/ws/btcusdt@kline_1m, ws://um/market/stream?...,
// ws://cm/ws. What the scenario in force says of handshakes and frames happens here as it does over
// real sockets: refusals, silences, delays, cuts. A refused handshake is Lost without Opened. Every
// ping is answered. The exchange's clock goes on evenly, also where the world's wall clock jumps.
#pragma once

#include <cstddef>
#include <map>
#include <memory>
#include <optional>
#include <string>

#include "fake/websocket.hpp"
#include "sim/server/backend.hpp"

namespace wick::simulation {

class StreamHost final : public port::WebSockets, private fake::WebSocketServer {
 public:
  // Both must outlive every connection.
  StreamHost(fake::World& world, sim::Exchange& exchange);
  ~StreamHost() override;

  [[nodiscard]] std::unique_ptr<port::WebSocket> open(const std::string& url) override;

  [[nodiscard]] sim::Micros now() const;                        // by the exchange's clock
  [[nodiscard]] std::size_t connections();                      // whose client is there still
  [[nodiscard]] std::size_t frames() const { return frames_; }  // texts sent, replies included

 private:
  class Connection;

  void connected(const std::string& url, std::shared_ptr<fake::WebSocketPeer> peer) override;
  void received(const std::string& text, fake::WebSocketPeer& peer) override;
  [[nodiscard]] std::unique_ptr<port::WebSocket> refuse(const std::string& url);
  [[nodiscard]] std::unique_ptr<port::WebSocket> accept(const std::string& url,
                                                        sim::FatedSession::Opening opening);

  fake::World& world_;
  core::UtcTime start_;
  std::unique_ptr<sim::Backend> exchange_;
  sim::TradeTape tape_;
  fake::WebSockets sockets_;
  std::optional<sim::FatedSession::Opening> opening_;  // of the connection being made
  std::map<const fake::WebSocketPeer*, std::shared_ptr<Connection>> connections_;
  std::size_t frames_{0};
};

}  // namespace wick::simulation
