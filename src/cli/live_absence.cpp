#include "cli/live_absence.hpp"

#include <string_view>
#include <utility>

#include "core/time_text.hpp"
#include "wiring/instruments.hpp"

namespace wick::cli {
namespace {

constexpr core::Micros kPatience = std::chrono::seconds{10};
constexpr core::Micros kAgain = std::chrono::minutes{5};

// Without when it is tried again, which is another time each time.
std::string_view gist(std::string_view reason) {
  return reason.substr(0, reason.find("; trying again"));
}

}  // namespace

void LiveAbsence::note(const live::Notice& notice) {
  using Kind = live::Notice::Kind;
  if (notice.kind == Kind::kOdd || notice.kind == Kind::kLost) reason_ = notice.text;
}

std::vector<std::string> LiveAbsence::look(const Sight& sight, core::MonoTime now) {
  std::vector<std::string> said;
  if (sight.open) told_closed_ = false;
  if (!sight.open && !std::exchange(told_closed_, true)) {
    const std::string opens = sight.opens ? ", opens " + core::to_iso(*sight.opens) : "";
    said.push_back("the market is closed" + opens);
  }
  look_at_feed(sight, now, said);
  return said;
}

void LiveAbsence::look_at_feed(const Sight& sight, core::MonoTime now,
                               std::vector<std::string>& said) {
  if (sight.up) {
    if (told_at_) said.emplace_back("the feed is up");
    down_since_.reset();
    told_at_.reset();
    reason_.clear();
    return;
  }
  if (!down_since_) down_since_ = now;
  const core::Micros down = now - *down_since_;
  if (down < kPatience || (told_at_ && now - *told_at_ < kAgain)) return;
  if (told_at_ && !sight.open && gist(reason_) == gist(told_reason_)) return;
  told_at_ = now;
  told_reason_ = reason_;
  said.push_back("the feed is not up for " + wiring::age_text(down) +
                 (reason_.empty() ? "" : ": " + reason_));
}

}  // namespace wick::cli
