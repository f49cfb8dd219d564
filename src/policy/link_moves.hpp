// How one connection moves: all of it. docs/streaming.md is drawn from this table.
//
// A link that would do anything else is a mistake of ours, and aborts.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string_view>

namespace wick::policy {

// How far a link has come. See docs/streaming.md for the picture.
enum class LinkState : std::uint8_t { kConnecting, kSubscribing, kSpeaking, kRetiring, kOver };
[[nodiscard]] std::string_view name(LinkState state);

enum class LinkEvent : std::uint8_t {
  kOpened,      // the server shook hands
  kSubscribed,  // every message was taken
  kFollowed,    // its successor is being opened
  kSentAway,    // the server is about to leave
  kLost,        // cut, by whomever
  kLeft,        // closed by us
};
[[nodiscard]] std::string_view name(LinkEvent event);

struct LinkMove {
  LinkState from{};
  LinkEvent event{};
  LinkState to{};
};

inline constexpr std::array<LinkMove, 12> kLinkMoves{{
    {LinkState::kConnecting, LinkEvent::kOpened, LinkState::kSubscribing},
    {LinkState::kConnecting, LinkEvent::kLost, LinkState::kOver},
    {LinkState::kConnecting, LinkEvent::kLeft, LinkState::kOver},
    {LinkState::kSubscribing, LinkEvent::kSubscribed, LinkState::kSpeaking},
    {LinkState::kSubscribing, LinkEvent::kLost, LinkState::kOver},
    {LinkState::kSubscribing, LinkEvent::kLeft, LinkState::kOver},
    {LinkState::kSpeaking, LinkEvent::kFollowed, LinkState::kRetiring},
    {LinkState::kSpeaking, LinkEvent::kSentAway, LinkState::kRetiring},
    {LinkState::kSpeaking, LinkEvent::kLost, LinkState::kOver},
    {LinkState::kSpeaking, LinkEvent::kLeft, LinkState::kOver},
    {LinkState::kRetiring, LinkEvent::kLost, LinkState::kOver},
    {LinkState::kRetiring, LinkEvent::kLeft, LinkState::kOver},
}};

// Nothing: there is no such move.
[[nodiscard]] constexpr std::optional<LinkState> moved(LinkState from, LinkEvent event) {
  for (const LinkMove& move : kLinkMoves) {
    if (move.from == from && move.event == event) return move.to;
  }
  return std::nullopt;
}

}  // namespace wick::policy
