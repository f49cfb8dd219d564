#include "venue/binance/proven_archive.hpp"

#include <utility>

#include "venue/binance/archive_proof.hpp"
#include "venue/binance/rest_paces.hpp"

namespace wick::venue::binance {

struct ProvenArchive::Shared {
  Services services;
  port::BarSource* archive;
  ProvenArchiveOptions options;
  RestPaces paces;
  core::MonoTime left_alone_until{core::MonoTime::min()};
};

ProvenArchive::ProvenArchive(Services services, port::BarSource& archive,
                             const ProvenArchiveOptions& options)
    : shared_(new Shared{services, &archive, options, RestPaces(services, options.endpoints),
                         core::MonoTime::min()}) {}
ProvenArchive::~ProvenArchive() = default;

std::unique_ptr<port::Inquiry> ProvenArchive::ask(const core::SeriesId& id, core::RangeSet ranges) {
  ArchiveProof::Task task{
      .http = shared_->services.http,
      .options = &shared_->options,
      .rest = &shared_->paces.of(id.market),
      .left_alone_until = &shared_->left_alone_until,
      .id = id,
      .pieces = policy::cut_into_units(ranges, core::grid_of(id), shared_->options.unit)};
  return std::make_unique<ArchiveProof>(std::move(task),
                                        shared_->archive->ask(id, std::move(ranges)));
}

std::vector<std::string> ProvenArchive::plan(const core::SeriesId& id,
                                             const core::RangeSet& ranges) const {
  return shared_->archive->plan(id, ranges);
}

}  // namespace wick::venue::binance
