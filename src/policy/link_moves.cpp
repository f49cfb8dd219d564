#include "policy/link_moves.hpp"

#include "base/check.hpp"

namespace wick::policy {

std::string_view name(LinkState state) {
  switch (state) {
    case LinkState::kConnecting:
      return "connecting";
    case LinkState::kSubscribing:
      return "subscribing";
    case LinkState::kSpeaking:
      return "speaking";
    case LinkState::kRetiring:
      return "retiring";
    case LinkState::kOver:
      return "over";
  }
  base::fail("unknown state", __FILE__, __LINE__);
}

std::string_view name(LinkEvent event) {
  switch (event) {
    case LinkEvent::kOpened:
      return "opened";
    case LinkEvent::kSubscribed:
      return "subscribed";
    case LinkEvent::kFollowed:
      return "followed";
    case LinkEvent::kSentAway:
      return "sent away";
    case LinkEvent::kLost:
      return "lost";
    case LinkEvent::kLeft:
      return "left";
  }
  base::fail("unknown event", __FILE__, __LINE__);
}

}  // namespace wick::policy
