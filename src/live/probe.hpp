// Whether a venue's streams can be heard from here: each host asked once, for one series.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "base/error.hpp"
#include "core/stream.hpp"
#include "port/stream_dialect.hpp"
#include "port/websocket.hpp"

namespace wick::live {

// What one host did. The times count from the attempt; nothing: it did not come to that.
struct HostHeard {
  std::string address;
  std::optional<core::Micros> opened;
  std::optional<core::Micros> accepted;  // the subscription
  std::optional<core::Micros> spoken;    // the first news
  std::optional<base::Error> trouble;
};

// A machine without patience: after five seconds it reports what there is. A series that is not
// traded just now says nothing, so that silence alone is no trouble.
class Probe {
 public:
  struct World {  // must outlive the probe
    port::WebSockets* sockets{};
    const port::StreamDialect* dialect{};
  };
  Probe(core::Subject subject, World world, core::MonoTime now);
  ~Probe();

  void step(core::MonoTime now);
  [[nodiscard]] bool done() const;
  [[nodiscard]] core::MonoTime wake() const { return end_; }
  [[nodiscard]] std::vector<HostHeard> report() const;

 private:
  struct Door {
    HostHeard heard;
    std::unique_ptr<port::WebSocket> socket;
    bool done{};
  };
  void listen(Door& door, core::MonoTime now);
  void hear(Door& door, const port::WebSocketEvent& event, core::MonoTime now);
  void read(Door& door, const std::string& text, core::Micros passed) const;

  core::Subject subject_;
  World world_;
  core::MonoTime begin_;
  core::MonoTime end_;
  std::vector<Door> doors_;
};

}  // namespace wick::live
