// What is said where nothing comes: the feed is not up, or all markets are closed.
//
// The feed is spoken of when it has been down for ten seconds, every five minutes while that lasts,
// and once it is up again. While the markets are closed only another reason is told anew. It is
// looked at as often as one likes, and reads no clock.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "core/time.hpp"
#include "live/notice.hpp"

namespace wick::cli {

class LiveAbsence {
 public:
  struct Sight {
    bool up{};                             // the feed is connected
    bool open{};                           // the market of any symbol
    std::optional<core::UtcTime> opens{};  // the first of them, where that is known
  };
  // The last word of a feed that is down is the reason.
  void note(const live::Notice& notice);
  [[nodiscard]] std::vector<std::string> look(const Sight& sight, core::MonoTime now);

 private:
  void look_at_feed(const Sight& sight, core::MonoTime now, std::vector<std::string>& said);

  std::optional<core::MonoTime> down_since_;
  std::optional<core::MonoTime> told_at_;  // that it is down
  std::string reason_;
  std::string told_reason_;
  bool told_closed_{};
};

}  // namespace wick::cli
