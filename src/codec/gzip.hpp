// What is inside a gzip file.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "base/result.hpp"

namespace wick::codec {

// All members, one after the other, as gunzip gives them. More than `size_max` bytes are refused
// and never written; each member's CRC-32 and length are checked, so a file that is cut is an
// error, and so is anything behind the last member.
[[nodiscard]] base::Result<std::string> gunzip(std::string_view gzip, std::size_t size_max);

}  // namespace wick::codec
