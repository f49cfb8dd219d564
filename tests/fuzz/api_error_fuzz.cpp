// Any answer of a server, told in lines: status, Retry-After, Date, then the body. Every status but
// 200 is an error with words that are safe to print, whatever the server wrote.
#include <algorithm>
#include <charconv>
#include <memory>

#include "tests/fuzz/input.hpp"
#include "venue/binance/kline_json.hpp"
#include "venue/binance/verdict.hpp"
#include "venue/http_answer.hpp"
#include "venue/okx/verdict.hpp"

namespace {

using namespace wick::venue::binance;

wick::port::HttpResponse response_of(wick::fuzz::Input& input) {
  wick::port::HttpResponse response;
  const std::string_view status = input.line();
  std::from_chars(status.data(), status.data() + status.size(), response.status);
  response.headers.emplace_back("Retry-After", input.line());
  response.headers.emplace_back("Date", input.line());
  response.body = std::make_shared<const std::string>(input.rest());
  return response;
}

void check(const std::optional<wick::base::Error>& error, int status) {
  WICK_CHECK(error.has_value() == (status != 200));
  if (!error) return;
  WICK_CHECK(error->what.find("it") != std::string::npos);
  WICK_CHECK(error->what.size() < 400);
  WICK_CHECK(std::ranges::all_of(error->what, [](char c) { return c >= ' ' && c <= '~'; }));
  const bool throttled = error->kind == wick::base::ErrorKind::kThrottled;
  WICK_CHECK(error->retry_after.has_value() == throttled);
  WICK_CHECK(!throttled || *error->retry_after >= wick::core::Micros{0});
  WICK_CHECK(!throttled || *error->retry_after <= 4 * wick::core::kDay);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  wick::fuzz::Input input(data, size);
  const auto response = response_of(input);
  const auto status = static_cast<int>(response.status);

  check(archive_verdict(response, "it"), status);
  check(rest_verdict(response, "it"), status);
  check(wick::venue::okx::rest_verdict(response, "it"), status);
  const auto error = parse_api_error(*response.body);
  WICK_CHECK(!error || error->message.size() <= response.body->size());
  const auto time = wick::venue::server_time(response);
  WICK_CHECK(!time || wick::core::micros_of(*time) % 1'000'000 == 0);
  return 0;
}
