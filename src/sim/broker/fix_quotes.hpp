// What the broker says in FIX of its markets: h, W and Y, with its own fields and in its own order.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "sim/broker/broker.hpp"
#include "sim/broker/fix_message.hpp"

namespace wick::sim {

// A trading session status, with the list of instruments inside.
struct StatusAsk {
  std::string_view request;  // 335 of who asked
  std::string_view sub;      // 57 of the client
};
[[nodiscard]] FixBody status_message(const Broker& broker, const StatusAsk& ask, Micros now);
[[nodiscard]] bool session_open(Micros now);

// The best and worst price of a trading day so far: the highest ask and the lowest bid.
struct DayRange {
  Minute day{};
  std::int64_t high{}, low{};

  void add(const FxTick& tick);
};

struct Snapshot {
  const FxInstrument* instrument{};
  FxTick tick{};
  bool bid{}, ask{};
  std::optional<std::int64_t> high{}, low{};
  bool open{};
};
[[nodiscard]] FixBody quote_message(const Snapshot& snapshot);

struct RejectReason {
  char code{};  // 281
  std::string text;
};
[[nodiscard]] FixBody reject_message(std::string_view request, const RejectReason& reason);

}  // namespace wick::sim
