// A small strict JSON reader that knows where it stands, because the exchange tells its clients
// the line and the column of what it cannot read. Total on arbitrary bytes; depth is bounded.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace wick::sim {

struct JsonValue {
  enum class Kind { kNull, kBool, kNumber, kString, kArray, kObject };

  Kind kind{Kind::kNull};
  std::string text;                // decoded string, or the literal as written
  std::size_t end{};               // offset behind the value
  std::vector<JsonValue> items;    // of an array, or of an object
  std::vector<std::string> names;  // of an object's items, repetitions kept

  [[nodiscard]] const JsonValue* find(std::string_view name) const;  // last of that name
};

struct JsonError {
  std::string what;  // "expected value"
  std::size_t offset{};
};

[[nodiscard]] std::variant<JsonValue, JsonError> read_json(std::string_view text);

// " at line 1 column 28": lines count from one, columns are the bytes read in the line.
[[nodiscard]] std::string at_place(std::string_view text, std::size_t offset);

// Appends the text between quotes, escaped where JSON demands it; always UTF-8, as text frames are.
void append_json_string(std::string& out, std::string_view text);

}  // namespace wick::sim
