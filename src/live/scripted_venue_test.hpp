// A small venue for tests of live: it closes a candle of each symbol every minute, speaks a dialect
// of its own, and misbehaves when told to. Its past can be asked, and is always right.
#pragma once

#include <charconv>
#include <map>
#include <memory>
#include <set>
#include <sstream>
#include <string>
#include <utility>
#include <vector>

#include "fake/bars.hpp"
#include "fake/websocket.hpp"
#include "fake/world.hpp"
#include "port/bar_source.hpp"
#include "port/stream_dialect.hpp"

namespace wick::live {

inline const core::Grid kMinuteGrid(core::Interval::k1m);

inline core::Bar true_bar(const std::string& symbol, core::UtcTime open) {
  return fake::bar_at(open, kMinuteGrid, std::hash<std::string>{}(symbol));
}

// Frames: "ok N", "no N", "bye", "junk", "candle SYMBOL OPEN_US CLOSED SAID_US".
class ScriptedDialect final : public port::StreamDialect {
 public:
  core::StreamLimits limits_{
      .streams_max = 4, .names_per_message = 2, .ping_every = std::chrono::seconds{20}};
  std::size_t hosts_{2};

  [[nodiscard]] const core::StreamLimits& limits() const override { return limits_; }
  [[nodiscard]] std::size_t hosts() const override { return hosts_; }
  [[nodiscard]] std::string address(core::Topic /*topic*/, std::size_t host) const override {
    return "ws://host" + std::to_string(host) + "/stream";
  }
  [[nodiscard]] std::string subscribe(std::span<const core::Subject> subjects,
                                      std::int64_t request) const override {
    std::string text = "subscribe " + std::to_string(request);
    for (const core::Subject& subject : subjects) text += " " + subject.symbol;
    return text;
  }
  [[nodiscard]] base::Result<port::StreamEvent> read(std::string_view text) const override {
    std::istringstream in{std::string(text)};
    std::string word;
    in >> word;
    std::int64_t number = 0;
    if (word == "ok" && in >> number) return port::StreamEvent{port::Accepted{number}};
    if (word == "no" && in >> number) return port::StreamEvent{port::Refused{number, "no"}};
    if (word == "bye") return port::StreamEvent{port::GoingAway{}};
    if (word != "candle") return base::Error{base::ErrorKind::kCorrupt, "not of this venue"};
    std::string symbol;
    std::int64_t open = 0;
    int closed = 0;
    std::int64_t said = 0;
    in >> symbol >> open >> closed >> said;
    core::CandleNews news;
    const std::size_t at = text.find(symbol, 7);
    news.symbol = text.substr(at, symbol.size());
    news.interval = core::Interval::k1m;
    news.bar = true_bar(symbol, core::utc_micros(open));
    if (closed == 0) news.bar.volume = static_cast<double>(said - open);
    news.closed = closed == 1;
    news.said = core::utc_micros(said);
    return port::StreamEvent{news};
  }
};

class ScriptedVenue final : public fake::WebSocketServer {
 public:
  explicit ScriptedVenue(fake::World& world) : world_(world), true_start_(world.now()) {
    schedule();
  }

  // The venue's own time: no jump of our wall clock moves it.
  [[nodiscard]] core::UtcTime time() const {
    return true_start_.utc + (world_.now().mono - true_start_.mono);
  }

  std::set<std::string> mute_symbols;              // acknowledged and never served
  std::set<std::string> mute_hosts;                // answers and pings, and nothing else
  std::set<std::pair<std::string, int>> unclosed;  // symbol and minute of the day without the frame
  bool deaf{};                                     // takes connections and never says anything
  bool refuses{};                                  // no subscription is taken
  core::Micros closing_lag{std::chrono::milliseconds{300}};
  int connections{};
  std::vector<std::string> subscribed;
  std::vector<std::string> urls;

  void connected(const std::string& url, std::shared_ptr<fake::WebSocketPeer> peer) override {
    ++connections;
    urls.push_back(url);
    clients_.push_back({url, std::move(peer), {}});
  }
  void received(const std::string& text, fake::WebSocketPeer& peer) override {
    if (deaf) return;
    std::istringstream in(text);
    std::string word;
    std::string number;
    in >> word >> number;
    peer.push((refuses ? "no " : "ok ") + number);
    for (Client& client : clients_) {
      if (client.peer.get() != &peer) continue;
      for (std::string symbol; in >> symbol;) {
        client.symbols.insert(symbol);
        subscribed.push_back(symbol);
      }
    }
  }
  void cut_all() {
    for (Client& client : clients_) client.peer->cut("cut");
    clients_.clear();
  }
  void say_to_all(const std::string& text) {
    for (Client& client : clients_) client.peer->push(text);
  }
  [[nodiscard]] std::size_t open_connections() const { return clients_.size(); }

