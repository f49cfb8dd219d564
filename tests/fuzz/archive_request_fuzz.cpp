// Any request to the simulated archive: paths of files, and pages of the listing.
//
//   GET /data.binance.vision?prefix=data/spot/daily/&delimiter=/
//   Range: bytes=0-9
#include <algorithm>

#include "sim/archive/archive.hpp"
#include "tests/fuzz/sim_request.hpp"

namespace {

using namespace wick::sim;

constexpr Micros kRowsMax = 1000;
constexpr std::size_t kPageShort = 20;

// Large files would only be slow. Without its checksum's ending, a key is that of its zip.
bool is_large(const Market& market, std::string_view path) {
  const std::size_t begin = path.find("data/");
  if (begin == std::string_view::npos) return false;
  std::string_view key = path.substr(begin);
  if (key.ends_with(kChecksumSuffix)) key.remove_suffix(kChecksumSuffix.size());
  const auto object = parse_object(market, key);
  if (!object) return false;
  const Micros open = open_of(object->interval, object->period.begin);
  const Micros step = next_open(object->interval, open) - open;
  return (object->period.end - object->period.begin) / step > kRowsMax;
}

std::string page_of(const BucketRequest& request, const ListPage& page) {
  const std::vector<KeyFacts> facts(page.keys.size(), KeyFacts{"\"0\"", 0, 1});
  return bucket_xml(request, page, facts);
}

void check_page(const ListQuery& query, const ListPage& page) {
  WICK_CHECK(page.keys.size() + page.folders.size() <= query.max);
  const std::string* before = nullptr;
  for (const ListedKey& key : page.keys) {
    WICK_CHECK(key.key.starts_with(query.prefix) && key.key > query.after);
    WICK_CHECK(before == nullptr || *before < key.key);
    before = &key.key;
  }
  for (const std::string& folder : page.folders) {
    WICK_CHECK(folder.starts_with(query.prefix) && folder.ends_with('/'));
  }
}

// The page's true sizes would have to be built, so here every file is one byte long.
void list(const Shelf& shelf, const Target& target) {
  auto request = parse_bucket_request(target);
  if (!request) return;
  request->query.max = std::min(request->query.max, kPageShort);
  const ListPage page = list_page(shelf, request->query, [](const Object&) { return true; });
  check_page(request->query, page);
  WICK_CHECK(page_of(*request, page).ends_with("</ListBucketResult>"));
}

void fetch(const Market& market, const Request& request, Micros now) {
  static Archive archive(market, {.cache_bytes = 1U << 20U, .listing_rows = 0});
  const Response response = archive.respond(request, now);
  WICK_CHECK(response.status >= 200 && response.status < 500);
  wick::fuzz::check_headers(response);
  const bool bodiless = request.method == "HEAD" || response.status == 304;
  const std::size_t size = response.body ? response.body->size() : 0;
  WICK_CHECK(bodiless ? size == 0
                      : wick::fuzz::header(response, "Content-Length") == std::to_string(size));
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static const Market market(7);
  const Micros now = wick::fuzz::youth_of(Host::kCm);
  wick::fuzz::Input input(data, size);
  const Request request = wick::fuzz::request_of(input);
  const Target target = parse_target(request.target);

  const bool listing = target.path.starts_with("/data.binance.vision") && !target.query.empty();
  if (listing) {
    list({&market, 0, now}, target);
  } else if (!is_large(market, target.path)) {
    fetch(market, request, now);
  }
  return 0;
}
