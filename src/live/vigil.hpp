// Who watches the market of a feed: whether it counts as open, why nothing is going on, whether the
// feed is to be doubted, and which alarms are raised.
//
// It is told what is seen, at least once a second, and tells what changed. It reads no clock; the
// times of what it sees are the feed's, for a recording has a clock of its own.
#pragma once

#include <array>
#include <optional>
#include <string>
#include <vector>

#include "live/doubt.hpp"
#include "live/notice.hpp"
#include "policy/market_alarms.hpp"
#include "policy/market_watch.hpp"

namespace wick::live {

class Vigil {
 public:
  static constexpr core::Micros kLook = std::chrono::seconds{1};

  struct Options {
    core::Micros ticks_alive{std::chrono::seconds{60}};  // silent no longer
    Doubt::Options doubt{};
    policy::MarketAlarmOptions alarms{};
    core::Micros alarm_repeat{std::chrono::minutes{15}};
    std::optional<core::UtcTime> holidays_end{};  // of the first table that ends
    std::string holidays_of{};                    // the first symbol that goes by it
  };
  explicit Vigil(const Options& options);

  struct Sight {
    policy::MarketWatch::Sight market{};
    bool heard{};                // the feed is connected
    bool recorded{};             // and cannot be asked to connect anew
    core::Micros clock_ahead{};  // our clock less the feed's
  };
  void tick(core::MonoTime now) { doubt_.tick(now); }
  void look(const Sight& sight, core::Now now, std::vector<Notice>& notices);
  // Whether the feed is to be doubted, once for each time.
  [[nodiscard]] bool take_doubt();

  // How it would look now, without a trace.
  [[nodiscard]] policy::MarketWatch::View view(const Sight& sight, core::UtcTime now) const;
  struct Alarm {
    policy::MarketAlarm alarm{};
    core::UtcTime since{};
  };
  [[nodiscard]] std::vector<Alarm> alarms() const;
  [[nodiscard]] std::int64_t doubts() const { return doubt_.doubts(); }

 private:
  void raise(const Sight& sight, core::UtcTime now, std::vector<Notice>& notices);
  [[nodiscard]] Notice told(policy::MarketAlarm alarm, const Sight& sight) const;

  Options options_;
  policy::MarketWatch watch_;
  policy::MarketAlarms alarms_;
  Doubt doubt_;
  bool doubted_{};
  std::array<core::UtcTime, policy::kMarketAlarms.size()> told_{};
};

}  // namespace wick::live
