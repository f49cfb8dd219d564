// For tests: a broker in virtual time that speaks FIX, and forgets its manners when told to.
#pragma once

#include <map>
#include <memory>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "fake/byte_streams.hpp"
#include "feed/fix/fix_time.hpp"
#include "feed/fix/message_reader.hpp"
#include "feed/fix/message_writer.hpp"
#include "feed/fix/samples_test.hpp"

namespace wick::feed::fix {

class FixBroker : public fake::ByteStreamServer {
 public:
  explicit FixBroker(fake::World& world) : world_(world) {}

  void connected(const port::Address& /*address*/,
                 std::shared_ptr<fake::ByteStreamPeer> peer) override {
    peer_ = std::move(peer);
    reader_.restart();
    next_out = 1;
    ++connections;
    subscribed.clear();
  }

  void received(const std::string& bytes, fake::ByteStreamPeer& peer) override {
    if (&peer != peer_.get()) return;
    reader_.feed(bytes);
    while (const Message* message = reader_.next()) {
      heard.emplace_back(message->type());
      answer(*message);
    }
  }
  void left() override { subscribed.clear(); }

  void say(const std::string& type, const std::string& fields) {
    if (!peer_ || silent) return;
    peer_->push(
        framed(with_soh("35=" + type + "|34=" + std::to_string(next_out++) +
                        "|49=FXCM|50=sub|52=" + timestamp(world_.now().utc) + "|56=me|" + fields)));
  }
  // The next quote of the symbol; its bid counts them.
  void quote(const std::string& symbol) {
    const int n = ++quotes[symbol];
    quote(symbol, n, n + 0.5);
  }
  void quote(const std::string& symbol, double bid, double ask) {
    const std::string when = timestamp(std::chrono::floor<std::chrono::seconds>(world_.now().utc));
    const std::string entry = "|272=" + when.substr(0, 8) + "|273=" + when.substr(9) + '|';
    say("W", "55=" + symbol + "|268=2|269=0|270=" + std::to_string(bid) + entry +
                 "269=1|270=" + std::to_string(ask) + entry);
  }
  void say_status(const std::string& request) {
    say("h", "335=" + request + "|340=" + status + "|146=1|55=A|9001=5|");
  }
  void mutter(std::string bytes) {  // no message of its own
    if (peer_) peer_->push(std::move(bytes));
  }
  void cut() {
    if (peer_) peer_->cut("cut by the test");
    peer_.reset();
    subscribed.clear();
  }

  std::string password{"secret"};
  std::string status{"2"};  // of the market: open
  std::set<std::string> unknown;
  bool silent{};
  int next_out{1};
  int connections{};
  int tests{};
  std::map<std::string, std::string> subscribed;  // symbols and requests
  std::map<std::string, int> quotes;
  std::vector<std::string> heard;  // types

 private:
  void answer(const Message& message) {
    const std::string_view type = message.type();
    if (message.text(57) != "sub") return;
    if (type == "A") {
      if (message.text(554) != password) return say("5", "58=Invalid user name or password|");
      say("A", "98=0|108=" + std::string(message.text(108)) + "|141=Y|");
    }
    if (type == "1") {
      ++tests;
      say("0", "112=" + std::string(message.text(112)) + '|');
    }
    if (type == "g") say_status(std::string(message.text(335)));
    if (type == "V") answer_request(std::string(message.text(55)), message);
    if (type == "2") {
      say("4", "123=Y|36=" + std::to_string(next_out + 1) + '|');
    }
  }
  void answer_request(const std::string& symbol, const Message& message) {
    if (message.text(263) == "2") {
      subscribed.erase(symbol);
    } else if (unknown.contains(symbol)) {
      say("Y", "262=" + std::string(message.text(262)) + "|281=0|");
    } else {
      subscribed[symbol] = message.text(262);
      quote(symbol);
    }
  }

  fake::World& world_;
  MessageReader reader_;
  std::shared_ptr<fake::ByteStreamPeer> peer_;
};

}  // namespace wick::feed::fix
