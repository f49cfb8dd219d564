// What a request would ask of servers if everything it asks for came: its objects and pages.
//
// The tiers are walked as a Retrieval would, but nothing is asked of the network: the cache is
// really looked at, every other tier is taken at the word of its plan(). What an archive turns out
// to lack is asked of REST only then, so a plan is the first ask and not the last.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "history/retrieval.hpp"

namespace wick::history {

struct PlannedAsk {
  core::Tier tier{};
  core::RangeSet ranges;
  std::vector<std::string> addresses;  // of the requests, without their host

  bool operator==(const PlannedAsk&) const = default;
};

struct Plan {
  core::RangeSet cached;            // settled by the cache, with a bar or without
  std::vector<PlannedAsk> asks;     // in the order of the tiers
  std::vector<core::Hole> missing;  // what no tier would be asked for
  std::vector<base::Error> errors;  // of the cache
};

[[nodiscard]] Plan plan(const Request& request, const std::vector<Tier>& tiers,
                        port::Reactor& reactor);

}  // namespace wick::history
