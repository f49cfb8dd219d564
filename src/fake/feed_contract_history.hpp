// The cases about a feed's history. For the sources of this room alone.
#pragma once

#include <vector>

#include "fake/feed_contract.hpp"

namespace wick::fake {

void add_history_cases(const FeedPowers& powers, std::vector<FeedCase>& cases);

}  // namespace wick::fake
