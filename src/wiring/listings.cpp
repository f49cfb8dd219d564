#include "wiring/listings.hpp"

#include <chrono>
#include <utility>

#include "venue/binance/listing_search.hpp"
#include "venue/binance/rest_gates.hpp"
#include "wiring/binance_endpoints.hpp"

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
  venue::binance::RestGates gates;
};

Listings::Listings(const Config& config, port::Http& http, port::Memory* memory) {
  venue::binance::ListingOptions options{.endpoints = binance_endpoints(config), .memory = memory};
  const venue::binance::RestGates gates(options.blocked_for, memory);
  // NOLINTNEXTLINE(modernize-make-unique): an aggregate has no constructor to forward to
  shared_ = std::unique_ptr<Shared>(new Shared{&http, std::move(options), gates});
}
Listings::~Listings() = default;

std::unique_ptr<Listings::Search> Listings::search(const core::SeriesId& id,
                                                   core::UtcTime asked) const {
  return std::make_unique<BinanceSearch>(
      ListingSearch::Task{.http = shared_->http,
                          .options = &shared_->options,
                          .rest_gate = &shared_->gates.of(id.market),
                          .id = id,
                          .asked = asked});
}

}  // namespace wick::wiring
