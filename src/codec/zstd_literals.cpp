#include "codec/zstd_literals.hpp"

#include <array>
#include <bit>
#include <utility>

#include "codec/zstd_bits.hpp"
#include "codec/zstd_states.hpp"

namespace wick::codec {
namespace {

constexpr unsigned kWidthMax = 11;
constexpr unsigned kWeightAccuracyMax = 6;
constexpr std::size_t kBytes = 256;
constexpr std::uint8_t kPlainWeights = 128;  // from here on the first byte counts them
constexpr std::size_t kStreams = 4;
constexpr std::size_t kJumpSize = 2;

enum class Kind : std::uint8_t { kRaw = 0, kRepeated = 1, kCoded = 2, kCodedAsBefore = 3 };

struct Head {
  Kind kind{};
  bool one_stream{};
  std::size_t size{};   // of the literals
  std::size_t coded{};  // bytes that they take here
};

std::string_view take(std::string_view& bytes, std::size_t size) {
  const std::string_view taken = bytes.substr(0, size);
  bytes.remove_prefix(taken.size());
  return taken;
}

std::optional<Head> take_plain_head(std::string_view& block, Head head, unsigned format) {
  constexpr std::array<std::size_t, 4> kSizes = {1, 2, 1, 3};
  const std::size_t size = kSizes.at(format);
  if (block.size() < size) return std::nullopt;
  head.size = static_cast<std::size_t>(little_endian(take(block, size)) >> (size == 1 ? 3U : 4U));
  head.coded = head.kind == Kind::kRaw ? head.size : 1;
  return head;
}

std::optional<Head> take_coded_head(std::string_view& block, Head head, unsigned format) {
  constexpr std::array<std::size_t, 4> kSizes = {3, 3, 4, 5};
  constexpr std::array<unsigned, 4> kBits = {10, 10, 14, 18};
  if (block.size() < kSizes.at(format)) return std::nullopt;
  const std::uint64_t told = little_endian(take(block, kSizes.at(format))) >> 4U;
  const unsigned bits = kBits.at(format);
  const std::uint64_t mask = (std::uint64_t{1} << bits) - 1;
  head.size = static_cast<std::size_t>(told & mask);
  head.coded = static_cast<std::size_t>(told >> bits & mask);
  head.one_stream = format == 0;
  return head;
}

std::optional<Head> take_head(std::string_view& block) {
  if (block.empty()) return std::nullopt;
  const auto first = static_cast<std::uint8_t>(block.front());
  const Head head{.kind = static_cast<Kind>(first & 3U), .one_stream = {}, .size = {}, .coded = {}};
  const unsigned format = first >> 2U & 3U;
  const bool plain = head.kind == Kind::kRaw || head.kind == Kind::kRepeated;
  return plain ? take_plain_head(block, head, format) : take_coded_head(block, head, format);
}

// Two states take turns until the bits are over.
std::optional<std::vector<std::uint8_t>> coded_weights(std::string_view bytes) {
  const auto states = States::take(bytes, {.symbols = kBytes, .accuracy = kWeightAccuracyMax});
  BackwardBits bits(bytes);
  if (!states || bits.failed()) return std::nullopt;
  std::vector<std::uint8_t> weights;
  std::size_t state = states->first(bits);
  std::size_t other = states->first(bits);
  while (bits.left() >= 0 && weights.size() < kBytes) {
    weights.push_back(states->at(state).symbol);
    state = states->next(state, bits);
    std::swap(state, other);
  }
  weights.push_back(states->at(state).symbol);
  return weights;
}

std::optional<std::vector<std::uint8_t>> take_weights(std::string_view& bytes) {
  if (bytes.empty()) return std::nullopt;
  const auto first = static_cast<std::uint8_t>(take(bytes, 1).front());
  const std::size_t count = first < kPlainWeights ? 0 : first - kPlainWeights + 1U;
  const std::size_t size = first < kPlainWeights ? first : (count + 1) / 2;
  if (bytes.size() < size) return std::nullopt;
  const std::string_view told = take(bytes, size);
  if (first < kPlainWeights) return coded_weights(told);
  std::vector<std::uint8_t> weights;
  for (std::size_t i = 0; i < count; ++i) {
    const auto two = static_cast<std::uint8_t>(told[i / 2]);
    weights.push_back(i % 2 == 0 ? two >> 4U : two & 0x0fU);
  }
  return weights;
}

bool decode_streams(const PrefixCodes& codes, std::string_view bytes, std::size_t size,
                    std::string& text) {
  if (bytes.size() < (kStreams - 1) * kJumpSize) return false;
  std::string_view jumps = take(bytes, (kStreams - 1) * kJumpSize);
  const std::size_t quarter = (size + kStreams - 1) / kStreams;
  if (size < (kStreams - 1) * quarter) return false;
  for (std::size_t i = 1; i < kStreams; ++i) {
    const std::uint64_t length = little_endian(take(jumps, kJumpSize));
    if (length > bytes.size() || !codes.decode(take(bytes, length), quarter, text)) return false;
  }
  return codes.decode(bytes, size - (kStreams - 1) * quarter, text);
}

std::optional<std::string> decode_coded(const Head& head, std::string_view bytes,
                                        std::optional<PrefixCodes>& codes) {
  if (head.kind == Kind::kCoded) codes = PrefixCodes::take(bytes);
  if (!codes) return std::nullopt;
  std::string text;
  text.reserve(head.size);
  const bool good = head.one_stream ? codes->decode(bytes, head.size, text)
                                    : decode_streams(*codes, bytes, head.size, text);
  return good ? std::optional(std::move(text)) : std::nullopt;
}

}  // namespace

std::optional<PrefixCodes> PrefixCodes::take(std::string_view& bytes) {
  auto weights = take_weights(bytes);
  return weights ? of(*std::move(weights)) : std::nullopt;
}

// The last weight is what is lacking to a power of two.
std::optional<PrefixCodes> PrefixCodes::of(std::vector<std::uint8_t> weights) {
  std::uint32_t sum = 0;
  for (const std::uint8_t weight : weights) {
    if (weight > kWidthMax) return std::nullopt;
    if (weight > 0) sum += 1U << (weight - 1U);
  }
  if (sum == 0 || weights.size() >= kBytes) return std::nullopt;
  const auto width = static_cast<unsigned>(std::bit_width(sum));
  const std::uint32_t lacking = (1U << width) - sum;
  if (width > kWidthMax || !std::has_single_bit(lacking)) return std::nullopt;
  weights.push_back(static_cast<std::uint8_t>(std::bit_width(lacking)));
  PrefixCodes codes;
  codes.width_ = width;
  for (unsigned weight = 1; weight <= width; ++weight) {
    for (std::size_t byte = 0; byte < weights.size(); ++byte) {
      if (weights[byte] != weight) continue;
      const Code code{static_cast<char>(byte), static_cast<std::uint8_t>(width + 1 - weight)};
      codes.codes_.insert(codes.codes_.end(), std::size_t{1} << (weight - 1U), code);
    }
  }
  return codes;
}

bool PrefixCodes::decode(std::string_view bits, std::size_t size, std::string& text) const {
  BackwardBits rest(bits);
  if (rest.failed()) return false;
  for (std::size_t i = 0; i < size; ++i) {
    const Code& code = codes_[rest.peek(width_)];
    rest.skip(code.bits);
    text.push_back(code.byte);
  }
  return rest.left() == 0;
}

std::optional<std::string> take_literals(std::string_view& block,
                                         std::optional<PrefixCodes>& codes) {
  const auto head = take_head(block);
  if (!head || head->coded > block.size() || head->size > kZstdBlockMax) return std::nullopt;
  const std::string_view bytes = take(block, head->coded);
  switch (head->kind) {
    case Kind::kRaw:
      return std::string(bytes);
    case Kind::kRepeated:
      return std::string(head->size, bytes.front());
    case Kind::kCoded:
    case Kind::kCodedAsBefore:
      break;
  }
  return decode_coded(*head, bytes, codes);
}

}  // namespace wick::codec
