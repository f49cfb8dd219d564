// From the bytes of zips to verified columns.
#include <libdeflate.h>
#include <openssl/evp.h>

#include <array>
#include <atomic>
#include <memory>
#include <thread>

#include "base/check.hpp"
#include "checksum.hpp"
#include "figures.hpp"
#include "inputs.hpp"

namespace wick::bench {
namespace {

using Files = std::shared_ptr<const std::vector<ArchiveFile>>;

Files files_of(const Settings& settings, Extent extent) {
  return std::make_shared<const std::vector<ArchiveFile>>(load(settings.inputs, extent));
}

Files days_of(const Settings& settings) {
  return std::make_shared<const std::vector<ArchiveFile>>(
      load_days(settings.inputs, settings.days));
}

// Each file once, on as many threads as told.
template <typename Each>
void each_file(const std::vector<ArchiveFile>& files, unsigned threads, Each each) {
  std::atomic<std::size_t> next{0};
  const auto work = [&] {
    for (std::size_t i = next++; i < files.size(); i = next++) each(i);
  };
  std::vector<std::jthread> others;
  for (unsigned i = 1; i < threads; ++i) others.emplace_back(work);
  work();
}

std::size_t number(const std::string& bytes, std::size_t at, unsigned width) {
  std::size_t value = 0;
  for (unsigned i = width; i-- > 0;)
    value = value << 8U | static_cast<unsigned char>(bytes[at + i]);
  return value;
}

// Nothing but what must be done to the bytes: digest, inflation, CRC. The text stays in memory that
// is used again and again, as no reader of files could do better.
std::size_t digest_inflate_check(const std::string& zip) {
  static thread_local libdeflate_decompressor* const decompressor = libdeflate_alloc_decompressor();
  static thread_local std::string text;
  std::array<unsigned char, 32> digest{};
  WICK_CHECK(EVP_Digest(zip.data(), zip.size(), digest.data(), nullptr, EVP_sha256(), nullptr) ==
             1);
  keep(digest);
  const std::size_t directory = number(zip, zip.size() - 6, 4);
  const std::size_t begin = 30 + number(zip, 26, 2) + number(zip, 28, 2);
  const std::size_t size = number(zip, directory + 24, 4);
  if (text.size() < size) text.resize(size);
  WICK_CHECK(libdeflate_deflate_decompress(decompressor, zip.data() + begin,
                                           number(zip, directory + 20, 4), text.data(), size,
                                           nullptr) == LIBDEFLATE_SUCCESS);
  WICK_CHECK(libdeflate_crc32(0, text.data(), size) == number(zip, directory + 16, 4));
  return size;
}

Work floor_of(const Files& files, unsigned threads) {
  const auto bytes = std::make_shared<std::atomic<std::size_t>>();
  return {[=] {
            *bytes = 0;
            each_file(*files, threads,
                      [&](std::size_t i) { *bytes += digest_inflate_check((*files)[i].zip); });
          },
          [=] { return Facts{.bytes = *bytes}; }};
}

Work ours(const Files& files, unsigned threads) {
  using Slots = std::vector<std::optional<core::Chunk>>;
  const auto slots = std::make_shared<Slots>(files->size());
  return {
      [=] { each_file(*files, threads, [&](std::size_t i) { (*slots)[i] = read((*files)[i]); }); },
      [=] {
        std::vector<core::Chunk> chunks;
        Facts facts;
        for (const auto& slot : *slots) chunks.push_back(*slot);
        for (const auto& chunk : chunks) facts.rows += chunk.size();
        facts.checksum = checksum(chunks);
        return facts;
      }};
}

}  // namespace

void add_zip_figures(Figures& figures) {
  struct Size {
    const char* name;
    Extent extent;
    unsigned threads;
  };
  for (const Size size : {Size{"zip-day", Extent::kDay, 1}, Size{"zip-month", Extent::kMonth, 1},
                          Size{"zip-year", Extent::kYear, 2}}) {
    const std::string name(size.name);
    figures[name + ".floor"] = [=](const Settings& settings) {
      return floor_of(files_of(settings, size.extent), size.threads);
    };
    figures[name + ".ours"] = [=](const Settings& settings) {
      return ours(files_of(settings, size.extent), size.threads);
    };
  }
  figures["zip-days.floor"] = [](const Settings& s) { return floor_of(days_of(s), 1); };
  figures["zip-days.ours"] = [](const Settings& s) { return ours(days_of(s), 1); };
}

}  // namespace wick::bench
