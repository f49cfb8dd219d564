#include "sim/fault/altered_files.hpp"

#include <algorithm>
#include <memory>
#include <utility>

#include "sim/archive/archive.hpp"
#include "sim/archive/csv.hpp"
#include "sim/archive/digest.hpp"
#include "sim/archive/listing.hpp"
#include "sim/archive/reply.hpp"
#include "sim/archive/zip.hpp"
#include "sim/fault/edit.hpp"

namespace wick::sim {
namespace {

constexpr std::int64_t kMebibyte = 1024L * 1024;

std::vector<Strike> content_strikes(const std::vector<Strike>& strikes) {
  std::vector<Strike> content;
  std::ranges::copy_if(strikes, std::back_inserter(content),
                       [](const Strike& strike) { return strike.rule->then.content.any(); });
  return content;
}

// The path below the bucket, whichever of the two names was used to ask.
std::string_view key_of(std::string_view path) {
  const std::size_t data = path.find("/data/");
  return data == std::string_view::npos ? path : path.substr(data + 1);
}

// One set of strikes makes one version of a file.
std::string version_of(std::string key, const std::vector<Strike>& strikes) {
  for (const Strike& strike : strikes) key += ' ' + hex64(strike.dice);
  return key;
}

Micros revised_by(const std::vector<Strike>& strikes) {
  Micros later = 0;
  for (const Strike& strike : strikes) later += strike.rule->then.content.revision * kHour;
  return later;
}

// Whose rows the file holds in the end.
Object source_of(const Market& market, Object object, const Content& content) {
  if (!content.other_symbol.empty()) {
    const Symbol* other =
        find_labelled(market, object.symbol->venue, object.set, content.other_symbol);
    if (other != nullptr) object.symbol = other;
  }
  if (content.wrong_period) {
    object.period = period_of(object.period.span, object.period.begin - 1);
  }
  return object;
}

std::string quoted_tag(std::string_view text) {
  return '"' + hex64(stable_hash(text, 1)) + hex64(stable_hash(text, 2)) + '"';
}

}  // namespace

AlteredFiles::AlteredFiles(const Market& market, Micros archive_delay, std::size_t cache_bytes)
    : market_(market), archive_delay_(archive_delay), cache_(cache_bytes) {}

std::optional<Response> AlteredFiles::respond(const Request& request, const Subject& subject,
                                              const std::vector<Strike>& strikes, Micros now) {
  const std::vector<Strike> content = content_strikes(strikes);
  const bool checksum = subject.kind == Kind::kChecksum;
  if (content.empty() || (!checksum && subject.kind != Kind::kZip)) return std::nullopt;

  const std::string key(key_of(checksum ? zip_of(subject).path : subject.path));
  const auto object = parse_object(market_, key);
  const Shelf shelf{&market_, archive_delay_, now};
  if (!object || !shelf.has(*object)) return std::nullopt;

  const BuiltObject built =
      cache_.get(version_of(key, content), [&] { return build(*object, content); });
  std::shared_ptr<const std::string> body = built.zip;
  if (checksum) {
    body = std::make_shared<const std::string>(checksum_text(*object, built.sha256));
  }
  const StoredObject stored{key, quoted_tag(checksum ? *body : built.sha256),
                            checksum ? "binary/octet-stream" : "application/zip",
                            shelf.published(*object) + revised_by(content)};
  if (unchanged(request, stored)) return not_modified(stored);
  Response response = object_reply(request, stored, std::move(body), CdnCache::kMiss);
  return request.method == "HEAD" ? without_body(std::move(response)) : response;
}

BuiltObject AlteredFiles::build(const Object& object, const std::vector<Strike>& strikes) const {
  Object source = object;
  std::string member = object_name(object) + ".csv";
  std::int64_t bomb_mib = 0;
  for (const Strike& strike : strikes) {
    const Content& content = strike.rule->then.content;
    source = source_of(market_, source, content);
    if (!content.member_name.empty()) member = content.member_name;
    bomb_mib = std::max(bomb_mib, content.zip_bomb_mib);
  }
  std::string csv;
  if (bomb_mib > 0) {
    csv.assign(static_cast<std::size_t>(bomb_mib * kMebibyte), '\0');
  } else {
    Table table = Table::of_csv(std::make_shared<const std::string>(csv_text(market_, source)));
    for (const Strike& strike : strikes) edit(table, strike.rule->then.content, strike.dice);
    csv = table.csv();
  }
  auto zip = std::make_shared<const std::string>(build_zip(member, std::move(csv)));
  std::string digest = sha256_hex(*zip);
  return {std::move(zip), std::move(digest)};
}

}  // namespace wick::sim
