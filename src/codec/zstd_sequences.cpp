#include "codec/zstd_sequences.hpp"

#include <array>
#include <cstdint>
#include <span>

#include "codec/zstd_bits.hpp"

namespace wick::codec {
namespace {

struct Length {
  std::uint32_t base;
  std::uint8_t bits;
};
constexpr std::array<Length, 36> kLiterals = {{
    {0, 0},     {1, 0},      {2, 0},      {3, 0},      {4, 0},   {5, 0},     {6, 0},     {7, 0},
    {8, 0},     {9, 0},      {10, 0},     {11, 0},     {12, 0},  {13, 0},    {14, 0},    {15, 0},
    {16, 1},    {18, 1},     {20, 1},     {22, 1},     {24, 2},  {28, 2},    {32, 3},    {40, 3},
    {48, 4},    {64, 6},     {128, 7},    {256, 8},    {512, 9}, {1024, 10}, {2048, 11}, {4096, 12},
    {8192, 13}, {16384, 14}, {32768, 15}, {65536, 16},
}};
constexpr std::array<Length, 53> kCopies = {{
    {3, 0},     {4, 0},     {5, 0},      {6, 0},      {7, 0},      {8, 0},   {9, 0},     {10, 0},
    {11, 0},    {12, 0},    {13, 0},     {14, 0},     {15, 0},     {16, 0},  {17, 0},    {18, 0},
    {19, 0},    {20, 0},    {21, 0},     {22, 0},     {23, 0},     {24, 0},  {25, 0},    {26, 0},
    {27, 0},    {28, 0},    {29, 0},     {30, 0},     {31, 0},     {32, 0},  {33, 0},    {34, 0},
    {35, 1},    {37, 1},    {39, 1},     {41, 1},     {43, 2},     {47, 2},  {51, 3},    {59, 3},
    {67, 4},    {83, 4},    {99, 5},     {131, 7},    {259, 8},    {515, 9}, {1027, 10}, {2051, 11},
    {4099, 12}, {8195, 13}, {16387, 14}, {32771, 15}, {65539, 16},
}};
constexpr std::size_t kOffsetCodes = 32;

// How often each code is, where a block does not say.
constexpr std::array<std::int16_t, 36> kUsualLiterals = {4, 3, 2, 2, 2, 2, 2, 2, 2,  2,  2,  2,
                                                         2, 1, 1, 1, 2, 2, 2, 2, 2,  2,  2,  2,
                                                         2, 3, 2, 1, 1, 1, 1, 1, -1, -1, -1, -1};
constexpr std::array<std::int16_t, 53> kUsualCopies = {
    1, 4, 3, 2, 2, 2, 2, 2, 2, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1,  1,  1,  1,  1,  1,  1, 1,
    1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, -1, -1, -1, -1, -1, -1, -1};
constexpr std::array<std::int16_t, 29> kUsualOffsets = {
    1, 1, 1, 1, 1, 1, 2, 2, 2, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, -1, -1, -1, -1, -1};

enum class Mode : std::uint8_t { kUsual = 0, kOneCode = 1, kDescribed = 2, kAsBefore = 3 };

struct Codes {
  std::span<const std::int16_t> usual;
  unsigned usual_accuracy;
  States::Limits limits;
};
const Codes kOfLiterals = {kUsualLiterals, 6, {kLiterals.size(), 9}};
const Codes kOfOffsets = {kUsualOffsets, 5, {kOffsetCodes, 8}};
const Codes kOfCopies = {kUsualCopies, 6, {kCopies.size(), 9}};

// Takes what it needs off the front; whether there are states now.
bool take_states(std::string_view& section, Mode mode, const Codes& codes,
                 std::optional<States>& states) {
  switch (mode) {
    case Mode::kUsual:
      states = States::of(codes.usual, codes.usual_accuracy);
      break;
    case Mode::kOneCode: {
      const std::size_t code =
          section.empty() ? codes.limits.symbols : static_cast<std::uint8_t>(section.front());
      if (code >= codes.limits.symbols) return false;
      section.remove_prefix(1);
      states = States(static_cast<std::uint8_t>(code));
      break;
    }
    case Mode::kDescribed:
      states = States::take(section, codes.limits);
      break;
    case Mode::kAsBefore:
      break;
  }
  return states.has_value();
}

bool take_all_states(std::string_view& section, SequenceStates& states) {
  if (section.empty()) return false;
  const auto modes = static_cast<std::uint8_t>(section.front());
  section.remove_prefix(1);
  const auto mode = [&](unsigned shift) { return static_cast<Mode>(modes >> shift & 3U); };
  return (modes & 3U) == 0 && take_states(section, mode(6), kOfLiterals, states.literals) &&
         take_states(section, mode(4), kOfOffsets, states.offsets) &&
         take_states(section, mode(2), kOfCopies, states.copies);
}

std::optional<std::size_t> take_count(std::string_view& section) {
  constexpr std::uint64_t kTwoBytes = 128;
  constexpr std::uint64_t kThreeBytes = 255;
  constexpr std::size_t kThreeBase = 0x7f00;
  if (section.empty()) return std::nullopt;
  const std::uint64_t first = static_cast<std::uint8_t>(section.front());
  const std::size_t size = first < kTwoBytes ? 1 : (first < kThreeBytes ? 2 : 3);
  if (section.size() < size) return std::nullopt;
  const std::uint64_t more = little_endian(section.substr(1, size - 1));
  section.remove_prefix(size);
  if (size == 1) return first;
  return size == 2 ? (first - kTwoBytes) << 8U | more : more + kThreeBase;
}

// Three states that take turns.
class Reading {
 public:
  Reading(std::string_view bytes, const SequenceStates& states)
      : bits_(bytes),
        states_(states),
        literals_(states.literals->first(bits_)),
        offset_(states.offsets->first(bits_)),
        copy_(states.copies->first(bits_)) {}

  [[nodiscard]] bool failed() const { return bits_.failed() || bits_.left() < 0; }
  [[nodiscard]] bool done() const { return bits_.left() == 0; }

  Sequence sequence() {
    const unsigned offset = states_.offsets->at(offset_).symbol;
    const Length& copy = kCopies.at(states_.copies->at(copy_).symbol);
    const Length& literals = kLiterals.at(states_.literals->at(literals_).symbol);
    Sequence made;
    made.offset = (std::size_t{1} << offset) + bits_.read(offset);
    made.copied = copy.base + bits_.read(copy.bits);
    made.literals = literals.base + bits_.read(literals.bits);
    return made;
  }
  void step() {
    literals_ = states_.literals->next(literals_, bits_);
    copy_ = states_.copies->next(copy_, bits_);
    offset_ = states_.offsets->next(offset_, bits_);
  }

 private:
  BackwardBits bits_;
  const SequenceStates& states_;
  std::size_t literals_;
  std::size_t offset_;
  std::size_t copy_;
};

}  // namespace

std::optional<std::vector<Sequence>> read_sequences(std::string_view section,
                                                    SequenceStates& states) {
  const auto count = take_count(section);
  if (!count) return std::nullopt;
  std::vector<Sequence> sequences;
  if (*count == 0) return section.empty() ? std::optional(sequences) : std::nullopt;
  if (!take_all_states(section, states)) return std::nullopt;
  Reading reading(section, states);
  while (sequences.size() < *count) {
    sequences.push_back(reading.sequence());
    if (sequences.size() < *count) reading.step();
    if (reading.failed()) return std::nullopt;
  }
  return reading.done() ? std::optional(std::move(sequences)) : std::nullopt;
}

}  // namespace wick::codec
