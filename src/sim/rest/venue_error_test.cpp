#include "sim/rest/venue_error.hpp"

#include <gtest/gtest.h>

namespace wick::sim::venue_error_test {
namespace {

void expect(const VenueError& error, int status, const std::string& json) {
  EXPECT_EQ(error.status, status);
  EXPECT_EQ(error_json(error), json);
}

TEST(VenueError, HasTheExchangesWords) {
  expect(unknown_error(), 500,
         R"({"code":-1000,"msg":"An unknown error occurred while processing the request."})");
  expect(internal_error(), 500,
         R"({"code":-1001,"msg":"Internal error; unable to process your request. )"
         R"(Please try again."})");
  expect(backend_timeout(), 408,
         R"({"code":-1007,"msg":"Timeout waiting for response from backend server. Send status )"
         R"(unknown; execution status unknown."})");
  expect(overloaded(), 503,
         R"({"code":-1008,"msg":"Server is currently overloaded with other requests. )"
         R"(Please try again in a few minutes."})");
  expect(start_after_end(), 400, R"({"code":-1023,"msg":"Start time is greater than end time."})");
  expect(illegal_characters("a", "^[0-9]$"), 400,
         R"({"code":-1100,"msg":"Illegal characters found in parameter 'a'; )"
         R"(legal range is '^[0-9]$'."})");
  expect(duplicate_parameter(), 400,
         R"({"code":-1101,"msg":"Duplicate values for a parameter detected."})");
  expect(missing_parameter("a"), 400,
         R"({"code":-1102,"msg":"Mandatory parameter 'a' was not sent, was empty/null, )"
         R"(or malformed."})");
  expect(unread_parameters(1, 2), 400,
         R"({"code":-1104,"msg":"Not all sent parameters were read; read '1' parameter(s) )"
         R"(but was sent '2'."})");
  expect(empty_parameter("a"), 400, R"({"code":-1105,"msg":"Parameter 'a' was empty."})");
  expect(overflowed("a"), 400, R"({"code":-1108,"msg":"Parameter 'a' overflowed."})");
  expect(invalid_interval(), 400, R"({"code":-1120,"msg":"Invalid interval."})");
  expect(invalid_symbol(), 400, R"({"code":-1121,"msg":"Invalid symbol."})");
  expect(span_too_long(24), 400,
         R"({"code":-1127,"msg":"More than 24 hours between startTime and endTime."})");
  expect(invalid_combination(), 400,
         R"({"code":-1128,"msg":"Combination of optional parameters invalid."})");
  expect(invalid_data("a"), 400,
         R"({"code":-1130,"msg":"Data sent for parameter 'a' is not valid."})");
  expect(invalid_time_unit(), 400,
         R"({"code":-1194,"msg":"Invalid value for time unit; expected either MICROSECOND or )"
         R"(MILLISECOND."})");
}

TEST(VenueError, OfLimitsSaysWhen) {
  const RateLimit raw{LimitType::kRawRequests, kMinute, 5, 61'000};
  const VenueError throttled = too_much_weight(raw, 3 * kSecond);
  EXPECT_EQ(throttled.status, 429);
  EXPECT_EQ(throttled.retry_after, 3 * kSecond);
  EXPECT_EQ(throttled.message,
            "Too many requests; current limit is 61000 requests per 5 MINUTE. Please use "
            "WebSocket Streams for live updates to avoid polling the API.");
  EXPECT_EQ(banned(9'000'000, 2'000'000).retry_after, 7 * kSecond);
}

TEST(ErrorJson, EscapesWhatWouldBreakIt) {
  VenueError error;
  error.code = -1;
  error.message = "a\"b\\c\n\xff";
  EXPECT_EQ(error_json(error), R"({"code":-1,"msg":"a\"b\\c??"})");
}

}  // namespace
}  // namespace wick::sim::venue_error_test
