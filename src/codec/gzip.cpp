#include "codec/gzip.hpp"

#include <libdeflate.h>

#include <algorithm>
#include <cstdint>
#include <memory>

namespace wick::codec {
namespace {

constexpr std::size_t kMemberMin = 18;  // a header and a trailer
constexpr std::size_t kRoomMin = 4096;

base::Error corrupt(const std::string& what) {
  return {base::ErrorKind::kCorrupt, "gzip: " + what};
}

struct FreeDecompressor {
  void operator()(libdeflate_decompressor* d) const { libdeflate_free_decompressor(d); }
};

// The length that the file's last member claims to have: a good guess, and no more.
std::size_t claimed_size(std::string_view gzip) {
  std::size_t size = 0;
  for (std::size_t i = 0; i < 4; ++i) {
    size = size << 8U | static_cast<unsigned char>(gzip[gzip.size() - 1 - i]);
  }
  return size;
}

struct Progress {
  std::size_t taken{};
  std::size_t made{};
};

// One member off the front of `rest`, into `room` behind what is there already.
libdeflate_result take_member(std::string_view rest, std::string& room, Progress& progress) {
  // One for each thread: making one costs more than inflating a small file.
  thread_local const std::unique_ptr<libdeflate_decompressor, FreeDecompressor> decompressor(
      libdeflate_alloc_decompressor());
  std::size_t taken = 0;
  std::size_t made = 0;
  const auto outcome = libdeflate_gzip_decompress_ex(decompressor.get(), rest.data(), rest.size(),
                                                     room.data() + progress.made,
                                                     room.size() - progress.made, &taken, &made);
  if (outcome == LIBDEFLATE_SUCCESS) {
    progress.taken += taken;
    progress.made += made;
  }
  return outcome;
}

}  // namespace

base::Result<std::string> gunzip(std::string_view gzip, std::size_t size_max) {
  if (gzip.size() < kMemberMin) return corrupt("the file is cut or no gzip at all");
  std::string bytes(std::min(std::max(claimed_size(gzip), kRoomMin), size_max), '\0');
  Progress progress;
  while (progress.taken < gzip.size()) {
    const auto outcome = take_member(gzip.substr(progress.taken), bytes, progress);
    if (outcome == LIBDEFLATE_SUCCESS) continue;
    if (outcome != LIBDEFLATE_INSUFFICIENT_SPACE) {
      return corrupt("the file is cut, damaged or no gzip at all");
    }
    if (bytes.size() == size_max) {
      return corrupt("more than " + std::to_string(size_max) + " bytes are inside");
    }
    const std::size_t room = std::max(bytes.size(), kRoomMin);
    bytes.resize(room > size_max / 2 ? size_max : room * 2);
  }
  bytes.resize(progress.made);
  return bytes;
}

}  // namespace wick::codec
