#include "parquet/packing.hpp"

#include <array>

#include "codec/gzip.hpp"
#include "codec/snappy.hpp"
#include "codec/zstd.hpp"
#include "parquet/footer.hpp"

namespace wick::parquet {
namespace {

enum class Codec : std::uint8_t { kNone = 0, kSnappy = 1, kGzip = 2, kZstd = 6 };
constexpr std::array kNames = {"NOTHING", "SNAPPY", "GZIP", "LZO",
                               "BROTLI",  "LZ4",    "ZSTD", "LZ4_RAW"};

base::Result<std::string> unknown(std::int64_t codec) {
  const bool known = codec >= 0 && codec < std::int64_t{kNames.size()};
  return not_read_here(std::string("it is Parquet packed with ") +
                       (known ? kNames.at(static_cast<std::size_t>(codec)) : "a new codec") +
                       "; write it again: polars.read_parquet(FILE).write_parquet(FILE, "
                       "compression=\"snappy\")");
}

base::Result<std::string> unpack_any(std::int64_t codec, std::string_view bytes, std::size_t size) {
  switch (static_cast<Codec>(codec)) {
    case Codec::kNone:
      return std::string(bytes);
    case Codec::kSnappy:
      return codec::unsnap(bytes, size);
    case Codec::kGzip:
      return codec::gunzip(bytes, size);
    case Codec::kZstd:
      return codec::unzstd(bytes, size);
  }
  return unknown(codec);
}

}  // namespace

base::Result<std::string> unpack(std::int64_t codec, std::string_view bytes, std::size_t size) {
  if (codec < 0 || codec > UINT8_MAX) return unknown(codec);
  auto unpacked = unpack_any(codec, bytes, size);
  if (unpacked && unpacked->size() != size)
    return not_whole("a page has another size than it says");
  if (!unpacked && unpacked.error().kind == base::ErrorKind::kCorrupt) {
    return not_whole(unpacked.error().what);
  }
  return unpacked;
}

}  // namespace wick::parquet
