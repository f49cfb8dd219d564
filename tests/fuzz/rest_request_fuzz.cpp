// Any request to the simulated REST API: a response that is whole, and JSON where it says so.
//
//   um GET /fapi/v1/klines?symbol=BTCUSDT&interval=1m
//   Accept-Encoding: gzip
#include <simdjson.h>

#include <algorithm>
#include <array>

#include "sim/rest/rest.hpp"
#include "tests/fuzz/sim_request.hpp"

namespace {

using namespace wick::sim;

bool is_json(std::string_view text) {
  simdjson::dom::parser parser;
  return parser.parse(simdjson::padded_string(text)).error() == simdjson::SUCCESS;
}

void check(const Response& response, const Request& request) {
  constexpr std::array<int, 7> kStatuses = {200, 400, 403, 404, 405, 418, 429};
  WICK_CHECK(std::ranges::find(kStatuses, response.status) != kStatuses.end());
  WICK_CHECK(response.body != nullptr);
  wick::fuzz::check_headers(response);
  if (request.method == "HEAD") {
    WICK_CHECK(response.body->empty());
    return;
  }
  WICK_CHECK(wick::fuzz::header(response, "Content-Length") ==
             std::to_string(response.body->size()));
  const bool packed = wick::fuzz::header(response, "Content-Encoding") == "gzip";
  const bool says_json =
      wick::fuzz::header(response, "Content-Type").starts_with("application/json");
  WICK_CHECK(packed || !says_json || is_json(*response.body));
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static const Market market(7);
  static Rest rest(market);
  wick::fuzz::Input input(data, size);
  const Host host = wick::fuzz::rest_host(input.word());
  const Request request = wick::fuzz::request_of(input);
  const Micros now = wick::fuzz::youth_of(host);

  rest.forget_clients();
  const Response response = rest.respond(host, request, now);
  check(response, request);
  rest.forget_clients();
  WICK_CHECK(*rest.respond(host, request, now).body == *response.body);
  return 0;
}
