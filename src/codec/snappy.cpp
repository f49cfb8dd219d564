#include "codec/snappy.hpp"

#include <algorithm>
#include <cstdint>

namespace wick::codec {
namespace {

constexpr std::size_t kInlineMax = 60;  // a longer literal tells its length in bytes of its own
constexpr std::size_t kRoomMax = 4U << 20U;  // made before the first byte is seen to be there

base::Error corrupt(const std::string& what) {
  return {base::ErrorKind::kCorrupt, "snappy: " + what};
}

// Takes bytes off the front; past the end there are none.
class Block {
 public:
  explicit Block(std::string_view bytes) : rest_(bytes) {}

  [[nodiscard]] bool done() const { return rest_.empty(); }
  [[nodiscard]] bool failed() const { return failed_; }

  // Little-endian.
  std::size_t number(std::size_t bytes) {
    std::size_t value = 0;
    const std::string_view taken = text(bytes);
    for (std::size_t i = taken.size(); i-- > 0;) {
      value = value << 8U | static_cast<unsigned char>(taken[i]);
    }
    return value;
  }
  // Seven bits a byte, the lowest first.
  std::size_t varint() {
    std::uint64_t value = 0;
    for (unsigned shift = 0; shift < 35; shift += 7) {
      const std::size_t byte = number(1);
      value |= static_cast<std::uint64_t>(byte & 0x7fU) << shift;
      if (byte < 0x80) return static_cast<std::size_t>(value);
    }
    failed_ = true;
    return 0;
  }
  std::string_view text(std::size_t bytes) {
    failed_ = failed_ || bytes > rest_.size();
    const std::string_view taken = rest_.substr(0, bytes);
    rest_.remove_prefix(taken.size());
    return taken;
  }

 private:
  std::string_view rest_;
  bool failed_{false};
};

struct Copy {
  std::size_t length{};
  std::size_t back{};
};

Copy take_copy(Block& block, std::size_t tag) {
  switch (tag & 3U) {
    case 1:
      return {4 + (tag >> 2U & 7U), (tag >> 5U) << 8U | block.number(1)};
    case 2:
      return {1 + (tag >> 2U), block.number(2)};
    default:
      return {1 + (tag >> 2U), block.number(4)};
  }
}

std::string_view take_literal(Block& block, std::size_t tag) {
  std::size_t length = tag >> 2U;
  if (length >= kInlineMax) length = block.number(length - kInlineMax + 1);
  return block.text(length + 1);
}

// A copy may reach into what it makes itself: then it repeats.
void append_copy(std::string& bytes, const Copy& copy) {
  for (std::size_t i = 0; i < copy.length; ++i) bytes.push_back(bytes[bytes.size() - copy.back]);
}

}  // namespace

base::Result<std::string> unsnap(std::string_view snappy, std::size_t size_max) {
  Block block(snappy);
  const std::size_t size = block.varint();
  if (block.failed()) return corrupt("the block does not tell its length");
  if (size > size_max)
    return corrupt("more than " + std::to_string(size_max) + " bytes are inside");
  std::string bytes;
  bytes.reserve(std::min(size, kRoomMax));
  while (!block.done()) {
    const std::size_t tag = block.number(1);
    if ((tag & 3U) == 0) {
      bytes.append(take_literal(block, tag));
    } else {
      const Copy copy = take_copy(block, tag);
      if (copy.back == 0 || copy.back > bytes.size()) return corrupt("a copy of what is not there");
      append_copy(bytes, copy);
    }
    if (block.failed()) return corrupt("the block is cut");
    if (bytes.size() > size) return corrupt("more is inside than it claims");
  }
  if (bytes.size() != size) return corrupt("less is inside than it claims");
  return bytes;
}

}  // namespace wick::codec
