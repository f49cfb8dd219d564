#include "fake/packed.hpp"

#include <algorithm>
#include <cstdint>

namespace wick::fake {

std::string packed(const std::string& text) {
  std::string out("\x1f\x8b\x08\0\0\0\0\0\0\xff", 10);
  const auto put = [&](std::uint32_t value, int bytes) {
    for (int i = 0; i < bytes; ++i) out += static_cast<char>(value >> (8 * i));
  };
  std::size_t at = 0;
  do {
    const auto size = static_cast<std::uint32_t>(std::min<std::size_t>(text.size() - at, 0xffff));
    out += at + size == text.size() ? '\1' : '\0';
    put(size, 2);
    put(~size & 0xffffU, 2);
    out += text.substr(at, size);
    at += size;
  } while (at < text.size());
  std::uint32_t crc = ~0U;
  for (const char c : text) {
    crc ^= static_cast<unsigned char>(c);
    for (int bit = 0; bit < 8; ++bit) crc = crc >> 1U ^ ((crc & 1U) != 0 ? 0xedb88320U : 0U);
  }
  put(~crc, 4);
  put(static_cast<std::uint32_t>(text.size()), 4);
  return out;
}

}  // namespace wick::fake
