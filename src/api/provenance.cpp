#include "api/provenance.hpp"

#include "api/answer.hpp"
#include "store/tracing.hpp"

namespace wick::api {
namespace {

Sighting sighting_of(const store::Sighting& sighting) {
  return {.open = sighting.bar.open,
          .high = sighting.bar.high,
          .low = sighting.bar.low,
          .close = sighting.bar.close,
          .volume = sighting.bar.volume,
          .origin = origin_of(sighting.source.origin),
          .revision = sighting.source.revision,
          .object = sighting.source.object,
          .checksum = sighting.source.checksum,
          .fetched = sighting.source.fetched};
}

const char* name_of(store::Rule rule) {
  switch (rule) {
    case store::Rule::kOnlyOne:
      return "only_value";
    case store::Rule::kRevision:
      return "higher_revision";
    case store::Rule::kOrigin:
      return "better_origin";
    case store::Rule::kFirst:
      return "stored_first";
    case store::Rule::kLeft:
      return "better_value_lost";
  }
  return "";
}

}  // namespace

Result<Provenance> provenance(const Series& series, Time time, World& world) {
  Request request{.series = series};
  request.bars = 1;
  auto question = understand(request, world.now().utc);
  if (!question) return question.error();
  if (question->id.interval == core::Interval::k3d) {
    question->id.phase_days = world.history().three_day_phase(
        question->id, wiring::History::Network::kNotUsed, world.reactor());
  }
  const core::UtcTime end = core::midnight(2200, 1, 1);
  if (time < Time{} || time >= end) {
    return Error{.kind = ErrorKind::kInvalid, .what = "time is not in the years 1970 to 2199"};
  }
  const core::UtcTime open = core::grid_of(question->id).floor(time);
  const store::Shelf shelf(world.disk(), question->id);
  const store::Trace trace = store::trace(shelf, open);
  Provenance known{.series = series_of(question->id), .open_time = open, .file = trace.path};
  if (trace.served) {
    known.served = sighting_of(*trace.served);
    known.rule = name_of(trace.rule);
  }
  for (const store::Sighting& other : trace.others) known.others.push_back(sighting_of(other));
  if (trace.hole) known.hole = hole_of(trace.hole->hole);
  for (const base::Error& error : trace.damaged) known.damaged.push_back(error.what);
  return known;
}

}  // namespace wick::api
