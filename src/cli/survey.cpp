#include "cli/survey.hpp"

#include <utility>

namespace wick::cli {

std::vector<Surveyed> survey(const store::Census& census, const store::Disk& disk, Meter& meter,
                             const port::Clock& clock) {
  MeterReading reading;
  for (const store::SeriesCensus& series : census.series) reading.total += series.files.size();
  std::vector<Surveyed> found;
  for (const store::SeriesCensus& series : census.series) {
    for (const store::CensusFile& file : series.files) {
      meter.show(reading, clock.now().mono);
      auto checkup = store::check_file(disk, series.id, file);
      reading.done += 1;
      if (!checkup) continue;
      reading.bytes += checkup->bytes;
      if (checkup->facts) checkup->facts->runs = {};  // long, and of no use from here on
      const core::SeriesId id = checkup->facts ? checkup->facts->id : series.id;
      found.push_back({id, file, *std::move(checkup)});
    }
  }
  meter.clear();
  return found;
}

}  // namespace wick::cli
