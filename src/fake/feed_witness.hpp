// Watches what a feed tells, and says where it breaks the promises of port::Feed.
//
// The first breach stays. It judges events alone, so it serves any test that steps a feed.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "port/feed.hpp"

namespace wick::fake {

class FeedWitness {
 public:
  // The size of the set that the feed was subscribed to just now.
  void subscribed(std::size_t symbols) { symbols_ = symbols; }

  void saw(const std::vector<port::FeedEvent>& told);

  [[nodiscard]] const std::string& fault() const { return fault_; }  // empty: none
  void blame(const std::string& what) {
    if (fault_.empty()) fault_ = what;
  }

  [[nodiscard]] port::FeedState state() const { return state_; }
  [[nodiscard]] bool ended() const { return ended_; }
  [[nodiscard]] core::UtcTime last_received() const { return last_received_; }

 private:
  void judge(const port::FeedTick& one);
  void judge(const port::FeedTurn& turn);
  void judge(const port::FeedRefusal& refusal);
  void judge(const port::FeedNote& note);
  void judge(const port::FeedOffer& offer);
  void judge(const port::FeedEnd& end);

  std::string fault_;
  std::size_t symbols_{};
  port::FeedState state_{port::FeedState::kDown};
  core::UtcTime last_received_{};
  core::UtcTime last_turn_{};
  bool ended_{};
};

[[nodiscard]] const char* name(port::FeedState state);

}  // namespace wick::fake
