#include "bus/channels.hpp"

#include <gtest/gtest.h>

namespace wick::bus::channels_test {
namespace {

TEST(Channels, AllSixObeyThePrefix) {
  const Channels channels = channels_of("fxcm_local");
  EXPECT_EQ(channels.bars, "fxcm_local:ohlcv");
  EXPECT_EQ(channels.prices, "fxcm_local:price_tik");
  EXPECT_EQ(channels.heartbeat, "fxcm_local:heartbeat");
  EXPECT_EQ(channels.market_status, "fxcm_local:market_status");
  EXPECT_EQ(channels.status, "fxcm_local:status");
  EXPECT_EQ(channels.commands, "fxcm_local:commands");
}

TEST(Channels, StreamsAndSnapshotsStandBeside) {
  EXPECT_EQ(stream_of("fxcm", "ohlcv"), "fxcm:stream:ohlcv");
  EXPECT_EQ(snapshot_of("fxcm", "bar:XAUUSD:1m"), "fxcm:snapshot:bar:XAUUSD:1m");
}

}  // namespace
}  // namespace wick::bus::channels_test
