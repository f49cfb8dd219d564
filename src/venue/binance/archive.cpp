#include "venue/binance/archive.hpp"

#include <deque>
#include <utility>

#include "codec/sha256.hpp"
#include "codec/zip.hpp"
#include "venue/batch.hpp"
#include "venue/binance/archive_download.hpp"
#include "venue/binance/chart_format.hpp"
#include "venue/binance/rest_paces.hpp"

namespace wick::venue::binance {
namespace {

constexpr std::size_t kCsvMax = std::size_t{1} << 30U;  // a month of 1s is about 400 MB

base::Error corrupt(std::string what) {
  return {base::ErrorKind::kCorrupt, std::move(what)};
}

// The digest that a CHECKSUM file states: 64 hexadecimal digits, two spaces, the file's name,
// with or without a line end.
base::Result<std::string> stated_sha256(std::string_view text, const std::string& file) {
  while (!text.empty() && (text.back() == '\n' || text.back() == '\r')) text.remove_suffix(1);
  if (text.size() != 66 + file.size() || !text.ends_with("  " + file)) {
    return corrupt("the CHECKSUM file does not speak of " + file);
  }
  std::string digest(text.substr(0, 64));
  for (char& c : digest) {
    if (c >= 'A' && c <= 'F') c = static_cast<char>(c - 'A' + 'a');
  }
  return digest;
}

}  // namespace

struct Archive::Shared {
  Services services;
  ArchiveOptions options;
  Gate gate;
  RestPaces paces;
};

Archive::Archive(Services services, const ArchiveOptions& options)
    : shared_(new Shared{services, options, Gate(options.blocked_for),
                         RestPaces(services, options.compare_with.value_or(Endpoints{}))}) {}
Archive::~Archive() = default;

std::unique_ptr<port::Inquiry> Archive::ask(const core::SeriesId& id, core::RangeSet ranges) {
  const ArchiveOptions& options = shared_->options;
  const core::Grid grid = core::grid_of(id);
  auto attempts = options.attempts;
  attempts.hosts = options.hosts.size();
  std::deque<ArchiveDownload> downloads;
  for (policy::Piece& piece : policy::cut_into_units(ranges, grid, options.unit)) {
    ++attempts.seed;
    std::string name = archive_object(id, piece.whole.begin, options.unit);
    downloads.emplace_back(
        ArchiveDownload::Task{&shared_->services, &options, &shared_->paces.of(id.market), id,
                              std::move(piece), std::move(name)},
        attempts);
  }
  return std::make_unique<Batch<ArchiveDownload>>(std::move(downloads), options.in_flight_max,
                                                  shared_->gate);
}

std::vector<std::string> Archive::plan(const core::SeriesId& id,
                                       const core::RangeSet& ranges) const {
  const policy::Unit unit = shared_->options.unit;
  std::vector<std::string> addresses;
  for (const policy::Piece& piece : policy::cut_into_units(ranges, core::grid_of(id), unit)) {
    const std::string zip = "/" + archive_object(id, piece.whole.begin, unit) + ".zip";
    addresses.push_back(zip);
    addresses.push_back(zip + ".CHECKSUM");
  }
  return addresses;
}

base::Result<Archive::Content> Archive::read(const Object& object, const core::SeriesId& id,
                                             core::TimeRange period) {
  const std::string name(base_name(object.name));
  const std::string sha256 = codec::sha256_hex(object.zip);
  if (object.checksum) {
    const auto stated = stated_sha256(*object.checksum, name + ".zip");
    if (!stated) return stated.error();
    if (*stated != sha256) return corrupt(name + ".zip: its SHA-256 is not the published one");
  }
  const auto member = codec::unzip_single(object.zip, kCsvMax);
  if (!member) return base::within(name + ".zip", member.error());
  if (member->name != name + ".csv") {
    return corrupt(name + ".zip: holds another file than " + name + ".csv");
  }
  auto klines = archive_reader(id.chart)(member->bytes, rules_of(id, period));
  if (!klines) return base::within(name + ".csv", klines.error());
  std::string remark = describe(*klines) + (object.checksum ? "" : ", no checksum published");
  return Content{
      std::move(klines->rows).finish(core::Tier::kBulk, {.origin = core::Origin::kArchive}), sha256,
      object.checksum.has_value(), std::move(remark), klines->untidy};
}

}  // namespace wick::venue::binance
