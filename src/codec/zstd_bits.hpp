// Bits inside of bytes, as Zstandard writes them: the lowest of the first byte is the first one.
// For the sources of this room alone.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>

namespace wick::codec {

// Little-endian; at most eight bytes.
[[nodiscard]] std::uint64_t little_endian(std::string_view bytes);

// From the front. Past the end there are zeros, and it has failed.
class ForwardBits {
 public:
  explicit ForwardBits(std::string_view bytes) : bytes_(bytes) {}

  [[nodiscard]] std::uint32_t read(unsigned count);
  void step_back(unsigned count) { at_ -= count; }
  [[nodiscard]] bool failed() const { return at_ > bytes_.size() * 8; }
  [[nodiscard]] std::size_t bytes_used() const { return (at_ + 7) / 8; }

 private:
  std::string_view bytes_;
  std::size_t at_{0};
};

// From the back, below the highest bit that is set. In front of the first bit there are zeros.
class BackwardBits {
 public:
  explicit BackwardBits(std::string_view bytes);

  [[nodiscard]] std::uint32_t read(unsigned count);  // 32 at most
  [[nodiscard]] std::uint32_t peek(unsigned count) const;
  void skip(unsigned count) { left_ -= count; }
  // How many there are still; negative where more were read than there were.
  [[nodiscard]] std::int64_t left() const { return left_; }
  [[nodiscard]] bool failed() const { return unmarked_; }

 private:
  std::string_view bytes_;
  std::int64_t left_{0};
  bool unmarked_{false};
};

}  // namespace wick::codec
