#include "wiring/listings.hpp"

#include <chrono>
#include <utility>

#include "venue/binance/listing_search.hpp"
#include "venue/binance/rest_paces.hpp"
#include "wiring/endpoints.hpp"

namespace wick::wiring {
namespace {

using venue::binance::ListingDate;
using venue::binance::ListingSearch;

class BinanceSearch final : public Listings::Search {
 public:
  explicit BinanceSearch(ListingSearch::Task task) : search_(std::move(task)) {}

  std::optional<Listed> step(core::Now now) override {
    const auto found = search_.step(now);
    if (!found) return std::nullopt;
    Listed listed{.denial = found->denial, .said = found->said};
    const bool known =
        found->kind == ListingDate::Kind::kSince || found->kind == ListingDate::Kind::kBy;
    if (known) listed.since = found->day;
    return listed;
  }

 private:
  ListingSearch search_;
};

}  // namespace

struct Listings::Shared {
  port::Http* http{};
  venue::binance::ListingOptions options;
  venue::binance::RestPaces paces;
};

Listings::Listings(const Config& config, const venue::Services& services, port::Memory* memory) {
  venue::binance::ListingOptions options{.endpoints = binance_endpoints(config), .memory = memory};
  // NOLINTNEXTLINE(modernize-make-unique): an aggregate has no constructor to forward to
  shared_ = std::unique_ptr<Shared>(
      new Shared{services.http, options, venue::binance::RestPaces(services, options.endpoints)});
}
Listings::~Listings() = default;

std::unique_ptr<Listings::Search> Listings::search(const core::SeriesId& id,
                                                   core::UtcTime asked) const {
  return std::make_unique<BinanceSearch>(ListingSearch::Task{.http = shared_->http,
                                                             .options = &shared_->options,
                                                             .rest = &shared_->paces.of(id.market),
                                                             .id = id,
                                                             .asked = asked});
}

}  // namespace wick::wiring
