#include "sim/archive/zip.hpp"

#include <libdeflate.h>

#include <cstdint>
#include <limits>
#include <memory>

#include "base/check.hpp"

namespace wick::sim {
namespace {

constexpr std::uint16_t kVersion = 20;                             // 2.0: deflate
constexpr std::uint16_t kDosDate = (44U << 9U) | (1U << 5U) | 1U;  // 2024-01-01
constexpr std::uint32_t kLocalMagic = 0x04034b50;
constexpr std::uint32_t kCentralMagic = 0x02014b50;
constexpr std::uint32_t kEndMagic = 0x06054b50;

// Left uninitialised on purpose: only the pages that are written cost memory.
struct Deflated {
  std::unique_ptr<char[]> bytes;  // NOLINT(*-avoid-c-arrays): a vector would write it all
  std::size_t size{};
};

Deflated deflate(std::string_view content, int level) {
  const std::unique_ptr<libdeflate_compressor, decltype(&libdeflate_free_compressor)> compressor(
      libdeflate_alloc_compressor(level), &libdeflate_free_compressor);
  WICK_CHECK(compressor != nullptr);
  const std::size_t bound = libdeflate_deflate_compress_bound(compressor.get(), content.size());
  Deflated out;
  out.bytes.reset(new char[bound]);
  out.size = libdeflate_deflate_compress(compressor.get(), content.data(), content.size(),
                                         out.bytes.get(), bound);
  WICK_CHECK(out.size > 0);
  return out;
}

void append16(std::string& out, std::uint32_t value) {
  out += static_cast<char>(value & 0xffU);
  out += static_cast<char>(value >> 8U & 0xffU);
}

void append32(std::string& out, std::uint32_t value) {
  append16(out, value);
  append16(out, value >> 16U);
}

struct Member {
  std::string_view name;
  std::uint32_t crc{}, packed{}, size{};
};

// The part that the local header and the central directory have in common.
void append_facts(std::string& out, const Member& member) {
  append16(out, kVersion);
  append16(out, 0);  // flags
  append16(out, 8);  // deflate
  append16(out, 0);  // midnight
  append16(out, kDosDate);
  append32(out, member.crc);
  append32(out, member.packed);
  append32(out, member.size);
  append16(out, static_cast<std::uint32_t>(member.name.size()));
  append16(out, 0);  // no extra field
}

void append_directory(std::string& out, const Member& member) {
  const auto start = static_cast<std::uint32_t>(out.size());
  append32(out, kCentralMagic);
  append16(out, kVersion);
  append_facts(out, member);
  append16(out, 0);  // no comment
  append16(out, 0);  // disk
  append16(out, 0);  // internal attributes
  append32(out, 0);  // external attributes
  append32(out, 0);  // offset of the local header
  out += member.name;

  const auto size = static_cast<std::uint32_t>(out.size()) - start;
  append32(out, kEndMagic);
  append16(out, 0);  // this disk
  append16(out, 0);  // disk of the directory
  append16(out, 1);  // members here
  append16(out, 1);  // members in all
  append32(out, size);
  append32(out, start);
  append16(out, 0);  // no comment
}

}  // namespace

std::string build_zip(std::string_view name, std::string content, int level) {
  constexpr std::size_t kFraming = 128;  // the three records without their names
  WICK_CHECK(name.size() <= std::numeric_limits<std::uint16_t>::max());
  WICK_CHECK(content.size() < std::numeric_limits<std::uint32_t>::max() / 2);
  const Deflated packed = deflate(content, level);
  const Member member{name, libdeflate_crc32(0, content.data(), content.size()),
                      static_cast<std::uint32_t>(packed.size),
                      static_cast<std::uint32_t>(content.size())};
  content = std::string();
  std::string out;
  out.reserve(packed.size + 2 * name.size() + kFraming);
  append32(out, kLocalMagic);
  append_facts(out, member);
  out += name;
  out.append(packed.bytes.get(), packed.size);
  append_directory(out, member);
  return out;
}

}  // namespace wick::sim
