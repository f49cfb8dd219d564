// Every file of a part of the store, looked at byte by byte.
#pragma once

#include <vector>

#include "cli/meter.hpp"
#include "port/clock.hpp"
#include "store/verifying.hpp"

namespace wick::cli {

struct Surveyed {
  core::SeriesId id;  // as the file itself says, where it could be read
  store::CensusFile file;
  store::Checkup checkup;
};

// In the order of the census; files that went meanwhile are left out.
[[nodiscard]] std::vector<Surveyed> survey(const store::Census& census, const store::Disk& disk,
                                           Meter& meter, const port::Clock& clock);

}  // namespace wick::cli
