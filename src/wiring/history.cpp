#include "wiring/history.hpp"

#include <chrono>
#include <string>
#include <utility>

#include "history/turn.hpp"
#include "venue/binance/archive.hpp"
#include "venue/binance/listing.hpp"
#include "venue/binance/proven_archive.hpp"
#include "venue/binance/rest.hpp"
#include "venue/binance/three_day_phase.hpp"
#include "wiring/endpoints.hpp"
#include "wiring/fxcm_tiers.hpp"
#include "wiring/okx_tiers.hpp"

namespace wick::wiring {
namespace {

using core::Interval;
using policy::Rung;
using policy::Unit;
using venue::binance::Archive;
using venue::binance::ListingGuard;
using venue::binance::ProvenArchive;
using venue::binance::Rest;

// A month is published on the first Monday after it: at most a week after its end.
constexpr core::Micros kMonthPublished = std::chrono::days{7};

// Months whose file is known to differ from its days and from REST.
core::RangeSet wrong_months(core::Market market) {
  if (market != core::Market::kSpot) return {};
  return {core::month_of(core::midnight(2020, 12, 1)), core::month_of(core::midnight(2021, 9, 1))};
}

// A month of seconds is a hundred megabytes: by day it costs hardly more requests for its size, and
// memory stays small.
bool too_large_for_months(Interval interval) {
  return interval == Interval::k1s;
}

bool only_in_months(const core::SeriesId& id) {
  return id.interval == Interval::k3d || id.interval == Interval::k1w ||
         id.interval == Interval::k1mo || id.chart == core::ChartType::kFunding;
}

// Of a provider that has REST alone, or files alone.
std::vector<history::Tier> only_tiers(OkxTiers& okx, FxcmTiers& fxcm, const History::Wish& wish) {
  if (!has_source(wish.id.provider, wish.source)) return {};
  if (wish.id.provider == core::Provider::kFxcm) return fxcm.bulk();
  return okx.rest(wish.include_open ? OpenBar::kIncluded : OpenBar::kLeftOut);
}

}  // namespace

struct History::Sources {
  venue::binance::Endpoints endpoints;
  ListingGuard listing;
  Archive months;
  Archive days;
  Rest rest;
  Rest rest_with_open;  // returns the forming bar too
  OkxTiers okx;
  FxcmTiers fxcm;
  std::optional<ProvenArchive> proven_months;
  std::optional<ProvenArchive> proven_days;
  std::optional<history::TurnSource> turn;

