#include "policy/link_moves.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <set>
#include <string>
#include <utility>
#include <vector>

namespace wick::policy::link_moves_test {
namespace {

constexpr std::array kStates{LinkState::kConnecting, LinkState::kSubscribing, LinkState::kSpeaking,
                             LinkState::kRetiring, LinkState::kOver};
constexpr std::array kEvents{LinkEvent::kOpened,   LinkEvent::kSubscribed, LinkEvent::kFollowed,
                             LinkEvent::kSentAway, LinkEvent::kLost,       LinkEvent::kLeft};

// "lost, left": what leads from the one to the other.
std::string events(LinkState from, LinkState to) {
  std::string text;
  for (const LinkMove& move : kLinkMoves) {
    if (move.from != from || move.to != to) continue;
    if (!text.empty()) text += ", ";
    text += name(move.event);
  }
  return text;
}

std::string centred(std::string text, std::size_t width, char fill = ' ') {
  while (text.size() < width) {
    text.insert(text.size() % 2 == 0 ? text.end() : text.begin(), fill);
  }
  return text;
}

void add(std::string& page, std::string line) {
  page += line.erase(line.find_last_not_of(' ') + 1) + '\n';
}

// The states from top to bottom; on the right, the way out. It can draw no other kind of table.
std::string picture() {
  constexpr std::size_t kWidth = 30;  // of the column with the boxes
  constexpr std::size_t kOut = 18;    // of the way out
  const std::string out(kOut, ' ');
  std::string page;
  add(page, centred("a link is asked for", kWidth));
  add(page, centred("|", kWidth));
  add(page, centred("v", kWidth));
  for (std::size_t i = 0; i + 1 < kStates.size(); ++i) {
    const std::string rail = i == 0 ? "" : out + "|";
    const std::string edge = centred("+" + std::string(15, '-') + "+", kWidth);
    std::string box = centred("|" + centred(std::string(name(kStates[i])), 15) + "|", kWidth);
    const std::size_t end = box.find_last_of('|') + 1;
    const std::string label = " " + events(kStates[i], kStates.back()) + " ";
    box.replace(end, std::string::npos, centred(label, kWidth + kOut - end, '-') + "+");
    add(page, edge + rail);
    add(page, box);
    add(page, edge + out + "|");
    if (i + 2 == kStates.size()) break;
    add(page, centred("|", kWidth) + out + "|");
    add(page, centred(events(kStates[i], kStates[i + 1]), kWidth) + out + "|");
    add(page, centred("v", kWidth) + out + "|");
  }
  add(page, std::string(kWidth, ' ') + out + "v");
  add(page, std::string(kWidth - 2, ' ') + out + std::string(name(kStates.back())));
  return page;
}

std::string table() {
  std::string page = "| from | event | to |\n|---|---|---|\n";
  for (const LinkMove& move : kLinkMoves) {
    page += "| " + std::string(name(move.from)) + " | " + std::string(name(move.event)) + " | " +
            std::string(name(move.to)) + " |\n";
  }
  return page;
}

TEST(LinkMoves, ThePageShowsThisTable) {
  const auto root = std::filesystem::path(__FILE__).parent_path() / "../..";
  std::ifstream file(root / "docs/streaming.md");
  const std::string page{std::istreambuf_iterator<char>(file), {}};
  ASSERT_FALSE(page.empty()) << "docs/streaming.md is not there; run it as ctest does";
  const std::string block = "```text\n" + picture() + "```\n\n" + table();
  EXPECT_NE(page.find("\n" + block + "\n"), std::string::npos)
      << "docs/streaming.md, section \"A connection\", should say:\n"
      << block;
}

TEST(LinkMoves, ThePictureShowsEachMoveOnceAndFitsATerminal) {
  for (const LinkMove& move : kLinkMoves) {
    const bool down = static_cast<int>(move.to) == static_cast<int>(move.from) + 1;
    EXPECT_TRUE(down || move.to == LinkState::kOver) << name(move.from) << name(move.event);
  }
  std::size_t width = 0;
  for (const char c : picture()) {
    width = c == '\n' ? 0 : width + 1;
    ASSERT_LE(width, 80U);
  }
}

TEST(LinkMoves, EachEventLeadsToOnePlace) {
  std::set<std::pair<LinkState, LinkEvent>> seen;
  for (const LinkMove& move : kLinkMoves) {
    EXPECT_TRUE(seen.insert({move.from, move.event}).second) << name(move.event);
    EXPECT_EQ(moved(move.from, move.event), move.to);
  }
  for (const LinkState from : kStates) {
    for (const LinkEvent event : kEvents) {
      EXPECT_EQ(moved(from, event).has_value(), seen.contains({from, event}));
    }
  }
}

TEST(LinkMoves, AConnectionOnlyGoesForwardAndMayEndAtAnyTime) {
  for (const LinkMove& move : kLinkMoves) {
    EXPECT_LT(static_cast<int>(move.from), static_cast<int>(move.to));
  }
  for (const LinkState state : kStates) {
    const bool over = state == LinkState::kOver;
    for (const LinkEvent event : {LinkEvent::kLost, LinkEvent::kLeft}) {
      EXPECT_EQ(moved(state, event), over ? std::nullopt : std::optional{LinkState::kOver});
    }
  }
}

TEST(LinkMoves, EveryNameIsItsOwn) {
  std::set<std::string_view> names;
  for (const LinkState state : kStates) names.insert(name(state));
  for (const LinkEvent event : kEvents) names.insert(name(event));
  EXPECT_EQ(names.size(), kStates.size() + kEvents.size());
}

}  // namespace
}  // namespace wick::policy::link_moves_test
