#include "codec/zstd.hpp"

#include <algorithm>
#include <array>
#include <cstdint>
#include <optional>

#include "codec/xxh64.hpp"
#include "codec/zstd_literals.hpp"
#include "codec/zstd_sequences.hpp"

namespace wick::codec {
namespace {

constexpr std::uint64_t kMagic = 0xfd2fb528;
constexpr std::uint64_t kSkippedMagic = 0x184d2a50;  // its lowest four bits are free
constexpr std::size_t kMagicSize = 4;
constexpr std::size_t kChecksumSize = 4;

base::Error corrupt(const std::string& what) {
  return {base::ErrorKind::kCorrupt, "zstd: " + what};
}

// Nothing where there are not so many.
std::optional<std::uint64_t> take_number(std::string_view& bytes, std::size_t size) {
  if (bytes.size() < size) return std::nullopt;
  const std::uint64_t value = little_endian(bytes.substr(0, size));
  bytes.remove_prefix(size);
  return value;
}

struct FrameHead {
  bool has_checksum{};
  bool has_dictionary{};
  std::optional<std::uint64_t> size{};
};

std::optional<FrameHead> take_head(std::string_view& bytes) {
  constexpr std::array<std::size_t, 4> kDictionarySizes = {0, 1, 2, 4};
  constexpr std::array<std::size_t, 4> kSizeSizes = {0, 2, 4, 8};
  constexpr std::uint64_t kTwoByteBase = 256;
  const auto told = take_number(bytes, 1);
  if (!told || (*told >> 3U & 1U) != 0) return std::nullopt;
  const bool one_segment = (*told >> 5U & 1U) != 0;
  if (!one_segment && !take_number(bytes, 1)) return std::nullopt;  // the window
  const auto dictionary = take_number(bytes, kDictionarySizes.at(*told & 3U));
  const std::size_t size_size = *told >> 6U == 0 && one_segment ? 1 : kSizeSizes.at(*told >> 6U);
  const auto size = take_number(bytes, size_size);
  if (!dictionary || !size) return std::nullopt;
  FrameHead head{.has_checksum = (*told >> 2U & 1U) != 0, .has_dictionary = *dictionary != 0};
  if (size_size > 0) head.size = *size + (size_size == 2 ? kTwoByteBase : 0);
  return head;
}

// One frame, block by block.
class Frame {
 public:
  // Of what is made already nothing is copied.
  Frame(std::string& made, std::size_t size_max)
      : made_(made), begin_(made.size()), size_max_(size_max) {}

  // Takes the next block off the front. Whether another one follows, or why not.
  base::Result<bool> take_block(std::string_view& bytes) {
    enum class Kind : std::uint8_t { kRaw = 0, kRepeated = 1, kPacked = 2, kNone = 3 };
    constexpr std::size_t kHeadSize = 3;
    const auto head = take_number(bytes, kHeadSize);
    if (!head) return corrupt("it is cut");
    const auto kind = static_cast<Kind>(*head >> 1U & 3U);
    const auto size = static_cast<std::size_t>(*head >> 3U);
    const std::size_t taken = kind == Kind::kRepeated ? 1 : size;
    if (kind == Kind::kNone || size > kZstdBlockMax || taken > bytes.size()) {
      return corrupt("a block is cut or damaged");
    }
    const std::string_view block = bytes.substr(0, taken);
    bytes.remove_prefix(taken);
    if (kind == Kind::kPacked) {
      if (auto done = unpack(block); !done) return done.error();
    } else {
      if (size > size_max_ - made_.size()) return too_much();
      kind == Kind::kRaw ? made_.append(block) : made_.append(size, block.front());
    }
    return (*head & 1U) == 0;
  }

  [[nodiscard]] std::string_view made() const { return std::string_view(made_).substr(begin_); }

 private:
  [[nodiscard]] base::Error too_much() const {
    return corrupt("more than " + std::to_string(size_max_) + " bytes are inside");
  }

