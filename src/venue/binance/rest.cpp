#include "venue/binance/rest.hpp"

#include <deque>
#include <utility>

#include "venue/batch.hpp"
#include "venue/binance/chart_format.hpp"
#include "venue/binance/rest_paces.hpp"
#include "venue/rest_page.hpp"

namespace wick::venue::binance {

struct Rest::Shared {
  Services services;
  RestOptions options;
  RestPaces paces;
};

Rest::Rest(Services services, const RestOptions& options)
    : shared_(new Shared{services, options,
                         RestPaces(services, options.endpoints, options.blocked_for)}) {}
Rest::~Rest() = default;

std::unique_ptr<port::Inquiry> Rest::ask(const core::SeriesId& id, core::RangeSet ranges) {
  const RestOptions& options = shared_->options;
  const std::vector<std::string>& hosts = options.endpoints.rest(id.market);
  const core::Grid grid = core::grid_of(id);
  auto attempts = options.attempts;
  attempts.hosts = hosts.size();
  attempts.corrupt_max = attempts.per_host_max * hosts.size();  // nonsense may be one host's alone
  std::deque<RestPage> pages;
  for (policy::Piece& piece : policy::cut_into_pages(ranges, grid, page_limits(id))) {
    ++attempts.seed;
    const std::int64_t rows = grid.count(piece.whole);
    std::string path = klines_path(id, piece.whole, rows);
    pages.emplace_back(RestPage::Task{.services = &shared_->services,
                                      .hosts = &hosts,
                                      .pace = &shared_->paces.of(id.market),
                                      .weight = klines_weight(id.market, rows),
                                      .grid = grid,
                                      .piece = std::move(piece),
                                      .path = std::move(path),
                                      .format = page_format(id.chart),
                                      .finality_margin = options.finality_margin,
                                      .include_open = options.include_open},
                       attempts);
  }
  return std::make_unique<Batch<RestPage, Pace>>(std::move(pages), options.in_flight_max,
                                                 shared_->paces.of(id.market));
}

std::vector<std::string> Rest::plan(const core::SeriesId& id, const core::RangeSet& ranges) const {
  const core::Grid grid = core::grid_of(id);
  std::vector<std::string> addresses;
  for (const policy::Piece& piece : policy::cut_into_pages(ranges, grid, page_limits(id))) {
    addresses.push_back(klines_path(id, piece.whole, grid.count(piece.whole)));
  }
  return addresses;
}

}  // namespace wick::venue::binance
