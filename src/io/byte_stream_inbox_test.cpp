#include "io/byte_stream_inbox.hpp"

#include <gtest/gtest.h>
#include <poll.h>

namespace wick::io::byte_stream_inbox_test {
namespace {

using Room = ByteStreamInbox::Room;

port::Received bytes(std::size_t count) {
  return {std::string(count, 'x')};
}

bool rung(const Bell& bell) {
  pollfd one{bell.descriptor(), POLLIN, 0};
  const bool heard = ::poll(&one, 1, 0) == 1;
  bell.quiet();
  return heard;
}

TEST(ByteStreamInbox, RingsForTheFirstEventOnly) {
  const Bell bell;
  ByteStreamInbox inbox({.bytes_max = 1'000}, bell);
  EXPECT_FALSE(inbox.take().event);
  (void)inbox.put(port::Opened{});
  EXPECT_TRUE(rung(bell));
  (void)inbox.put(bytes(1));
  EXPECT_FALSE(rung(bell));
  EXPECT_TRUE(inbox.take().event);
  EXPECT_TRUE(inbox.take().event);
  (void)inbox.put(bytes(1));
  EXPECT_TRUE(rung(bell));
}

TEST(ByteStreamInbox, IsFullUntilItIsHalfEmpty) {
  const Bell bell;
  ByteStreamInbox inbox({.bytes_max = 1'000}, bell);
  int put = 1;
  while (inbox.put(bytes(100)) == Room::kLeft) ++put;
  EXPECT_GT(put, 3);
  EXPECT_LT(put, 10);
  EXPECT_EQ(inbox.put(bytes(1)), Room::kFull);
  int taken = 1;
  while (!inbox.take().drained) ++taken;
  EXPECT_GT(taken, 1);
  EXPECT_LT(taken, put);
  EXPECT_EQ(inbox.put(bytes(1)), Room::kLeft);
}

TEST(ByteStreamInbox, LostIsTheLast) {
  const Bell bell;
  ByteStreamInbox inbox({.bytes_max = 1'000}, bell);
  (void)inbox.put(bytes(3));
  (void)inbox.put(port::Lost{{base::ErrorKind::kUnavailable, "first"}});
  EXPECT_TRUE(inbox.ended());
  (void)inbox.put(bytes(3));
  (void)inbox.put(port::Lost{{base::ErrorKind::kUnavailable, "second"}});
  EXPECT_TRUE(std::holds_alternative<port::Received>(*inbox.take().event));
  EXPECT_EQ(std::get<port::Lost>(*inbox.take().event).error.what, "first");
  EXPECT_FALSE(inbox.take().event);
}

}  // namespace
}  // namespace wick::io::byte_stream_inbox_test
