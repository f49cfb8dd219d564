// What a struck rule does to an answer: puts another in its place, or bends its head, its bytes and
// its way to the client. Rows are changed elsewhere, before this.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "sim/fault/rule.hpp"
#include "sim/http.hpp"

namespace wick::sim {

struct Occasion {
  const Subject& subject;
  Micros now{};
  std::uint64_t dice{};
};

// The answer given in place of the honest one, which then need not be made; or nothing.
[[nodiscard]] std::optional<Response> replacement(const Then& then, const Occasion& occasion);
[[nodiscard]] int replacement_status(const Then& then);  // 0: no replacement

// Whether shape() must be able to read the body, so that it may not come compressed.
[[nodiscard]] bool reads_body(const Then& then);

void shape(Response& response, const Then& then, const Occasion& occasion);

void set_header(Response& response, std::string_view name, std::string value);
void remove_header(Response& response, std::string_view name);
[[nodiscard]] std::string_view header_of(const Response& response, std::string_view name);

// A new body with the length that belongs to it.
void set_body(Response& response, std::string body);

}  // namespace wick::sim
