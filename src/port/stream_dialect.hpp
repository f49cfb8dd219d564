// How one market's streams are spoken: addresses, requests, and what frames mean. Pure.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "base/result.hpp"
#include "core/stream.hpp"

namespace wick::port {

// The request of that number was taken.
struct Accepted {
  std::int64_t request{};
};
// It was not, or something we said was not understood.
struct Refused {
  std::optional<std::int64_t> request;
  std::string reason;
};
// The server is about to leave; others are there already.
struct GoingAway {};
// Something new, or something that nobody asked for. Tolerated and counted.
struct Unknown {
  std::string_view what;
};

using StreamEvent = std::variant<core::CandleNews, core::TradeNews, core::QuoteNews, Accepted,
                                 Refused, GoingAway, Unknown>;

class StreamDialect {
 public:
  virtual ~StreamDialect() = default;

  [[nodiscard]] virtual const core::StreamLimits& limits() const = 0;

  // Where a connection for streams of that topic is opened; hosts are tried in order.
  [[nodiscard]] virtual std::size_t hosts() const = 0;
  [[nodiscard]] virtual std::string address(core::Topic topic, std::size_t host) const = 0;

  // The message that subscribes to all of them at once.
  [[nodiscard]] virtual std::string subscribe(std::span<const core::Subject> subjects,
                                              std::int64_t request) const = 0;

  // Views into `text`. An error means that the frame breaks the venue's own format.
  [[nodiscard]] virtual base::Result<StreamEvent> read(std::string_view text) const = 0;
};

}  // namespace wick::port
