#include "sim/okx/plain_decimal.hpp"

#include <algorithm>

#include "base/check.hpp"
#include "sim/archive/decimal.hpp"

namespace wick::sim {

std::string plain_decimal(std::int64_t value, int digits) {
  WICK_CHECK(digits >= -9);
  std::string out;
  append_decimal(out, value, std::max(digits, 0));
  if (digits <= 0) return value == 0 ? out : out.append(static_cast<std::size_t>(-digits), '0');
  while (out.ends_with('0')) out.pop_back();
  if (out.ends_with('.')) out.pop_back();
  return out;
}

}  // namespace wick::sim
