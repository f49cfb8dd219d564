#include "policy/link.hpp"

#include <gtest/gtest.h>

#include <array>
#include <set>
#include <string>

namespace wick::policy::link_test {
namespace {

using core::MonoTime;
using namespace std::chrono_literals;

constexpr MonoTime kBorn{3h};
constexpr Link::Terms kTerms{.batches = 1,
                             .messages_max = 3,
                             .connect_max = 10s,
                             .answer_max = 10s,
                             .deaf_max = 60s,
                             .life = 24h};

// Brought as far as that.
Link link_in(LinkState state) {
  Link link(7, kTerms, kBorn);
  if (state == LinkState::kConnecting) return link;
  link.opened(kBorn);
  if (state == LinkState::kSubscribing) return link;
  link.sent(kBorn);
  link.accepted(kBorn);
  if (state == LinkState::kRetiring) link.followed(Leave::kLifetime);
  if (state == LinkState::kOver) link.over(LinkEvent::kLost);
  return link;
}

constexpr std::array kStates{LinkState::kConnecting, LinkState::kSubscribing, LinkState::kSpeaking,
                             LinkState::kRetiring, LinkState::kOver};

TEST(Link, ComesAsFarAsItIsBrought) {
  for (const LinkState state : kStates) {
    EXPECT_EQ(link_in(state).state(), state);
    const bool delivers = state == LinkState::kSpeaking || state == LinkState::kRetiring;
    EXPECT_EQ(link_in(state).delivers(), delivers) << name(state);
  }
}

TEST(LinkDeathTest, MayEndInAnyStateButOnce) {
  for (const LinkState state : kStates) {
    for (const LinkEvent event : {LinkEvent::kLost, LinkEvent::kLeft}) {
      Link link = link_in(state);
      if (state == LinkState::kOver) {
        EXPECT_DEATH(link.over(event), "to.has_value") << name(event);
      } else {
        link.over(event);
        EXPECT_EQ(link.state(), LinkState::kOver) << name(state);
      }
    }
  }
}

TEST(LinkDeathTest, AMoveThatIsNotInTheTableAborts) {
  for (const LinkState state : kStates) {
    Link link = link_in(state);
    if (state != LinkState::kConnecting) {
      EXPECT_DEATH(link.opened(kBorn), "to.has_value");
    }
    if (state != LinkState::kSpeaking) {
      EXPECT_DEATH(link.followed(Leave::kLifetime), "to.has_value");
    }
  }
}

TEST(Link, OfTwoThingsDueTheEarlierIsTold) {
  Link link = link_in(LinkState::kSpeaking);
  EXPECT_EQ(link.follow(1min).at, kBorn + 1min);
  EXPECT_EQ(link.follow(1min).why, Leave::kHushed);
  EXPECT_EQ(link.follow(48h).at, kBorn + 24h);
  EXPECT_EQ(link.follow(48h).why, Leave::kLifetime);
  link.doubt(kBorn + 30s);
  EXPECT_EQ(link.follow(48h).at, kBorn + 30s);
  EXPECT_EQ(link.follow(48h).why, Leave::kHushed);
  EXPECT_EQ(link.follow(10s).at, kBorn + 10s);
}

TEST(Link, TheFirstReasonStands) {
  Link link = link_in(LinkState::kSubscribing);
  link.refused(kBorn + 1s);
  link.sent_away(kBorn + 2s);
  link.refused(kBorn + 3s);
  EXPECT_EQ(link.leave().why, Leave::kRefused);
  EXPECT_EQ(link.leave().at, kBorn + 1s);
  EXPECT_FALSE(link.send_at().has_value());
}

TEST(Link, EveryReasonHasAName) {
  std::set<std::string> names;
  for (int i = 0; i <= static_cast<int>(Leave::kRelieved); ++i) {
    names.emplace(name(static_cast<Leave>(i)));
  }
  EXPECT_EQ(names.size(), 7U);
}

}  // namespace
}  // namespace wick::policy::link_test
