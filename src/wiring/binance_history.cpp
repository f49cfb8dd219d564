#include "wiring/binance_history.hpp"

#include <chrono>

#include "venue/binance/archive.hpp"
#include "venue/binance/rest.hpp"

namespace wick::wiring {
namespace {

using core::Interval;
using policy::Rung;
using policy::Unit;
using venue::binance::Archive;
using venue::binance::Rest;

// A month is published on the first Monday after it: at most a week after its end.
constexpr core::Micros kMonthPublished = std::chrono::days{7};

// Months whose file is known to differ from its days and from REST.
core::RangeSet wrong_months(core::Market market) {
  if (market != core::Market::kSpot) return {};
  return {core::month_of(core::midnight(2020, 12, 1)), core::month_of(core::midnight(2021, 9, 1))};
}

bool only_in_months(Interval interval) {
  return interval == Interval::k3d || interval == Interval::k1w || interval == Interval::k1mo;
}

venue::binance::Endpoints endpoints_of(const Config& config) {
  return {.archive = config.list(Key::kArchiveUrl),
          .spot = config.list(Key::kSpotUrl),
          .um = config.list(Key::kUmUrl),
          .cm = config.list(Key::kCmUrl)};
}

}  // namespace

struct BinanceHistory::Sources {
  Archive months;
  Archive days;
  Rest rest;
};

std::optional<SourceChoice> parse_source_choice(std::string_view text) {
  if (text == "auto") return SourceChoice::kAuto;
  if (text == "bulk") return SourceChoice::kBulk;
  if (text == "rest") return SourceChoice::kRest;
  return std::nullopt;
}

BinanceHistory::BinanceHistory(const Config& config, World world)
    : archive_delay_(std::chrono::hours{config.number(Key::kArchiveDelayHours)}) {
  const venue::binance::Services services{world.http, world.workers};
  const auto endpoints = endpoints_of(config);
  const auto archive = [&](Unit unit) {
    return venue::binance::ArchiveOptions{.hosts = endpoints.archive,
                                          .unit = unit,
                                          .attempts = {.corrupt_max = 2, .seed = world.seed}};
  };
  sources_ = std::unique_ptr<Sources>(
      new Sources{Archive(services, archive(Unit::kMonth)), Archive(services, archive(Unit::kDay)),
                  Rest(services, {.endpoints = endpoints, .attempts = {.seed = world.seed}})});
}

BinanceHistory::~BinanceHistory() = default;

std::vector<history::Tier> BinanceHistory::tiers(const core::SeriesId& id,
                                                 SourceChoice choice) const {
  std::vector<history::Tier> tiers;
  if (choice != SourceChoice::kRest) {
    const bool months_alone = only_in_months(id.interval);
    tiers.push_back({Rung{.tier = core::Tier::kBulk,
                          .unit = Unit::kMonth,
                          .lag = kMonthPublished + archive_delay_,
                          .whole_only = !months_alone,
                          .except = wrong_months(id.market)},
                     &sources_->months});
    if (!months_alone) {
      tiers.push_back({Rung{.tier = core::Tier::kBulk, .unit = Unit::kDay, .lag = archive_delay_},
                       &sources_->days});
    }
  }
  if (choice != SourceChoice::kBulk) {
    tiers.push_back({Rung{.tier = core::Tier::kRest}, &sources_->rest});
  }
  return tiers;
}

}  // namespace wick::wiring
