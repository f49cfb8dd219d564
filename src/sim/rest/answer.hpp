// Puts an answer of the REST API into its response: headers as the exchange sends them, gzip.
#pragma once

#include <string>
#include <string_view>

#include "sim/http.hpp"
#include "sim/rest/limiter.hpp"
#include "sim/rest/venue_error.hpp"

namespace wick::sim {

struct RestAnswer {
  int status{200};
  std::string body;
  std::string content_type{"application/json;charset=UTF-8"};
  std::vector<Header> extra{};
};

[[nodiscard]] RestAnswer error_answer(const VenueError& error);

// What the limiter counted, as headers: x-mbx-used-weight-1m for a bucket of one minute, and so
// on for each weight limit; x-mbx-used-weight for the first of them.
[[nodiscard]] std::vector<Header> usage_headers(const std::vector<RateLimit>& limits,
                                                const Verdict& verdict);

[[nodiscard]] bool accepts_gzip(const Request& request);
// Whether the client takes gzip, and the body is long enough for it.
[[nodiscard]] bool worth_packing(const Request& request, std::string_view body);
[[nodiscard]] std::string gzip(std::string_view text);

// `id` makes the identifiers that the exchange gives to each response.
[[nodiscard]] Response response_of(const Request& request, RestAnswer answer, std::uint64_t id);

}  // namespace wick::sim
