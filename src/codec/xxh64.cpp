#include "codec/xxh64.hpp"

#include <array>
#include <bit>
#include <cstddef>

#include "codec/zstd_bits.hpp"

namespace wick::codec {
namespace {

constexpr std::uint64_t kPrime1 = 0x9e3779b185ebca87;
constexpr std::uint64_t kPrime2 = 0xc2b2ae3d27d4eb4f;
constexpr std::uint64_t kPrime3 = 0x165667b19e3779f9;
constexpr std::uint64_t kPrime4 = 0x85ebca77c2b2ae63;
constexpr std::uint64_t kPrime5 = 0x27d4eb2f165667c5;

std::uint64_t take(std::string_view& bytes, std::size_t size) {
  const std::uint64_t value = little_endian(bytes.substr(0, size));
  bytes.remove_prefix(size);
  return value;
}

std::uint64_t rounded(std::uint64_t lane, std::uint64_t value) {
  return std::rotl(lane + value * kPrime2, 31) * kPrime1;
}

// Four lanes over stripes of 32 bytes, which are taken off.
std::uint64_t stripes(std::string_view& bytes) {
  constexpr std::size_t kStripe = 32;
  std::array<std::uint64_t, 4> lanes = {kPrime1 + kPrime2, kPrime2, 0, ~kPrime1 + 1};
  while (bytes.size() >= kStripe) {
    for (std::uint64_t& lane : lanes) lane = rounded(lane, take(bytes, 8));
  }
  std::uint64_t hash = std::rotl(lanes[0], 1) + std::rotl(lanes[1], 7) + std::rotl(lanes[2], 12) +
                       std::rotl(lanes[3], 18);
  for (const std::uint64_t lane : lanes) hash = (hash ^ rounded(0, lane)) * kPrime1 + kPrime4;
  return hash;
}

}  // namespace

std::uint64_t xxh64(std::string_view bytes) {
  constexpr std::size_t kStripe = 32;
  const std::uint64_t size = bytes.size();
  std::uint64_t hash = (size >= kStripe ? stripes(bytes) : kPrime5) + size;
  while (bytes.size() >= 8) {
    hash = std::rotl(hash ^ rounded(0, take(bytes, 8)), 27) * kPrime1 + kPrime4;
  }
  if (bytes.size() >= 4) hash = std::rotl(hash ^ take(bytes, 4) * kPrime1, 23) * kPrime2 + kPrime3;
  while (!bytes.empty()) hash = std::rotl(hash ^ take(bytes, 1) * kPrime5, 11) * kPrime1;
  hash = (hash ^ hash >> 33U) * kPrime2;
  hash = (hash ^ hash >> 29U) * kPrime3;
  return hash ^ hash >> 32U;
}

}  // namespace wick::codec
