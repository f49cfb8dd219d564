// A JSON value as plain data, so that what reads scenarios needs no parser of its own.
//
// Total: any bytes give a value or an error. Nesting deeper than 16 is refused.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"

namespace wick::sim {

struct JsonMember;

struct Json {
  enum class Kind : std::uint8_t { kNull, kBool, kInteger, kFraction, kText, kList, kObject };

  Kind kind{Kind::kNull};
  bool truth{};
  std::int64_t integer{};
  double fraction{};  // integers too large for int64 land here as well
  std::string text;
  std::vector<Json> items;
  std::vector<JsonMember> members;  // in order, repetitions kept
};

struct JsonMember {
  std::string key;
  Json value;
};

[[nodiscard]] base::Result<Json> parse_json(std::string_view text);

// Compact: no blanks, strings escaped only where JSON demands it.
[[nodiscard]] std::string write_json(const Json& json);
void append_quoted(std::string& out, std::string_view text);

}  // namespace wick::sim
