// The one file inside a zip archive of one file.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "base/result.hpp"

namespace wick::codec {

struct ZipMember {
  std::string name;
  std::string bytes;
};

// Reads an archive with exactly one member, stored or deflated. Every offset is checked against
// the size of the archive, the member's size against `size_max` before anything is inflated, and
// its CRC-32 afterwards. Encryption, further members and ZIP64 are refused.
[[nodiscard]] base::Result<ZipMember> unzip_single(std::string_view zip, std::size_t size_max);

}  // namespace wick::codec
