// For tests: a bridge, and the venue behind it, that do what a test says.
#pragma once

#include <simdjson.h>

#include <algorithm>
#include <map>
#include <memory>
#include <set>
#include <string>
#include <vector>

#include "base/json_text.hpp"
#include "codec/decimal.hpp"
#include "core/quote.hpp"
#include "fake/children.hpp"

namespace wick::feed::bridge {

struct ScriptedBridge final : fake::ChildProgram {
  explicit ScriptedBridge(fake::World& w) : world(w) {}

  void started(const port::Children::Command& with,
               std::shared_ptr<fake::ChildPeer> peer) override {
    command = with;
    starts.push_back(world.now().mono);
    if (!missing.empty()) return peer->end({base::ErrorKind::kUnsupported, missing});
    if (dies_at_once) return peer->end({base::ErrorKind::kUnavailable, "exited with 1"});
    run = std::move(peer);
    connected = false;
    symbols.clear();
    say(hello);
    connect();
  }
  void received(const std::string& line, fake::ChildPeer& peer) override {
    if (&peer != run.get()) return;
    lines.push_back(line);
    if (silent) return;
    simdjson::dom::parser parser;
    const simdjson::dom::element message = parser.parse(line);
    const std::string type(message["type"].get_string().value());
    if (type == "ping" && pongs) say(R"({"type":"pong","id":1})");
    if (type == "subscribe") subscribe(message);
    if (type == "history" && answers) answer(message);
  }
  void input_ended(fake::ChildPeer& peer) override {
    if (&peer == run.get()) run.reset();
  }

  void say(const std::string& line) {
    if (run && !silent && !line.empty()) run->say(line);
  }
  void say_state() {
    say(open ? R"({"type":"state","state":"open"})" : R"({"type":"state","state":"closed"})");
  }
  void connect() {
    if (!run || away || connected) return;
    connected = true;
    say_state();
  }
  void exit(int code) {
    if (!run) return;
    run->end({base::ErrorKind::kUnavailable, "exited with " + std::to_string(code)});
    run.reset();
  }
  void subscribe(const simdjson::dom::element& message) {
    symbols.clear();
    const simdjson::dom::array names = message["symbols"];
    for (const auto one : names) {
      const std::string name(one.get_string().value());
      if (refused.contains(name)) {
        say(R"({"type":"refused","symbol":)" + base::json_quoted(name) + "}");
      } else {
        symbols.insert(name);
      }
    }
    const auto id = std::to_string(message["id"].get_int64().value());
    if (subscribes) say(R"({"type":"subscribed","id":)" + id + "}");
  }
  void quote(const std::string& symbol, double bid, double ask) {
    if (!run || !connected || !symbols.contains(symbol)) return;
    std::string line = R"({"type":"tick","symbol":)" + base::json_quoted(symbol) + R"(,"bid":)";
    codec::append_shortest(line, bid);
    line += R"(,"ask":)";
    codec::append_shortest(line, ask);
    line += R"(,"time_ms":)" + std::to_string(core::millis_of(world.now().utc)) + "}";
    say(line);
  }
  void answer(const simdjson::dom::element& message) {
    const std::string symbol(message["symbol"].get_string().value());
    const std::string id = R"(,"id":)" + std::to_string(message["id"].get_int64().value());
    if (refused.contains(symbol)) return say(R"({"type":"error","code":"no_symbol")" + id + "}");
    if (!ready) return say(R"({"type":"error","code":"not_ready")" + id + "}");
    const std::int64_t from = message["from_ms"].get_int64().value();
    const std::int64_t to = message["to_ms"].get_int64().value();
    std::vector<core::HistoryBar> bars;
    for (const auto& bar : pasts[symbol]) {
      const std::int64_t at = core::millis_of(bar.open_time);
      if (from <= at && at < to) bars.push_back(bar);
    }
    if (bars.empty()) return say(R"({"type":"error","code":"no_data")" + id + "}");
    const std::size_t cut = bars.size() > 300 ? bars.size() - 300 : 0;
    bars.erase(bars.begin(), bars.begin() + static_cast<std::ptrdiff_t>(cut));
    std::string line = R"({"type":"page")" + id;
    if (cut > 0) {
      line += R"(,"from_ms":)" + std::to_string(core::millis_of(bars.front().open_time));
    }
    say(line + R"(,"bars":)" + rows_of(bars) + "}");
  }
  static std::string rows_of(const std::vector<core::HistoryBar>& bars) {
    std::string text = "[";
    for (const auto& bar : bars) {
      if (text.size() > 1) text += ',';
      text += "[" + std::to_string(core::millis_of(bar.open_time));
      for (const double value :
           {bar.open.bid, bar.high.bid, bar.low.bid, bar.close.bid, bar.open.ask, bar.high.ask,
            bar.low.ask, bar.close.ask, bar.volume}) {
        text += ',';
        codec::append_shortest(text, value);
      }
      text += "]";
    }
    return text + "]";
  }

  fake::World& world;
  std::shared_ptr<fake::ChildPeer> run;
  port::Children::Command command;
  std::vector<core::MonoTime> starts;
  std::vector<std::string> lines;  // that we were sent
  std::string hello = R"({"type":"hello","protocol":1,"name":"scripted","history":["1m","1d"]})";
  std::string missing;  // why it cannot be started at all
  std::set<std::string> symbols;
  std::set<std::string> refused;
  std::map<std::string, std::vector<core::HistoryBar>> pasts;
  bool dies_at_once{}, away{}, silent{}, connected{};
  bool open{true}, ready{true}, pongs{true}, subscribes{true}, answers{true};
};

}  // namespace wick::feed::bridge
