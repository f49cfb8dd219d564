#include "io/web_socket_inbox.hpp"

#include <gtest/gtest.h>
#include <poll.h>

#include <string>
#include <thread>
#include <variant>
#include <vector>

namespace wick::io::web_socket_inbox_test {
namespace {

using port::Lost;
using port::Opened;
using port::Pinged;
using port::Text;
using Room = WebSocketInbox::Room;

class WebSocketInboxTest : public testing::Test {
 protected:
  // Whether the bell has rung since it was last asked.
  bool rung() {
    pollfd bell{bell_.descriptor(), POLLIN, 0};
    const bool heard = ::poll(&bell, 1, 0) == 1;
    bell_.quiet();
    return heard;
  }
  Bell bell_;
};

Text text(std::string words) {
  return {std::move(words), {}};
}
Lost lost(std::string why) {
  return {{base::ErrorKind::kUnavailable, std::move(why)}};
}

std::string shown(const std::optional<port::WebSocketEvent>& event) {
  if (!event) return "nothing";
  if (const auto* words = std::get_if<Text>(&*event)) return words->text;
  if (const auto* end = std::get_if<Lost>(&*event)) return "lost: " + end->error.what;
  return std::holds_alternative<Opened>(*event) ? "opened" : "pinged";
}

TEST_F(WebSocketInboxTest, GivesBackInOrder) {
  WebSocketInbox inbox({}, bell_);
  EXPECT_EQ(shown(inbox.take().event), "nothing");
  inbox.put(Opened{});
  inbox.put(text("a"));
  inbox.put(text("b"));
  EXPECT_FALSE(inbox.ended());
  inbox.put(lost("x"));
  EXPECT_TRUE(inbox.ended());
  inbox.put(text("late"));
  inbox.put(lost("again"));
  for (const char* const expected : {"opened", "a", "b", "lost: x", "nothing"}) {
    EXPECT_EQ(shown(inbox.take().event), expected);
  }
}

TEST_F(WebSocketInboxTest, TheBellRingsForTheFirstAlone) {
  WebSocketInbox inbox({}, bell_);
  EXPECT_FALSE(rung());
  inbox.put(text("a"));
  EXPECT_TRUE(rung());
  inbox.put(text("b"));
  EXPECT_FALSE(rung());
  (void)inbox.take();
  inbox.put(text("c"));
  EXPECT_FALSE(rung());
  while (inbox.take().event) continue;
  inbox.put(lost("x"));
  EXPECT_TRUE(rung());
  (void)inbox.take();
  inbox.put(text("late"));
  EXPECT_FALSE(rung());
}

TEST_F(WebSocketInboxTest, PingsInARowAreOne) {
  WebSocketInbox inbox({}, bell_);
  for (int i = 0; i < 5; ++i) inbox.put(Pinged{});
  inbox.put(text("a"));
  inbox.put(Pinged{});
  for (const char* const expected : {"pinged", "a", "pinged", "nothing"}) {
    EXPECT_EQ(shown(inbox.take().event), expected);
  }
}

TEST_F(WebSocketInboxTest, FullByBytesUntilHalfEmpty) {
  WebSocketInbox inbox({.bytes_max = 10'000}, bell_);
  int held = 1;
  while (inbox.put(text(std::string(900, 'x'))) == Room::kLeft) ++held;
  EXPECT_GE(held, 9);
  EXPECT_LE(held, 11);
  EXPECT_EQ(inbox.put(Pinged{}), Room::kFull);
  int taken = 0;
  for (bool drained = false; !drained; ++taken) {
    const auto one = inbox.take();
    ASSERT_TRUE(one.event);
    drained = one.drained;
  }
  EXPECT_GE(taken, held / 2);
  EXPECT_LT(taken, held);
  EXPECT_FALSE(inbox.take().drained);  // said once
  EXPECT_EQ(inbox.put(text("a")), Room::kLeft);
}

TEST_F(WebSocketInboxTest, FullByCountUntilHalfEmpty) {
  WebSocketInbox inbox({.events_max = 4}, bell_);
  for (int i = 0; i < 3; ++i) EXPECT_EQ(inbox.put(text("a")), Room::kLeft);
  EXPECT_EQ(inbox.put(text("a")), Room::kFull);
  EXPECT_FALSE(inbox.take().drained);
  EXPECT_TRUE(inbox.take().drained);
}

TEST_F(WebSocketInboxTest, OneMessageLargerThanAllIsHeldAlone) {
  WebSocketInbox inbox({.bytes_max = 100}, bell_);
  EXPECT_EQ(inbox.put(text(std::string(1'000, 'x'))), Room::kFull);
  EXPECT_TRUE(inbox.take().drained);
}

TEST_F(WebSocketInboxTest, NothingIsLostBetweenTwoThreads) {
  WebSocketInbox inbox({.bytes_max = 1 << 20, .events_max = 1 << 20}, bell_);
  std::jthread reader([&inbox] {
    for (int i = 0; i < 20'000; ++i) inbox.put(text(std::to_string(i)));
  });
  for (int expected = 0; expected < 20'000;) {
    const auto taken = inbox.take();
    if (!taken.event) {
      pollfd bell{bell_.descriptor(), POLLIN, 0};
      ASSERT_EQ(::poll(&bell, 1, 10'000), 1) << "nobody rang after " << expected;
      bell_.quiet();
      continue;
    }
    ASSERT_EQ(shown(taken.event), std::to_string(expected));
    ++expected;
  }
}

}  // namespace
}  // namespace wick::io::web_socket_inbox_test
