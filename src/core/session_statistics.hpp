// What each series did in each session of the last 24 hours: bars, high, low, range, mean close.
//
// Told of every final bar once and of the session it belongs to. Keeps nothing that ended more than
// a day before the instant it is asked about.
#pragma once

#include <map>
#include <string>
#include <tuple>
#include <vector>

#include "core/bar.hpp"
#include "core/time.hpp"

namespace wick::core {

// One instance of a session, and a series in it.
struct SessionKey {
  UtcTime open{};
  std::string tag{};
  std::string symbol{};
  std::string timeframe{};

  [[nodiscard]] auto order() const { return std::tie(open, tag, symbol, timeframe); }
  bool operator<(const SessionKey& other) const { return order() < other.order(); }
};

struct SessionFigures {
  UtcTime last_close{};  // of the latest bar
  std::int64_t bars{};
  double high{};
  double low{};
  double close_sum{};

  [[nodiscard]] double range() const { return high - low; }
  [[nodiscard]] double average() const { return close_sum / static_cast<double>(bars); }
};

class SessionStatistics {
 public:
  void add(const SessionKey& key, const Bar& bar);
  void forget(UtcTime now);  // what ended a day before
  // By the session's opening, its tag, symbol and timeframe.
  [[nodiscard]] const std::map<SessionKey, SessionFigures>& figures() const { return figures_; }

 private:
  std::map<SessionKey, SessionFigures> figures_;
};

}  // namespace wick::core
