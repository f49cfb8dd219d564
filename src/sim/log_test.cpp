#include "sim/log.hpp"

#include <gtest/gtest.h>

#include <cstdio>
#include <fstream>
#include <sstream>
#include <string>

#include "sim/fault/json.hpp"

namespace wick::sim::log_test {
namespace {

constexpr Micros kNoon = 1'709'294'400 * kSecond;  // 2024-03-01T12:00:00Z

LogEntry entry(std::string target) {
  LogEntry entry;
  entry.time = kNoon;
  entry.subject = subject_of(Host::kUm, {"GET", target, {}, "10.0.0.1", {}});
  entry.target = std::move(target);
  entry.status = 200;
  entry.bytes = 12;
  return entry;
}

TEST(Log, LinesAreExact) {
  LogEntry klines = entry("/fapi/v1/klines?symbol=BTCUSDT&interval=1m");
  klines.fault = "slow+cut";
  EXPECT_EQ(log_line(7, klines),
            R"({"n":7,"t":"2024-03-01T12:00:00.000000Z","host":"um","method":"GET",)"
            R"("target":"/fapi/v1/klines?symbol=BTCUSDT&interval=1m","kind":"klines",)"
            R"("market":"um","symbol":"BTCUSDT","interval":"1m","status":200,"bytes":12,)"
            R"("client":"10.0.0.1","fault":"slow+cut","data":true})");
  EXPECT_EQ(log_line(8, entry("/fapi/v1/time")),
            R"({"n":8,"t":"2024-03-01T12:00:00.000000Z","host":"um","method":"GET",)"
            R"("target":"/fapi/v1/time","kind":"time","market":"um","symbol":null,)"
            R"("interval":null,"status":200,"bytes":12,"client":"10.0.0.1","fault":null,)"
            R"("data":false})");
}

TEST(Log, AnyTargetMakesJson) {
  std::string target = "/\"\\\x01\x7f";
  for (int c = 1; c < 256; ++c) target += static_cast<char>(c);
  const auto json = parse_json(log_line(1, entry(target)));
  EXPECT_TRUE(json) << (json ? "" : json.error().what);
}

TEST(Log, KeepsTheLastLines) {
  auto log = RequestLog::open("", 3);
  ASSERT_TRUE(log);
  RequestLog& lines = **log;
  for (int i = 0; i < 5; ++i) lines.add(entry("/" + std::to_string(i)));
  const auto targets = [&](std::int64_t since) {
    std::istringstream text(lines.since(since));
    std::string found;
    for (std::string line; std::getline(text, line);) {
      found += parse_json(line)->members[4].value.text;
    }
    return found;
  };
  EXPECT_EQ(lines.count(), 5);
  EXPECT_EQ(targets(0), "/2/3/4");
  EXPECT_EQ(targets(2), "/2/3/4");
  EXPECT_EQ(targets(3), "/3/4");
  EXPECT_EQ(targets(5), "");
  EXPECT_EQ(targets(99), "");
  lines.forget();
  EXPECT_EQ(targets(0), "");
  lines.add(entry("/6"));
  EXPECT_EQ(lines.count(), 6);
  EXPECT_EQ(targets(5), "/6");
}

TEST(Log, IsAppendedToItsFile) {
  const std::string path = testing::TempDir() + "request_log_test.ndjson";
  std::remove(path.c_str());
  for (int run = 0; run < 2; ++run) {
    auto log = RequestLog::open(path, 1);
    ASSERT_TRUE(log);
    (*log)->add(entry("/a"));
    (*log)->add(entry("/b"));
  }
  std::ifstream file(path);
  int lines = 0;
  for (std::string line; std::getline(file, line); ++lines) EXPECT_TRUE(parse_json(line));
  EXPECT_EQ(lines, 4);
  std::remove(path.c_str());
}

TEST(Log, AFileThatCannotBeWrittenIsAnError) {
  const auto log = RequestLog::open("/nowhere/at/all", 1);
  ASSERT_FALSE(log);
  EXPECT_EQ(log.error().what, "the request log /nowhere/at/all: cannot be written");
}

}  // namespace
}  // namespace wick::sim::log_test
