// SHA-256, as archives publish it.
#pragma once

#include <string>
#include <string_view>

namespace wick::codec {

[[nodiscard]] std::string sha256_hex(std::string_view bytes);  // 64 lower-case digits

}  // namespace wick::codec
