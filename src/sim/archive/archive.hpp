// The simulated bulk archive: files of klines and fundings, their checksums, and the listing.
//
// What is there depends on the market, the options and `now`, on nothing else; files are built
// when they are first asked for and then kept for a while. Safe to call from several threads.
#pragma once

#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <unordered_map>

#include "sim/archive/bucket.hpp"
#include "sim/archive/cache.hpp"
#include "sim/archive/object.hpp"
#include "sim/archive/reply.hpp"
#include "sim/http.hpp"

namespace wick::sim {

struct ArchiveOptions {
  Micros delay{};  // how much later than usual everything is published
  std::size_t cache_bytes{512UL << 20U};
  // Sizes in a listing are true, so files nobody has fetched yet are built for it. A page ends
  // early (S3 allows it) rather than build more rows than this; it always has one file. Enough for
  // a full page of days of minutes.
  std::int64_t listing_rows{750'000};
};

// Text of a checksum file. Of sixteen files one ends with a line feed, the others without.
[[nodiscard]] std::string checksum_text(const Object& object, std::string_view sha256_of_zip);

class Archive {
 public:
  explicit Archive(const Market& market, ArchiveOptions options = {});  // market must outlive this

  [[nodiscard]] Response respond(const Request& request, Micros now);

  // True: respond() will not have to build anything.
  [[nodiscard]] bool cached(const Request& request) const;

 private:
  struct Wanted {
    Object object;
    std::string zip_key;
    bool checksum{};
  };

  [[nodiscard]] Response answer(const Request& request, const Target& target, Micros now);
  [[nodiscard]] Response file(const Request& request, std::string_view key, Micros now);
  [[nodiscard]] Response listing(const Target& target, Micros now);
  [[nodiscard]] std::optional<Wanted> find(std::string_view key) const;
  [[nodiscard]] BuiltObject built(const Object& object, const std::string& key);
  [[nodiscard]] std::optional<std::size_t> known_size(const std::string& key) const;
  [[nodiscard]] KeyFacts facts(const Shelf& today, const ListedKey& key);
  [[nodiscard]] std::string etag(std::string_view key) const;
  [[nodiscard]] Shelf shelf(Micros now) const;

  const Market& market_;
  const ArchiveOptions options_;
  ObjectCache cache_;
  std::mutex large_;
  mutable std::mutex mutex_;
  // Of zips built once; they outlive the cache, which they are a thousandth the size of.
  std::unordered_map<std::string, std::size_t> sizes_;
};

}  // namespace wick::sim
