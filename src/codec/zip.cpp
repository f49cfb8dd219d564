#include "codec/zip.hpp"

#include <libdeflate.h>

#include <algorithm>
#include <cstdint>
#include <memory>
#include <optional>

namespace wick::codec {
namespace {

constexpr std::uint32_t kEndMagic = 0x06054b50;
constexpr std::uint32_t kEntryMagic = 0x02014b50;
constexpr std::uint32_t kLocalMagic = 0x04034b50;
constexpr std::size_t kEndSize = 22;
constexpr std::size_t kEntrySize = 46;
constexpr std::size_t kLocalSize = 30;
constexpr std::size_t kCommentMax = 0xffff;

base::Error corrupt(const std::string& what) {
  return {base::ErrorKind::kCorrupt, "zip: " + what};
}

// Little-endian numbers at a place that the caller has checked to be inside.
std::uint32_t number(std::string_view bytes, std::size_t at, std::size_t width) {
  std::uint32_t value = 0;
  for (std::size_t i = width; i-- > 0;) {
    value = value << 8U | static_cast<unsigned char>(bytes[at + i]);
  }
  return value;
}
std::uint32_t u16(std::string_view bytes, std::size_t at) {
  return number(bytes, at, 2);
}
std::uint32_t u32(std::string_view bytes, std::size_t at) {
  return number(bytes, at, 4);
}

bool inside(std::string_view bytes, std::size_t at, std::size_t size) {
  return at <= bytes.size() && size <= bytes.size() - at;
}

// The end record lies before a comment of unknown length.
std::optional<std::size_t> find_end(std::string_view zip) {
  if (zip.size() < kEndSize) return std::nullopt;
  const std::size_t newest = zip.size() - kEndSize;
  const std::size_t oldest = newest - std::min(newest, kCommentMax);
  for (std::size_t at = newest + 1; at-- > oldest;) {
    if (u32(zip, at) == kEndMagic && u16(zip, at + 20) == zip.size() - at - kEndSize) return at;
  }
  return std::nullopt;
}

struct Entry {
  std::uint32_t flags{};
  std::uint32_t method{};
  std::uint32_t crc{};
  std::size_t packed{};
  std::size_t size{};
  std::size_t local{};
  std::string_view name;
};

base::Result<Entry> read_directory(std::string_view zip) {
  const auto end = find_end(zip);
  if (!end) return corrupt("no end record; the file is cut or no zip at all");
  if (u16(zip, *end + 10) != 1) return corrupt("not exactly one member");
  const std::size_t at = u32(zip, *end + 16);
  if (!inside(zip, at, kEntrySize) || u32(zip, at) != kEntryMagic) {
    return corrupt("the directory is not where the end record says");
  }
  const std::size_t name_size = u16(zip, at + 28);
  if (!inside(zip, at + kEntrySize, name_size)) return corrupt("a name beyond the end");
  return Entry{.flags = u16(zip, at + 8),
               .method = u16(zip, at + 10),
               .crc = u32(zip, at + 16),
               .packed = u32(zip, at + 20),
               .size = u32(zip, at + 24),
               .local = u32(zip, at + 42),
               .name = zip.substr(at + kEntrySize, name_size)};
}

base::Result<std::string_view> packed_bytes(std::string_view zip, const Entry& entry) {
  if (!inside(zip, entry.local, kLocalSize) || u32(zip, entry.local) != kLocalMagic) {
    return corrupt("the member is not where the directory says");
  }
  const std::size_t begin =
      entry.local + kLocalSize + u16(zip, entry.local + 26) + u16(zip, entry.local + 28);
  if (!inside(zip, begin, entry.packed)) return corrupt("the member reaches beyond the end");
  return zip.substr(begin, entry.packed);
}

struct FreeDecompressor {
  void operator()(libdeflate_decompressor* d) const { libdeflate_free_decompressor(d); }
};

base::Result<std::string> inflate(std::string_view packed, std::size_t size) {
  // One for each thread: making one costs more than inflating a day.
  thread_local const std::unique_ptr<libdeflate_decompressor, FreeDecompressor> decompressor(
      libdeflate_alloc_decompressor());
  std::string bytes(size, '\0');
  const auto outcome = libdeflate_deflate_decompress(decompressor.get(), packed.data(),
                                                     packed.size(), bytes.data(), size, nullptr);
  if (outcome == LIBDEFLATE_SUCCESS) return bytes;
  return corrupt(outcome == LIBDEFLATE_INSUFFICIENT_SPACE ? "the member is longer than declared"
                                                          : "the deflated data is damaged");
}

}  // namespace

base::Result<ZipMember> unzip_single(std::string_view zip, std::size_t size_max) {
  const auto entry = read_directory(zip);
  if (!entry) return entry.error();
  if ((entry->flags & 1U) != 0) return corrupt("the member is encrypted");
  if (entry->size > size_max) {
    return corrupt("the member would be " + std::to_string(entry->size) + " bytes, more than " +
                   std::to_string(size_max));
  }
  const auto packed = packed_bytes(zip, *entry);
  if (!packed) return packed.error();

  std::string bytes;
  if (entry->method == 0) {
    bytes = *packed;
  } else if (entry->method == 8) {
    auto inflated = inflate(*packed, entry->size);
    if (!inflated) return inflated.error();
    bytes = *std::move(inflated);
  } else {
    return corrupt("a compression method that is neither stored nor deflate");
  }
  if (bytes.size() != entry->size) return corrupt("the member is not as long as declared");
  if (libdeflate_crc32(0, bytes.data(), bytes.size()) != entry->crc) {
    return corrupt("CRC-32 of the member differs");
  }
  return ZipMember{std::string(entry->name), std::move(bytes)};
}

}  // namespace wick::codec
