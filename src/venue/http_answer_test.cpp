#include "venue/http_answer.hpp"

#include <gtest/gtest.h>

namespace wick::venue::http_answer_test {
namespace {

using namespace std::chrono_literals;

port::HttpResponse response(std::vector<port::Header> headers) {
  return {.status = 200, .headers = std::move(headers), .body = nullptr, .elapsed = {}};
}

TEST(HttpAnswer, TellsTheServersTime) {
  const auto of = [](const char* date) { return server_time(response({{"date", date}})); };
  EXPECT_EQ(of("Sat, 21 Nov 2026 05:20:14 GMT"), core::midnight(2026, 11, 21) + 5h + 20min + 14s);
  for (const char* odd :
       {"", "yesterday", "Sat, 21 Nov 2026 05:20:14 CET", "Sat, 31 Feb 2026 05:20:14 GMT",
        "Sat, 21 Now 2026 05:20:14 GMT", "Sat, 21 Nov 2026 0x:20:14 GMT"}) {
    EXPECT_FALSE(of(odd)) << odd;
  }
}

TEST(HttpAnswer, TellsHowLongToWait) {
  EXPECT_EQ(retry_after(response({{"retry-after", "7"}}), 60s), 7s);
  EXPECT_EQ(retry_after(response({}), 60s), 60s);
  for (const char* odd : {"-5", "soon", "", "5 "}) {
    EXPECT_EQ(retry_after(response({{"Retry-After", odd}}), 60s), 60s) << odd;
  }
  EXPECT_EQ(retry_after(response({{"Retry-After", "99999999"}}), 60s), 96h);
}

TEST(HttpAnswer, WordsAreKeptShortAndPrintable) {
  EXPECT_EQ(printable("a\n\x1b[31mb\xc3\xa9"), "a  [31mb  ");
  EXPECT_EQ(printable(std::string(500, 'x')).size(), 160U);
}

}  // namespace
}  // namespace wick::venue::http_answer_test
