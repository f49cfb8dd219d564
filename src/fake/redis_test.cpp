#include "fake/redis.hpp"

#include <gtest/gtest.h>

namespace wick::fake::redis_test {
namespace {

using port::RedisReply;
using namespace std::chrono_literals;

class FakeRedis : public testing::Test {
 protected:
  base::Result<RedisReply> call(port::Redis& redis, std::vector<std::string> words) {
    auto pending = redis.call(std::move(words));
    while (!pending.ready()) world_.wait(world_.now().mono + 1s);
    return pending.take();
  }
  World world_{1, core::midnight(2024, 1, 1)};
  RedisServer server_{world_};
};

TEST_F(FakeRedis, KeepsKeysAcrossConnectionsAndOutages) {
  const auto first = server_.connect();
  EXPECT_EQ(*call(*first, {"SET", "k", "v"}), RedisReply{std::string("OK")});
  server_.go_away();
  EXPECT_EQ(call(*first, {"GET", "k"}).error().kind, base::ErrorKind::kUnavailable);
  EXPECT_FALSE(call(*server_.connect(), {"PING"}));
  server_.come_back();
  EXPECT_FALSE(call(*first, {"GET", "k"})) << "a lost connection stays lost";
  const auto second = server_.connect();
  EXPECT_EQ(*call(*second, {"GET", "k"}), RedisReply{std::string("v")});
  EXPECT_EQ(*call(*second, {"DEL", "k"}), RedisReply{std::int64_t{1}});
  EXPECT_EQ(*call(*second, {"GET", "k"}), RedisReply{port::RedisNil{}});
}

TEST_F(FakeRedis, DeliversToSubscribersOfTheChannelOnly) {
  const auto reader = server_.connect();
  const auto other = server_.connect();
  const auto writer = server_.connect();
  ASSERT_TRUE(call(*reader, {"SUBSCRIBE", "bars"}));
  ASSERT_TRUE(call(*other, {"SUBSCRIBE", "ticks"}));
  EXPECT_EQ(*call(*writer, {"PUBLISH", "bars", "x"}), RedisReply{std::int64_t{1}});
  EXPECT_EQ(reader->take(), (port::RedisMessage{"bars", "x"}));
  EXPECT_EQ(reader->take(), std::nullopt);
  EXPECT_EQ(other->take(), std::nullopt);
}

TEST_F(FakeRedis, RepliesKeepTheOrderOfTheCommands) {
  const auto redis = server_.connect();
  std::vector<port::Pending<base::Result<RedisReply>>> pending;
  for (int i = 0; i < 50; ++i) pending.push_back(redis->call({"PING"}));
  for (std::size_t i = 0; i + 1 < pending.size(); ++i) {
    while (!pending[i].ready()) {
      EXPECT_FALSE(pending[i + 1].ready());
      world_.wait(world_.now().mono + 1s);
    }
  }
}

TEST_F(FakeRedis, SaysWhatItDoesNotKnow) {
  const auto redis = server_.connect();
  EXPECT_EQ(call(*redis, {"FLUSHALL"}).error().kind, base::ErrorKind::kUnsupported);
  EXPECT_EQ(call(*redis, {}).error().kind, base::ErrorKind::kUnsupported);
}

}  // namespace
}  // namespace wick::fake::redis_test
