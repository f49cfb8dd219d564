// Decimal numbers in text and back, exactly.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace wick::codec {

// The double nearest to the decimal, like strtod, but for [-]digits[.digits][e[+-]digits] only.
// Reads a number off the front of `text`, up to the first character that cannot belong to it.
// Nothing where there is no number, or one that is too large or too small for a double.
[[nodiscard]] std::optional<double> take_decimal(std::string_view& text);

[[nodiscard]] std::optional<std::int64_t> take_integer(std::string_view& text);

// Shortest digits that read back to the same double; plain notation for 1e-6 <= |x| < 1e16, and
// never a trailing ".0".
void append_shortest(std::string& out, double value);

}  // namespace wick::codec
