// Requests to the simulated exchange, written in lines, and what must hold for every response.
//
// The clock stands where each market is a few weeks old: nothing that can be asked for then is
// large, so an input that is slow has found something.
#pragma once

#include <string>

#include "sim/http.hpp"
#include "tests/fuzz/input.hpp"

namespace wick::fuzz {

inline sim::Host rest_host(std::string_view name) {
  if (name == "um") return sim::Host::kUm;
  return name == "cm" ? sim::Host::kCm : sim::Host::kSpot;
}

inline sim::Micros youth_of(sim::Host host) {
  constexpr sim::Micros kSpotYouth = 1'504'224'005 * sim::kSecond;  // 2017-09-01
  constexpr sim::Micros kUmYouth = 1'578'960'005 * sim::kSecond;    // 2020-01-14
  constexpr sim::Micros kCmYouth = 1'598'918'405 * sim::kSecond;    // 2020-09-01
  if (host == sim::Host::kUm) return kUmYouth;
  return host == sim::Host::kCm ? kCmYouth : kSpotYouth;
}

// METHOD TARGET, then a header on each line.
inline sim::Request request_of(Input& input) {
  sim::Request request;
  request.method = input.word();
  request.target = input.line();
  request.client = "10.0.0.1";
  while (!input.empty()) {
    const std::string_view line = input.line();
    const std::size_t colon = line.find(": ");
    if (colon == std::string_view::npos) continue;
    request.headers.emplace_back(line.substr(0, colon), line.substr(colon + 2));
  }
  return request;
}

inline std::string header(const sim::Response& response, std::string_view name) {
  sim::Request wrapped;
  wrapped.headers = response.headers;
  return std::string(wrapped.header(name).value_or(""));
}

// Nothing that was sent may end a header early.
inline void check_headers(const sim::Response& response) {
  constexpr std::string_view kEnds("\r\n\0", 3);
  for (const auto& [name, value] : response.headers) {
    WICK_CHECK(!name.empty() && name.find_first_of(kEnds) == std::string::npos);
    WICK_CHECK(value.find_first_of(kEnds) == std::string::npos);
  }
}

}  // namespace wick::fuzz
