// What a request is about, as far as its address tells: what rules match on and the log records.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "sim/fault/stream_fate.hpp"
#include "sim/http.hpp"
#include "sim/market/market.hpp"

namespace wick::sim {

enum class Kind : std::uint8_t {
  kZip,           // an archive file
  kChecksum,      // its .CHECKSUM
  kListing,       // the bucket's listing, or its browser page
  kKlines,        // REST: klines of any price, OKX candles
  kTrades,        // REST: trades and aggTrades
  kFunding,       // REST: fundingRate
  kExchangeInfo,  // REST
  kTime,          // REST
  kPing,          // REST
  kWs,            // WebSocket handshakes and frames
  kOther,
};
constexpr std::array<std::string_view, 11> kKindNames{
    "zip",          "checksum", "listing", "klines", "trades", "funding",
    "exchangeInfo", "time",     "ping",    "ws",     "other"};
constexpr std::array<std::string_view, 8> kHostNames{"archive", "spot",    "um",      "cm",
                                                     "okx",     "candles", "gateway", "fix"};
constexpr std::array<std::string_view, 3> kMarketNames{"spot", "um", "cm"};

[[nodiscard]] std::string_view name(Kind kind);
[[nodiscard]] std::string_view name(Host host);
[[nodiscard]] std::string_view name(Venue market);

struct Subject {
  Host host{};
  Kind kind{};
  std::string method{};
  std::string path{};  // decoded, without the query
  std::string client{};
  std::optional<Venue> market{};  // of Binance; OKX has none of its three
  std::string symbol{};           // upper case; empty where the request names none
  std::string interval{};         // as in REST: a month is "1M"; of OKX as sent
  std::string period{};           // archive: 2024-03-01 or 2024-03
  // Of streams only.
  std::optional<StreamMoment> moment{};
  bool closing{};
  std::int64_t frames_sent{};
};

[[nodiscard]] Subject subject_of(Host host, const Request& request);
[[nodiscard]] Subject subject_of(const StreamEvent& event);

// Whether an answer carries market data; the rest is metadata.
[[nodiscard]] bool carries_data(Kind kind);

// The archive file that a .CHECKSUM request is about, as a subject of its own.
[[nodiscard]] Subject zip_of(Subject checksum);

}  // namespace wick::sim
