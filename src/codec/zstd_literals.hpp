// The bytes of a block of Zstandard that are not copied from before.
// For the sources of this room alone.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace wick::codec {

inline constexpr std::size_t kZstdBlockMax = 128U << 10U;

// Prefix codes, by which frequent bytes take fewer bits.
class PrefixCodes {
 public:
  // By the description at the front of `bytes`, which is taken off.
  [[nodiscard]] static std::optional<PrefixCodes> take(std::string_view& bytes);

  // Exactly `size` bytes, which take all of these bits, go to the end of `text`.
  [[nodiscard]] bool decode(std::string_view bits, std::size_t size, std::string& text) const;

 private:
  struct Code {
    char byte{};
    std::uint8_t bits{};
  };
  [[nodiscard]] static std::optional<PrefixCodes> of(std::vector<std::uint8_t> weights);

  std::vector<Code> codes_;  // by the first bits
  unsigned width_{0};
};

// Takes the section off the front of a block; codes outlive it, for a block may use those of the
// one before. Nothing where the section is damaged.
[[nodiscard]] std::optional<std::string> take_literals(std::string_view& block,
                                                       std::optional<PrefixCodes>& codes);

}  // namespace wick::codec
