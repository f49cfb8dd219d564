// Text as JSON wants it.
#pragma once

#include <string>
#include <string_view>

namespace wick::base {

// The text as a JSON string, quotes included. Bytes that are no UTF-8 become U+FFFD.
[[nodiscard]] std::string json_quoted(std::string_view text);
void append_json_quoted(std::string& out, std::string_view text);

}  // namespace wick::base