  // Fundings have no prices, and whoever asks the archive alone does not want REST asked.
  [[nodiscard]] port::BarSource* archive(Unit unit, const Wish& wish) {
    const bool plain = wish.source != SourceChoice::kAuto || core::is_sparse(wish.id.chart);
    if (unit == Unit::kMonth)
      return plain ? static_cast<port::BarSource*>(&months) : &*proven_months;
    return plain ? static_cast<port::BarSource*>(&days) : &*proven_days;
  }
};

std::optional<SourceChoice> parse_source_choice(std::string_view text) {
  if (text == "auto") return SourceChoice::kAuto;
  if (text == "cache") return SourceChoice::kCache;
  if (text == "bulk") return SourceChoice::kBulk;
  if (text == "rest") return SourceChoice::kRest;
  return std::nullopt;
}

bool has_source(core::Provider provider, SourceChoice choice) {
  if (provider == core::Provider::kFxcm) return choice != SourceChoice::kRest;
  return provider != core::Provider::kOkx || choice != SourceChoice::kBulk;
}

History::History(const Config& config, World world)
    : archive_delay_(std::chrono::hours{config.number(Key::kArchiveDelayHours)}), world_(world) {
  const venue::Services services{world.http, world.workers, world.board};
  const auto endpoints = binance_endpoints(config);
  const policy::Attempts::Options attempts{.per_host_max = world.attempts_max, .seed = world.seed};
  auto of_files = attempts;
  of_files.corrupt_max = 2;
  const auto archive = [&](Unit unit) {
    return venue::binance::ArchiveOptions{.hosts = endpoints.archive,
                                          .unit = unit,
                                          .attempts = of_files,
                                          .memory = world.memory,
                                          .compare_with = endpoints};
  };
  const auto rest = [&](bool include_open) {
    return venue::binance::RestOptions{
        .endpoints = endpoints, .attempts = attempts, .include_open = include_open};
  };
  // NOLINTNEXTLINE(modernize-make-unique): an aggregate has no constructor to forward to
  sources_ = std::unique_ptr<Sources>(new Sources{
      endpoints, ListingGuard(services, {.endpoints = endpoints, .memory = world.memory}),
      Archive(services, archive(Unit::kMonth)), Archive(services, archive(Unit::kDay)),
      Rest(services, rest(false)), Rest(services, rest(true)),
      OkxTiers(services, {.hosts = config.list(Key::kOkxUrl), .attempts = attempts}),
      FxcmTiers(config, {services, world.memory, world.seed, world.attempts_max}), std::nullopt,
      std::nullopt, std::nullopt});
  const auto prove = [&](std::optional<ProvenArchive>& proven, Archive& objects, Unit unit) {
    proven.emplace(services, objects,
                   venue::binance::ProvenArchiveOptions{
                       .endpoints = endpoints, .unit = unit, .known = world.cache});
  };
  prove(sources_->proven_months, sources_->months, Unit::kMonth);
  prove(sources_->proven_days, sources_->days, Unit::kDay);
  if (world.cache != nullptr) {
    sources_->turn.emplace(*world.cache, history::TurnSource::Options{});
  }
}

History::~History() = default;

int History::three_day_phase(const core::SeriesId& id, Network network,
                             port::Reactor& reactor) const {
  constexpr core::Micros kKept = std::chrono::days{365};
  const std::string key = "three-day phase binance " + std::string(core::name(id.market));
  const core::UtcTime begun = reactor.now().utc;
  const auto known = world_.memory == nullptr ? std::nullopt : world_.memory->recall(key, begun);
  if (known == "0" || known == "1" || known == "2") return known->front() - '0';
  if (network == Network::kNotUsed) return 0;

  venue::binance::ThreeDayPhase search({world_.http, world_.workers, world_.board},
                                       sources_->endpoints, id);
  auto answer = search.step(reactor.now());
  while (!answer) {
    reactor.wait(core::MonoTime::max());
    answer = search.step(reactor.now());
  }
  const auto phase = answer->phase_days;
  if (phase && world_.memory != nullptr) {
    world_.memory->remember(key, std::to_string(*phase), begun + kKept);
  }
  return phase.value_or(0);
}

history::Request History::request(const Wish& wish, core::UtcTime now) const {
  history::Request request{.id = wish.id,
                           .wanted = wish.wanted,
                           .options = {.wait_when_throttled = wish.wait},
                           .store = wish.source == SourceChoice::kCache ? nullptr : world_.cache};
  if (wish.lately) {
    request.store = nullptr;
    return request;
  }
  const bool archive = wish.source == SourceChoice::kAuto || wish.source == SourceChoice::kBulk;
  if (world_.cache == nullptr || !archive) return request;
  if (wish.id.provider == core::Provider::kFxcm) {
    request.along = FxcmTiers::along(wish.id, wish.wanted, now);
  }
  if (wish.id.provider != core::Provider::kBinance) return request;
  const core::Grid grid = core::grid_of(wish.id);
  const Unit unit = only_in_months(wish.id) ? Unit::kMonth : Unit::kDay;
  for (const policy::Piece& piece : policy::cut_into_units(wish.wanted, grid, unit)) {
    const auto opens = core::bars_opening_in(piece.whole, grid);
    if (opens.end <= now - archive_delay_) request.along.add(opens);
  }
  return request;
}

std::vector<history::Tier> History::tiers(const Wish& wish) const {
  const SourceChoice choice = wish.source;
  const Interval interval = wish.id.interval;
  std::vector<history::Tier> tiers;
  const bool cached =
      !wish.lately && (choice == SourceChoice::kAuto || choice == SourceChoice::kCache);
  if (cached && world_.cache != nullptr) {
    tiers.push_back({Rung{.tier = core::Tier::kCache}, world_.cache});
  }
  if (choice == SourceChoice::kCache) return tiers;
  if (wish.id.provider != core::Provider::kBinance) {
    const auto only = only_tiers(sources_->okx, sources_->fxcm, wish);
    tiers.insert(tiers.end(), only.begin(), only.end());
    return tiers;
  }
  const history::Tier rest{Rung{.tier = core::Tier::kRest},
                           wish.include_open ? &sources_->rest_with_open : &sources_->rest};
  if (wish.lately) return {rest};
  tiers.push_back({Rung{.tier = core::Tier::kListing}, &sources_->listing});
  if (cached && sources_->turn) {  // whoever waits for a turn reads what the other has brought
    tiers.push_back({Rung{.tier = core::Tier::kTurn}, &*sources_->turn});
  }
  if (choice != SourceChoice::kRest && !too_large_for_months(interval)) {
    tiers.push_back({Rung{.tier = core::Tier::kBulk,
                          .unit = Unit::kMonth,
                          .lag = kMonthPublished + archive_delay_,
                          .whole_only = !only_in_months(wish.id),
                          .except = wrong_months(wish.id.market)},
                     sources_->archive(Unit::kMonth, wish)});
  }
  if (choice != SourceChoice::kRest && !only_in_months(wish.id)) {
    tiers.push_back({Rung{.tier = core::Tier::kBulk, .unit = Unit::kDay, .lag = archive_delay_},
                     sources_->archive(Unit::kDay, wish)});
  }
  if (choice != SourceChoice::kBulk) tiers.push_back(rest);
  return tiers;
}

}  // namespace wick::wiring
