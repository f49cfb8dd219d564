// The machinery of `wick warm` with more symbols at once than one market has, and each with a range
// of its own, which no command line can ask for.
#pragma once

namespace wick::bench {

// Warms so many series of the simulator's three markets in this process, four pieces at a time, as
// the configuration of the environment says. One in twenty has a month of 1m, the others a day; for
// each twenty there is a day of 1s besides, and these make up whole months of the first symbols.
// Ends with a failed check unless every bar that was wanted is in the cache or known not to exist.
void warm_of_many(unsigned symbols);

}  // namespace wick::bench
