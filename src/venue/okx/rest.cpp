#include "venue/okx/rest.hpp"

#include <deque>
#include <utility>

#include "venue/batch.hpp"
#include "venue/okx/candles.hpp"
#include "venue/okx/verdict.hpp"
#include "venue/rest_page.hpp"

namespace wick::venue::okx {
namespace {

constexpr policy::PageLimits kPage{.rows_max = 300};
constexpr std::size_t kOlderPageRows = 100;  // what the history gave at most in former years

// 20 requests in two seconds for the history, 40 for the newest candles, wherever these begin. So
// they are spread evenly, and a fifth is left for those that are held up on their way and then come
// together.
policy::RateLimit limit(Shelf shelf) {
  const auto spacing = std::chrono::milliseconds{shelf == Shelf::kHistory ? 125 : 63};
  return {.counts = policy::RateLimit::Counts::kRequests, .window = spacing, .most = 1};
}

Pace::Options pace_options(const Services& services, const RestOptions& options) {
  const std::string host = options.hosts.empty() ? "" : options.hosts.front();
  const std::string shelf = options.shelf == Shelf::kHistory ? "history" : "recent";
  return {.account = "okx " + shelf + " " + host,
          .board = services.board,
          .blocked_for = options.blocked_for,
          .rules = {.assumed = {limit(options.shelf)}}};
}

// The newest 1,440 rows: a day of minutes. What the history lags by is enough, twice.
core::Micros reach(Shelf shelf) {
  return shelf == Shelf::kHistory ? core::Micros::max() : 2 * kHistoryLag;
}

constexpr PageFormat kFormat{
    .verdict = rest_verdict, .read = parse_candles, .cut_at = kOlderPageRows, .gaps_are_odd = true};

}  // namespace

struct Rest::Shared {
  Services services;
  RestOptions options;
  Pace pace;
};

Rest::Rest(Services services, const RestOptions& options)
    : shared_(new Shared{services, options, Pace(pace_options(services, options))}) {}
Rest::~Rest() = default;

std::unique_ptr<port::Inquiry> Rest::ask(const core::SeriesId& id, core::RangeSet ranges) {
  const RestOptions& options = shared_->options;
  const core::Grid grid = core::grid_of(id);
  auto attempts = options.attempts;
  attempts.hosts = options.hosts.size();
  attempts.corrupt_max =
      attempts.per_host_max * attempts.hosts;  // nonsense may be one host's alone
  std::deque<RestPage> pages;
  for (policy::Piece& piece : policy::cut_into_pages(ranges, grid, kPage)) {
    ++attempts.seed;
    std::string path = candles_path(options.shelf, id, piece.whole, grid.count(piece.whole));
    pages.emplace_back(RestPage::Task{.services = &shared_->services,
                                      .hosts = &options.hosts,
                                      .pace = &shared_->pace,
                                      .grid = grid,
                                      .piece = std::move(piece),
                                      .path = std::move(path),
                                      .format = kFormat,
                                      .finality_margin = options.finality_margin,
                                      .include_open = options.include_open,
                                      .reach = reach(options.shelf)},
                       attempts);
  }
  return std::make_unique<Batch<RestPage, Pace>>(std::move(pages), options.in_flight_max,
                                                 shared_->pace);
}

std::vector<std::string> Rest::plan(const core::SeriesId& id, const core::RangeSet& ranges) const {
  const core::Grid grid = core::grid_of(id);
  std::vector<std::string> addresses;
  for (const policy::Piece& piece : policy::cut_into_pages(ranges, grid, kPage)) {
    addresses.push_back(
        candles_path(shared_->options.shelf, id, piece.whole, grid.count(piece.whole)));
  }
  return addresses;
}

}  // namespace wick::venue::okx