 private:
  struct Client {
    std::string url;
    std::shared_ptr<fake::WebSocketPeer> peer;
    std::set<std::string> symbols;
  };

  void schedule() {
    world_.after(std::chrono::seconds{5}, [this] {
      tick();
      schedule();
    });
  }
  // Every five seconds an update, every twenty a ping; after each minute the last word on it.
  void tick() {
    if (deaf) return;
    ++ticks_;
    for (Client& client : clients_) {
      if (ticks_ % 4 == 0) client.peer->ping();
      if (mute_hosts.contains(client.url)) continue;
      for (const std::string& symbol : client.symbols) speak(client, symbol);
    }
    const core::UtcTime open = kMinuteGrid.floor(time());
    if (open != minute_) {
      const core::UtcTime ended = std::exchange(minute_, open);
      if (ended != core::UtcTime{}) world_.after(closing_lag, [this, ended] { close(ended); });
    }
  }
  void speak(Client& client, const std::string& symbol) {
    if (mute_symbols.contains(symbol)) return;
    client.peer->push(frame(symbol, kMinuteGrid.floor(time()), false));
  }
  void close(core::UtcTime open) {
    const int minute =
        static_cast<int>((open - core::day_of(open).begin) / std::chrono::minutes{1});
    for (Client& client : clients_) {
      if (deaf || mute_hosts.contains(client.url)) continue;
      for (const std::string& symbol : client.symbols) {
        if (mute_symbols.contains(symbol) || unclosed.contains({symbol, minute})) continue;
        client.peer->push(frame(symbol, open, true));
      }
    }
  }
  [[nodiscard]] std::string frame(const std::string& symbol, core::UtcTime open, bool closed) {
    return "candle " + symbol + " " + std::to_string(core::micros_of(open)) +
           (closed ? " 1 " : " 0 ") + std::to_string(core::micros_of(time()));
  }

  fake::World& world_;
  core::Now true_start_;
  std::vector<Client> clients_;
  int ticks_{};
  core::UtcTime minute_{};
};

// History, for tests: right about everything that is over, by the venue's own clock.
class ScriptedPast final : public port::BarSource {
 public:
  ScriptedPast(fake::World& world, const ScriptedVenue& venue) : world_(world), venue_(venue) {}

  bool down{};
  std::set<std::string> unknown;
  std::set<core::UtcTime> absent;  // minutes that the venue does not have
  std::vector<std::pair<std::string, core::RangeSet>> asked;

  std::unique_ptr<port::Inquiry> ask(const core::SeriesId& id, core::RangeSet ranges) override {
    asked.emplace_back(id.symbol, ranges);
    return std::make_unique<Question>(*this, id, std::move(ranges));
  }

 private:
  class Question final : public port::Inquiry {
   public:
    Question(ScriptedPast& past, core::SeriesId id, core::RangeSet ranges)
        : past_(past), id_(std::move(id)), ranges_(std::move(ranges)) {
      at_ = past_.world_.now().mono + std::chrono::milliseconds{150};
    }
    std::vector<port::Reply> step(core::Now now) override {
      if (done_ || now.mono < at_) return {};
      done_ = true;
      std::vector<port::Reply> replies;
      replies.push_back(reply());
      return replies;
    }
    [[nodiscard]] bool finished() const override { return done_; }
    [[nodiscard]] core::MonoTime wake() const override {
      return done_ ? core::MonoTime::max() : at_;
    }

   private:
    port::Reply reply() {
      port::Reply reply;
      reply.asked = ranges_;
      if (past_.unknown.contains(id_.symbol)) {
        reply.error = base::Error{base::ErrorKind::kInvalid, "no such symbol"};
        return reply;
      }
      if (past_.down) {
        reply.error = base::Error{base::ErrorKind::kUnavailable, "down"};
        return reply;
      }
      const core::UtcTime over = kMinuteGrid.floor(past_.venue_.time());
      core::ChunkBuilder rows;
      for (const core::TimeRange& range : ranges_.ranges()) {
        for (core::UtcTime open = range.begin; open < std::min(range.end, over);
             open = kMinuteGrid.next(open)) {
          reply.settled.add({open, kMinuteGrid.next(open)});
          if (past_.absent.contains(open)) {
            reply.holes.push_back(
                {{open, kMinuteGrid.next(open)}, core::Cause::kNoBarAtSource, "scripted"});
          } else {
            rows.push(true_bar(id_.symbol, open));
          }
        }
      }
      reply.chunks.push_back(std::move(rows).finish(core::Tier::kRest, {}));
      return reply;
    }

    ScriptedPast& past_;
    core::SeriesId id_;
    core::RangeSet ranges_;
    core::MonoTime at_;
    bool done_{};
  };

  fake::World& world_;
  const ScriptedVenue& venue_;
};

}  // namespace wick::live
