#include "store/tracing.hpp"

#include <algorithm>

#include "store/reupload.hpp"
#include "store/tail.hpp"

namespace wick::store {
namespace {

void look_at_sealed_files(const Shelf& shelf, core::TimeRange bar, Trace& trace) {
  const auto look = shelf.look({bar});
  for (const Shelf::Damage& damage : look.damaged) trace.damaged.push_back(damage.error);
  for (const Found& found : look.found) {
    trace.path = shelf.disk().layout.sealed(shelf.id(), found.facts.period);
    trace.file_revision = found.facts.revision;
    for (const Sourced& part : found.parts) trace.served = {part.rows.bar(0), part.source};
    for (const StoredHole& stored : found.facts.holes) {  // whole, not cut to the bar
      if (!trace.served && stored.hole.range.contains(bar.begin)) trace.hole = stored;
    }
  }
}

// Of two values the better one is served; the other one is remembered.
void meet(Sighting sighting, Trace& trace) {
  if (trace.served && core::beats(sighting.source.mark(), trace.served->source.mark())) {
    std::swap(sighting, *trace.served);
  }
  if (!trace.served) {
    trace.served = std::move(sighting);
  } else if (sighting.bar != trace.served->bar) {
    trace.others.push_back(std::move(sighting));
  }
}

void look_at_tail(const Shelf& shelf, core::TimeRange bar, Trace& trace) {
  const std::string path = shelf.disk().layout.tail(shelf.id());
  const auto content = Tail(*shelf.disk().files, path).read();
  if (!content) return trace.damaged.push_back(content.error());
  for (const TailEntry& entry : content->entries) {
    const core::Chunk rows = entry.rows.within(bar);
    if (!rows.empty()) meet({rows.bar(0), entry.source}, trace);
    for (const core::Hole& hole : entry.holes) {
      if (hole.range.contains(bar.begin)) trace.hole = {hole, true, entry.source.fetched};
    }
  }
  trace.in_tail = trace.served || trace.hole;
  if (trace.in_tail) trace.path = path;
  if (trace.served) trace.hole.reset();
}

bool speaks_of(const JournalEntry& entry, const Trace& trace) {
  const auto here = [&](const std::optional<Sighting>& sighting) {
    return sighting && sighting->bar.open_time == trace.open;
  };
  if (here(entry.stands) || here(entry.other)) return true;
  if (entry.change != Change::kReupload || !trace.served) return false;
  const auto reupload = read_reupload(entry.note);
  return reupload && reupload->object == trace.served->source.object;
}

void remember(const Sighting& sighting, Trace& trace) {
  const auto is_same = [&](const Sighting& known) { return known.bar == sighting.bar; };
  if (sighting.bar.open_time != trace.open || (trace.served && is_same(*trace.served))) return;
  if (std::ranges::none_of(trace.others, is_same)) trace.others.push_back(sighting);
}

void look_at_journal(const Shelf& shelf, Trace& trace) {
  const auto content = Journal(*shelf.disk().files, shelf.disk().layout.journal(shelf.id())).read();
  if (!content) return trace.damaged.push_back(content.error());
  for (const JournalEntry& entry : content->entries) {
    if (!speaks_of(entry, trace)) continue;
    trace.history.push_back(entry);
    if (entry.stands) remember(*entry.stands, trace);
    if (entry.other) remember(*entry.other, trace);
  }
}

// Against the best of the others: what beats that beats all of them.
Rule rule_of(const Trace& trace) {
  if (!trace.served || trace.others.empty()) return Rule::kOnlyOne;
  core::Mark best = trace.others.front().source.mark();
  for (const Sighting& other : trace.others) {
    if (core::beats(other.source.mark(), best)) best = other.source.mark();
  }
  const core::Mark served = trace.served->source.mark();
  if (core::beats(best, served)) return Rule::kLeft;
  if (served.revision > best.revision) return Rule::kRevision;
  return core::beats(served, best) ? Rule::kOrigin : Rule::kFirst;
}

}  // namespace

Trace trace(const Shelf& shelf, core::UtcTime open) {
  Trace trace;
  trace.open = open;
  const core::TimeRange bar{open, shelf.grid().next(open)};
  look_at_sealed_files(shelf, bar, trace);
  if (trace.path.empty()) look_at_tail(shelf, bar, trace);
  look_at_journal(shelf, trace);
  trace.rule = rule_of(trace);
  return trace;
}

}  // namespace wick::store