  base::Result<void> unpack(std::string_view block) {
    const auto literals = take_literals(block, codes_);
    if (!literals) return corrupt("the literals of a block are damaged");
    const auto sequences = read_sequences(block, states_);
    if (!sequences) return corrupt("the sequences of a block are damaged");
    std::string_view rest = *literals;
    const std::size_t begin = made_.size();
    for (const Sequence& sequence : *sequences) {
      if (auto done = follow(sequence, rest); !done) return done;
      if (made_.size() - begin > kZstdBlockMax) return corrupt("a block is longer than one can be");
    }
    if (rest.size() > size_max_ - made_.size()) return too_much();
    made_.append(rest);
    return {};
  }

  base::Result<void> follow(const Sequence& sequence, std::string_view& literals) {
    if (sequence.literals > literals.size()) return corrupt("a block lacks literals");
    if (sequence.literals + sequence.copied > size_max_ - made_.size()) return too_much();
    made_.append(literals.substr(0, sequence.literals));
    literals.remove_prefix(sequence.literals);
    const std::size_t back = settle_offset(sequence);
    if (back == 0 || back > made_.size() - begin_) return corrupt("a copy of what is not there");
    for (std::size_t i = 0; i < sequence.copied; ++i) made_.push_back(made_[made_.size() - back]);
    return {};
  }

  // Small ones mean the last three; where no literals are between, the latest is not among them.
  std::size_t settle_offset(const Sequence& sequence) {
    if (sequence.offset > last_.size()) {
      last_ = {sequence.offset - last_.size(), last_[0], last_[1]};
      return last_[0];
    }
    const std::size_t place = sequence.offset - (sequence.literals > 0 ? 1 : 0);
    const std::size_t offset = place < last_.size() ? last_.at(place) : last_[0] - 1;
    if (place > 1) last_[2] = last_[1];
    if (place > 0) last_[1] = last_[0];
    last_[0] = offset;
    return offset;
  }

  std::string& made_;
  std::size_t begin_;
  std::size_t size_max_;
  std::optional<PrefixCodes> codes_;
  SequenceStates states_;
  std::array<std::size_t, 3> last_{1, 4, 8};
};

base::Result<void> take_frame(std::string_view& bytes, std::size_t size_max, std::string& made) {
  const auto head = take_head(bytes);
  if (!head) return corrupt("the head of a frame is malformed");
  if (head->has_dictionary) {
    return base::Error{base::ErrorKind::kUnsupported, "zstd: it needs a dictionary"};
  }
  Frame frame(made, size_max);
  for (bool more = true; more;) {
    const auto taken = frame.take_block(bytes);
    if (!taken) return taken.error();
    more = *taken;
  }
  if (head->size && *head->size != frame.made().size()) {
    return corrupt("a frame has another size than it says");
  }
  if (!head->has_checksum) return {};
  const auto checksum = take_number(bytes, kChecksumSize);
  if (!checksum) return corrupt("it is cut");
  const bool same = *checksum == (xxh64(frame.made()) & 0xffffffffU);
  return same ? base::Result<void>() : corrupt("the checksum differs");
}

}  // namespace

base::Result<std::string> unzstd(std::string_view zstd, std::size_t size_max) {
  if (zstd.empty()) return corrupt("it is empty");
  std::string made;
  while (!zstd.empty()) {
    const auto magic = take_number(zstd, kMagicSize);
    if (magic && (*magic & ~std::uint64_t{0xf}) == kSkippedMagic) {
      const auto size = take_number(zstd, 4);
      if (!size || *size > zstd.size()) return corrupt("it is cut");
      zstd.remove_prefix(static_cast<std::size_t>(*size));
      continue;
    }
    if (magic != kMagic) return corrupt("no magic at the beginning of a frame");
    if (auto taken = take_frame(zstd, size_max, made); !taken) return taken.error();
  }
  return made;
}

}  // namespace wick::codec
