// Requests and responses inside the simulator: plain values, whoever carries them.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "sim/market/market.hpp"

namespace wick::sim {

// The names behind which the real exchange and the broker stand; the simulator opens a port for
// each.
enum class Host : std::uint8_t {
  kArchive,
  kSpot,
  kUm,
  kCm,
  kOkx,
  kCandles,  // the broker's archive
  kGateway,  // its gateway
  kFix,      // its FIX sessions: no HTTP
};

using Header = std::pair<std::string, std::string>;

struct Request {
  std::string method;  // GET, HEAD; POST and PUT on the control endpoint
  std::string target;  // as sent: path and query, percent-encoded
  std::vector<Header> headers;
  std::string client;  // the address it came from: limits are kept per client
  std::string body{};  // of POST and PUT

  [[nodiscard]] std::optional<std::string_view> header(std::string_view name) const;  // any case
};

// What happens to a response on its way out. Faults are written here.
struct Fate {
  Micros delay{};                          // before the first byte
  std::optional<std::size_t> cut_after{};  // bytes of body sent, then the connection is closed
  bool reset{};                            // closed by RST before any byte
  bool silent{};                           // accepted, and never answered
  std::int64_t bytes_per_second{};         // 0: as fast as it goes
};

struct Response {
  int status{200};
  std::vector<Header> headers;
  std::shared_ptr<const std::string> body;  // shared: cached objects are sent without copying
  Fate fate{};
};

[[nodiscard]] Response text_response(int status, std::string content_type, std::string body);

// The parts of a target, decoded. Malformed percent signs are kept as they are.
struct Target {
  std::string path;
  std::vector<std::pair<std::string, std::string>> query;  // in order, repetitions kept

  [[nodiscard]] const std::string* find(std::string_view name) const;  // first of that name
};
[[nodiscard]] Target parse_target(std::string_view target);

}  // namespace wick::sim
