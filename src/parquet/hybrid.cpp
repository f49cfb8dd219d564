#include "parquet/hybrid.hpp"

#include <algorithm>
#include <optional>

#include "parquet/footer.hpp"

namespace wick::parquet {
namespace {

constexpr unsigned kByteBits = 8;
constexpr std::size_t kGroup = 8;  // numbers that stand side by side come in eights

std::optional<std::uint64_t> take_varint(std::string_view& bytes) {
  constexpr unsigned kBits = 35;
  std::uint64_t value = 0;
  for (unsigned shift = 0; shift < kBits && !bytes.empty(); shift += 7) {
    const auto byte = static_cast<std::uint8_t>(bytes.front());
    bytes.remove_prefix(1);
    value |= static_cast<std::uint64_t>(byte & 0x7fU) << shift;
    if (byte < 0x80) return value;
  }
  return std::nullopt;
}

// Of the number at `index`; the lowest bits come first.
std::uint32_t bits_at(std::string_view bytes, unsigned width, std::size_t index) {
  std::uint64_t value = 0;
  const std::size_t begin = index * width;
  const std::size_t end = (begin + width + kByteBits - 1) / kByteBits;
  for (std::size_t at = end; at-- > begin / kByteBits;) {
    value = value << kByteBits | static_cast<std::uint8_t>(bytes[at]);
  }
  const std::uint64_t mask = (std::uint64_t{1} << width) - 1;
  return static_cast<std::uint32_t>(value >> begin % kByteBits & mask);
}

class Runs {
 public:
  Runs(std::string_view bytes, unsigned width) : rest_(bytes), width_(width) {}

  // One run, of which no more than `room` numbers are taken; not where it is cut.
  bool take(std::vector<std::uint32_t>& numbers, std::size_t room) {
    const auto head = take_varint(rest_);
    if (!head || *head < 2) return false;
    const std::uint64_t length = *head >> 1U;
    return (*head & 1U) == 0 ? take_repeated(numbers, std::min<std::uint64_t>(room, length))
                             : take_packed(numbers, room, length);
  }

 private:
  bool take_repeated(std::vector<std::uint32_t>& numbers, std::size_t count) {
    const std::size_t size = (width_ + kByteBits - 1) / kByteBits;
    if (rest_.size() < size) return false;
    const std::uint32_t value = size == 0 ? 0 : bits_at(rest_, width_, 0);
    rest_.remove_prefix(size);
    numbers.insert(numbers.end(), count, value);
    return true;
  }
  // Some writers leave out the end of the last eights.
  bool take_packed(std::vector<std::uint32_t>& numbers, std::size_t room, std::uint64_t eights) {
    const std::uint64_t told = std::min<std::uint64_t>(eights * kGroup, room);
    const std::size_t needed = (told * width_ + kByteBits - 1) / kByteBits;
    if (rest_.size() < needed) return false;
    for (std::size_t i = 0; i < told; ++i) numbers.push_back(bits_at(rest_, width_, i));
    rest_.remove_prefix(std::min<std::uint64_t>(eights * width_, rest_.size()));
    return true;
  }

  std::string_view rest_;
  unsigned width_;
};

}  // namespace

base::Result<std::vector<std::uint32_t>> read_hybrid(std::string_view bytes, unsigned width,
                                                     std::size_t count) {
  if (width > kHybridWidthMax) return not_whole("numbers of more bits than there can be");
  std::vector<std::uint32_t> numbers;
  Runs runs(bytes, width);
  while (numbers.size() < count) {
    if (!runs.take(numbers, count - numbers.size())) return not_whole("a run of numbers is cut");
  }
  return numbers;
}

}  // namespace wick::parquet
