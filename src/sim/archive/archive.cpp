#include "sim/archive/archive.hpp"

#include "sim/archive/csv.hpp"
#include "sim/archive/digest.hpp"
#include "sim/archive/zip.hpp"

namespace wick::sim {
namespace {

constexpr std::string_view kBucket = "/data.binance.vision";
constexpr std::int64_t kLargeRows = 1'000'000;
constexpr std::size_t kSizesMax = 1'000'000;

constexpr std::string_view kBrowserPage =
    "<!DOCTYPE html>\n<html><head><title>Market data collection</title></head>\n"
    "<body><div id=\"listing\">This page lists the bucket by script.</div></body></html>\n";

bool is_bucket(std::string_view path) {
  return path == kBucket ||
         (path.size() == kBucket.size() + 1 && path.starts_with(kBucket) && path.ends_with('/'));
}

// Downloads are answered by either name: the site's own, and the bucket in the path.
std::string_view key_of(std::string_view path) {
  if (path.starts_with(kBucket) && path.substr(kBucket.size()).starts_with('/')) {
    path.remove_prefix(kBucket.size());
  }
  if (path.starts_with('/')) path.remove_prefix(1);
  return path;
}

bool ends_with_line_feed(std::string_view name) {
  return stable_hash(name, 5) % 16 == 0;
}

std::size_t checksum_size(const Object& object) {
  constexpr std::size_t kDigest = 64;
  const std::string name = object_name(object) + ".zip";
  return kDigest + 2 + name.size() + (ends_with_line_feed(name) ? 1 : 0);
}

std::int64_t rows_of(const Object& object) {
  const Micros open = open_of(object.interval, object.period.begin);
  const Micros step = next_open(object.interval, open) - open;
  return (object.period.end - object.period.begin) / step + 1;
}

}  // namespace

std::string checksum_text(const Object& object, std::string_view sha256_of_zip) {
  const std::string name = object_name(object) + ".zip";
  std::string out(sha256_of_zip);
  out += "  " + name;
  if (ends_with_line_feed(name)) out += '\n';
  return out;
}

Archive::Archive(const Market& market, ArchiveOptions options)
    : market_(market), options_(options), cache_(options.cache_bytes) {}

Response Archive::respond(const Request& request, Micros now) {
  const bool head = request.method == "HEAD";
  if (!head && request.method != "GET") {
    return s3_error(
        {405, "MethodNotAllowed", "The specified method is not allowed against this resource."},
        {});
  }
  Response response = answer(request, parse_target(request.target), now);
  return head ? without_body(std::move(response)) : response;
}

bool Archive::cached(const Request& request) const {
  const Target target = parse_target(request.target);
  if (is_bucket(target.path)) return false;
  const auto wanted = find(key_of(target.path));
  return !wanted || cache_.holds(wanted->zip_key);
}

Response Archive::answer(const Request& request, const Target& target, Micros now) {
  if (is_bucket(target.path)) return listing(target, now);
  if (target.path == "/" || target.path == "/index.html") {
    return text_response(200, "text/html", std::string(kBrowserPage));
  }
  return file(request, key_of(target.path), now);
}

Response Archive::file(const Request& request, std::string_view key, Micros now) {
  const auto wanted = find(key);
  const Shelf today = shelf(now);
  if (!wanted || !today.has(wanted->object)) return no_such_key(key);

  StoredObject stored;
  stored.key = key;
  stored.etag = etag(key);
  stored.modified = today.published(wanted->object);
  stored.content_type = wanted->checksum ? "binary/octet-stream" : "application/zip";
  if (unchanged(request, stored)) return not_modified(stored);

  const CdnCache cache = cache_.holds(wanted->zip_key) ? CdnCache::kHit : CdnCache::kMiss;
  const BuiltObject object = built(wanted->object, wanted->zip_key);
  if (!wanted->checksum) return object_reply(request, stored, object.zip, cache);
  auto text = std::make_shared<const std::string>(checksum_text(wanted->object, object.sha256));
  return object_reply(request, stored, std::move(text), cache);
}

Response Archive::listing(const Target& target, Micros now) {
  const auto request = parse_bucket_request(target);
  if (!request) return s3_error({400, "InvalidArgument", "Invalid Argument"}, {});
  const Shelf today = shelf(now);
  std::int64_t rows_left = options_.listing_rows;
  const ListPage page = list_page(today, request->query, [&](const Object& object) {
    if (!known_size(object_key(object))) rows_left -= rows_of(object);
    return rows_left >= 0;
  });
  std::vector<KeyFacts> all;
  all.reserve(page.keys.size());
  for (const ListedKey& key : page.keys) all.push_back(facts(today, key));
  Response response = text_response(200, "application/xml", bucket_xml(*request, page, all));
  response.headers.emplace_back("x-amz-bucket-region", "ap-northeast-1");
  response.headers.emplace_back("Server", "AmazonS3");
  return response;
}

std::optional<Archive::Wanted> Archive::find(std::string_view key) const {
  const bool checksum = key.ends_with(kChecksumSuffix);
  if (checksum) key.remove_suffix(kChecksumSuffix.size());
  const auto object = parse_object(market_, key);
  if (!object) return std::nullopt;
  return Wanted{*object, std::string(key), checksum};
}

BuiltObject Archive::built(const Object& object, const std::string& key) {
  BuiltObject out = cache_.get(key, [&] {
    // A month of seconds takes half a gigabyte while it is built: one at a time.
    std::unique_lock alone(large_, std::defer_lock);
    if (rows_of(object) > kLargeRows) alone.lock();
    auto zip = std::make_shared<const std::string>(
        build_zip(object_name(object) + ".csv", csv_text(market_, object)));
    std::string digest = sha256_hex(*zip);
    return BuiltObject{std::move(zip), std::move(digest)};
  });
  const std::lock_guard lock(mutex_);
  if (sizes_.size() >= kSizesMax) sizes_.clear();
  sizes_[key] = out.zip->size();
  return out;
}

std::optional<std::size_t> Archive::known_size(const std::string& key) const {
  const std::lock_guard lock(mutex_);
  const auto found = sizes_.find(key);
  return found == sizes_.end() ? std::nullopt : std::optional(found->second);
}

KeyFacts Archive::facts(const Shelf& today, const ListedKey& key) {
  KeyFacts out;
  out.etag = etag(key.key);
  out.modified = today.published(key.object);
  if (key.checksum) {
    out.size = checksum_size(key.object);
  } else {
    const auto known = known_size(key.key);
    out.size = known ? *known : built(key.object, key.key).zip->size();
  }
  return out;
}

// Opaque to clients, as S3 says; from the key alone, so that a listing need not build for it.
std::string Archive::etag(std::string_view key) const {
  return '"' + hex64(stable_hash(key, market_.seed())) + hex64(stable_hash(key, ~market_.seed())) +
         '"';
}

Shelf Archive::shelf(Micros now) const {
  return {&market_, options_.delay, now};
}

}  // namespace wick::sim
