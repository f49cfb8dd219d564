#include "base/log.hpp"
#include "base/json_text.hpp"

#include <gtest/gtest.h>

namespace wick::base::log_test {
namespace {

TEST(Log, PeopleReadKeysAndValuesMachinesReadJson) {
  const Log text({.level = LogLevel::kDebug, .format = LogFormat::kText});
  EXPECT_EQ(text.line("fetched", {{"url", "http://x/y"}, {"why", "a b"}, {"none", ""}}),
            "fetched url=http://x/y why=\"a b\" none=\"\"");
  const Log json({.level = LogLevel::kDebug, .format = LogFormat::kJson});
  EXPECT_EQ(json.line("a \"b\"\n", {{"k", "\x01\\"}}), R"("event":"a \"b\"\n","k":"\u0001\\")");
}

TEST(Log, QuotedTextIsAlwaysUtf8WithoutControlCharacters) {
  EXPECT_EQ(json_quoted("\u00e9\u20ac\U0001f600"), "\"\u00e9\u20ac\U0001f600\"");
  EXPECT_EQ(json_quoted("a\xff\xc3z"), R"("a\ufffd\ufffdz")");
  EXPECT_EQ(json_quoted("\xe2\x82"), R"("\ufffd\ufffd")");            // cut short
  EXPECT_EQ(json_quoted("\xc0\x80"), R"("\ufffd\ufffd")");            // overlong
  EXPECT_EQ(json_quoted("\xe0\x9f\xbf"), R"("\ufffd\ufffd\ufffd")");  // overlong
  EXPECT_EQ(json_quoted("\xed\xa0\x80"), R"("\ufffd\ufffd\ufffd")");  // a surrogate
  EXPECT_EQ(json_quoted("\xf4\x90\x80\x80").size(), 2 + 4 * 6U);      // beyond the last
  EXPECT_EQ(json_quoted("\x7f\x1b"), R"("\u007f\u001b")");
  const Log text({.format = LogFormat::kText});
  EXPECT_EQ(text.line("e", {{"k", "\x08"}, {"l", "\x7f"}}), R"(e k="\u0008" l="\u007f")");
}

std::string captured(const Log& log) {
  testing::internal::CaptureStderr();
  log.debug("quiet");
  log.info("hello", {{"n", "1"}});
  return testing::internal::GetCapturedStderr();
}

TEST(Log, LevelsAreKeptAndChildrenCarryTheirField) {
  const Log log({.level = LogLevel::kInfo, .format = LogFormat::kJson});
  const std::string line = captured(log.with({"request", "ab12"}));
  EXPECT_TRUE(line.starts_with(R"({"time":"20)")) << line;
  EXPECT_TRUE(
      line.ends_with("Z\",\"level\":\"info\",\"event\":\"hello\",\"request\":\"ab12\","
                     "\"n\":\"1\"}\n"))
      << line;
  EXPECT_EQ(line.find("quiet"), std::string::npos);
  EXPECT_EQ(captured(Log({.level = LogLevel::kOff})), "");
}

TEST(Log, NamesOfLevelsAndFormats) {
  EXPECT_EQ(parse_log_level("warn"), LogLevel::kWarning);
  EXPECT_EQ(parse_log_level("loud"), std::nullopt);
  EXPECT_EQ(parse_log_format("json"), LogFormat::kJson);
  EXPECT_EQ(parse_log_format("xml"), std::nullopt);
}

}  // namespace
}  // namespace wick::base::log_test
