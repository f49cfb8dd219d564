// For tests: an exchange that speaks the streams of Binance, in virtual time.
#pragma once

#include <algorithm>
#include <map>
#include <memory>
#include <set>
#include <string>
#include <vector>

#include "fake/websocket.hpp"

namespace wick::wiring {

class NewsVenue final : public fake::WebSocketServer {
 public:
  explicit NewsVenue(fake::World& world) : world_(world) { ping(); }

  void connected(const std::string& url, std::shared_ptr<fake::WebSocketPeer> peer) override {
    urls.push_back(url);
    fake::WebSocketPeer* const key = peer.get();
    peers_[key].peer = std::move(peer);
  }
  void received(const std::string& text, fake::WebSocketPeer& peer) override {
    auto& streams = peers_.at(&peer).streams;
    const std::size_t end = text.find(']');
    for (std::size_t at = text.find('['); at < end;) {
      const std::size_t open = text.find('"', at);
      const std::size_t close = text.find('"', open + 1);
      streams.insert(text.substr(open + 1, close - open - 1));
      at = close + 1;
      if (text[at] == ']') break;
    }
    const std::size_t id = text.find("\"id\":") + 5;
    peer.push(R"({"result":null,"id":)" + text.substr(id, text.find('}', id) - id) + "}");
  }

  // To all who listen; the numbers of its trades go on whether anybody does or not.
  void trade(const std::string& symbol, double price, double amount = 1) {
    const auto millis = std::to_string(core::millis_of(world_.now().utc));
    push(stream_of(symbol, "@aggTrade"), R"({"e":"aggTrade","E":)" + millis + R"(,"s":")" + symbol +
                                             R"(","a":)" + std::to_string(++trades_[symbol]) +
                                             R"(,"p":")" + std::to_string(price) + R"(","q":")" +
                                             std::to_string(amount) + R"(","f":1,"l":1,"T":)" +
                                             millis + R"(,"m":false,"M":true})");
  }
  void miss_trades(const std::string& symbol, int count) { trades_[symbol] += count; }

  void quote(const std::string& symbol, double bid, double ask) {
    push(stream_of(symbol, "@bookTicker"), R"({"u":)" + std::to_string(++quotes_) + R"(,"s":")" +
                                               symbol + R"(","b":")" + std::to_string(bid) +
                                               R"(","B":"1.5","a":")" + std::to_string(ask) +
                                               R"(","A":"2.5"})");
  }

  void cut() {
    for (auto& [key, peer] : peers_) peer.peer->cut("cut");
    peers_.clear();
  }
  void fall_silent() { peers_.clear(); }  // and no ping comes any more, either

  std::vector<std::string> urls;

 private:
  struct Peer {
    std::shared_ptr<fake::WebSocketPeer> peer;
    std::set<std::string> streams;
  };

  static std::string stream_of(std::string symbol, const char* topic) {
    std::ranges::transform(symbol, symbol.begin(), [](char c) {
      return static_cast<char>(c >= 'A' && c <= 'Z' ? c + 32 : c);
    });
    return symbol + topic;
  }
  void push(const std::string& stream, const std::string& data) {
    for (auto& [key, peer] : peers_) {
      if (!peer.streams.contains(stream)) continue;
      peer.peer->push(R"({"stream":")" + stream + R"(","data":)" + data + "}");
    }
  }
  void ping() {
    for (auto& [key, peer] : peers_) peer.peer->ping();
    world_.after(std::chrono::seconds{20}, [this] { ping(); });
  }

  fake::World& world_;
  std::map<fake::WebSocketPeer*, Peer> peers_;
  std::map<std::string, std::int64_t> trades_;
  std::int64_t quotes_{};
};

}  // namespace wick::wiring
