#include "venue/binance/rest.hpp"

#include <deque>
#include <utility>

#include "venue/batch.hpp"
#include "venue/binance/rest_page.hpp"

namespace wick::venue::binance {

struct Rest::Shared {
  Services services;
  RestOptions options;
  RestPaces unpaced;

  [[nodiscard]] Pace& pace(core::Market market) {
    return (services.paces == nullptr ? unpaced : *services.paces).of(market);
  }
};

Rest::Rest(Services services, const RestOptions& options)
    : shared_(new Shared{services, options,
                         RestPaces({.blocked_for = options.blocked_for}, options.endpoints)}) {}
Rest::~Rest() = default;

std::unique_ptr<port::Inquiry> Rest::ask(const core::SeriesId& id, core::RangeSet ranges) {
  const RestOptions& options = shared_->options;
  const std::vector<std::string>& hosts = options.endpoints.rest(id.market);
  const core::Grid grid = core::grid_of(id);
  auto attempts = options.attempts;
  attempts.hosts = hosts.size();
  attempts.corrupt_max = attempts.per_host_max * hosts.size();  // nonsense may be one host's alone
  std::deque<RestPage> pages;
  for (policy::Piece& piece : policy::cut_into_pages(ranges, grid, page_limits(id.market))) {
    ++attempts.seed;
    const std::int64_t limit = grid.count(piece.whole);
    std::string path = klines_path(id, piece.whole, limit);
    pages.emplace_back(RestPage::Task{.services = &shared_->services,
                                      .hosts = &hosts,
                                      .pace = &shared_->pace(id.market),
                                      .weight = klines_weight(id.market, limit),
                                      .grid = grid,
                                      .piece = std::move(piece),
                                      .path = std::move(path),
                                      .finality_margin = options.finality_margin,
                                      .include_open = options.include_open},
                       attempts);
  }
  return std::make_unique<Batch<RestPage, Pace>>(std::move(pages), options.in_flight_max,
                                                 shared_->pace(id.market));
}

std::vector<std::string> Rest::plan(const core::SeriesId& id, const core::RangeSet& ranges) const {
  const core::Grid grid = core::grid_of(id);
  std::vector<std::string> addresses;
  for (const policy::Piece& piece : policy::cut_into_pages(ranges, grid, page_limits(id.market))) {
    addresses.push_back(klines_path(id, piece.whole, grid.count(piece.whole)));
  }
  return addresses;
}

}  // namespace wick::venue::binance
