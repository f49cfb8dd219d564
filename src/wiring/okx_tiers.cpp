#include "wiring/okx_tiers.hpp"

namespace wick::wiring {
namespace {

using venue::okx::RestOptions;
using venue::okx::Shelf;

RestOptions with(RestOptions options, Shelf shelf, OpenBar open_bar) {
  options.shelf = shelf;
  options.include_open = open_bar == OpenBar::kIncluded;
  return options;
}

}  // namespace

OkxTiers::OkxTiers(venue::Services services, const RestOptions& options)
    : history_(services, with(options, Shelf::kHistory, OpenBar::kLeftOut)),
      recent_(services, with(options, Shelf::kRecent, OpenBar::kLeftOut)),
      recent_with_open_(services, with(options, Shelf::kRecent, OpenBar::kIncluded)) {}

std::vector<history::Tier> OkxTiers::rest(OpenBar open_bar) {
  const bool with_open = open_bar == OpenBar::kIncluded;
  return {{{.tier = core::Tier::kRest, .lag = venue::okx::kHistoryLag}, &history_},
          {{.tier = core::Tier::kRest}, with_open ? &recent_with_open_ : &recent_}};
}

}  // namespace wick::wiring
