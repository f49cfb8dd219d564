// The live sources of quotes, from what people configure.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"
#include "core/calendar_zone.hpp"
#include "port/bar_source.hpp"
#include "port/byte_stream.hpp"
#include "port/child.hpp"
#include "port/feed.hpp"
#include "port/files.hpp"
#include "port/http.hpp"
#include "port/stream_dialect.hpp"
#include "port/websocket.hpp"
#include "wiring/config.hpp"
#include "wiring/live_config.hpp"

namespace wick::wiring {

struct FeedWorld {  // must outlive the feed
  port::ByteStreams* byte_streams{};
  port::Children* children{};
  port::WebSockets* sockets{};
  port::Http* http{};
  port::Files* files{};
  const port::StreamDialect* dialect{};  // of stream.binance_market
  port::BarSource* past{};               // its klines
  const core::Zones* zones{};
  std::uint64_t seed{};
  std::function<void(const std::string&)> tell{};  // what everybody should see, of a recording
};

// Refuses a choice that cannot work, and says what is missing; without one it says which there are.
[[nodiscard]] base::Result<std::unique_ptr<port::Feed>> make_feed(const LiveConfig& live,
                                                                  const Config& config,
                                                                  const FeedWorld& world);

// Words parted by blanks; "double" or 'single' quotes keep them together. One that is not closed is
// kInvalid.
[[nodiscard]] base::Result<std::vector<std::string>> command_words(std::string_view text);

}  // namespace wick::wiring
