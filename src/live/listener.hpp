// The ear for some streams: obeys a policy::Line with real connections.
//
// It opens, subscribes, relieves and leaves as the line says, keeps the venue's answers to itself
// and hands on the news. It is stepped by its owner and never waits.
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "core/stream.hpp"
#include "live/notice.hpp"
#include "policy/line.hpp"
#include "port/stream_dialect.hpp"
#include "port/websocket.hpp"

namespace wick::live {

class Listener {
 public:
  struct World {  // must outlive the listener
    port::WebSockets* sockets{};
    const port::StreamDialect* dialect{};
  };
  // All subjects are of one topic, and no more than one connection may carry.
  Listener(std::vector<core::Subject> subjects, World world, std::uint64_t seed);

  // Does what is to be done. To be called after all news have been taken.
  void step(core::MonoTime now, policy::ConnectPace& pace, std::vector<Notice>& notices);

  // What came next, on whichever connection; it and its views are good until the next call.
  // Nothing: no more has come yet.
  struct News {
    port::StreamEvent event;
    core::MonoTime received{};
  };
  [[nodiscard]] const News* next(core::MonoTime now, std::vector<Notice>& notices);

  [[nodiscard]] core::MonoTime wake() const { return wake_; }
  [[nodiscard]] bool speaking() const { return line_.speaking(); }
  // Since when without a break; nothing while it does not speak.
  [[nodiscard]] std::optional<core::MonoTime> speaking_since() const { return speaking_since_; }
  [[nodiscard]] core::MonoTime last_news() const { return last_news_; }

  // Somebody knows of news that did not come.
  void doubt(core::MonoTime now) { line_.doubted(now); }

  struct Counts {
    std::int64_t frames{};
    std::int64_t connects{};
    std::int64_t losses{};
    std::int64_t odd{};
  };
  [[nodiscard]] const Counts& counts() const { return counts_; }

 private:
  struct Link {
    std::unique_ptr<port::WebSocket> socket;
    std::size_t host{};
    std::size_t sent{};  // batches
  };
  void open(std::size_t host, core::MonoTime now, policy::ConnectPace& pace);
  void send(const policy::Line::Send& send, core::MonoTime now);
  void close(const policy::Line::Close& close, std::vector<Notice>& notices);
  void note_speaking(core::MonoTime now, std::vector<Notice>& notices);
  // True where the event is news for the owner.
  [[nodiscard]] bool take(policy::LinkId id, port::WebSocketEvent event, core::MonoTime now,
                          std::vector<Notice>& notices);
  [[nodiscard]] bool take_text(policy::LinkId id, core::MonoTime now, std::vector<Notice>& notices);
  [[nodiscard]] bool note_odd(std::string what, std::vector<Notice>& notices);
  [[nodiscard]] std::string describe(std::size_t host) const;

  std::vector<core::Subject> subjects_;
  World world_;
  policy::Line line_;
  std::map<policy::LinkId, Link> links_;
  port::Text text_;  // under the news
  News news_;
  core::MonoTime wake_{core::MonoTime::min()};
  std::optional<core::MonoTime> speaking_since_;
  core::MonoTime last_news_{core::MonoTime::min()};
  std::int64_t requests_{};
  std::map<std::int64_t, policy::LinkId> asked_;  // by the number of the request
  Counts counts_;
};

}  // namespace wick::live
