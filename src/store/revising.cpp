#include "store/revising.hpp"

#include <algorithm>
#include <optional>
#include <utility>

#include "store/sealing.hpp"

namespace wick::store {
namespace {

// How the rows of one sealed period differ from those of the object.
class Comparison {
 public:
  Comparison(const Republished& object, core::TimeRange opens)
      : object_(object), fresh_(object.rows.within(opens)), met_(fresh_.size(), false) {}

  void take(const Sourced& stored) {
    const bool ours = stored.source.object == object_.source.object;
    for (std::size_t row = 0; row < stored.rows.size(); ++row) {
      const core::Bar bar = stored.rows.bar(row);
      const auto at = find(bar.open_time);
      if (at) met_[*at] = true;
      if (!at) {
        if (ours) ++revised_.vanished;
      } else if (fresh_.bar(*at) != bar) {
        take_difference(fresh_.bar(*at), ours);
      }
    }
  }

  // What is to be brought into the store; the file's revision is the highest there is so far.
  [[nodiscard]] std::vector<Sourced> finish(std::uint32_t file_revision) {
    for (std::size_t row = 0; row < fresh_.size(); ++row) {
      if (met_[row]) continue;
      revised_.added += 1;
      raised_.push(fresh_.bar(row));
    }
    (void)raised_.settle_order();
    std::vector<Sourced> brought;
    append(brought, std::move(raised_), file_revision + 1);
    append(brought, std::move(usual_), 0);
    return brought;
  }

  [[nodiscard]] const Revised& revised() const { return revised_; }

 private:
  [[nodiscard]] std::optional<std::size_t> find(core::UtcTime open) const {
    const auto times = fresh_.columns().open_time;
    const auto at = std::ranges::lower_bound(times, core::micros_of(open));
    if (at == times.end() || *at != core::micros_of(open)) return std::nullopt;
    return static_cast<std::size_t>(at - times.begin());
  }

  void take_difference(const core::Bar& fresh, bool ours) {
    if (!ours) return usual_.push(fresh);
    revised_.changed += 1;
    raised_.push(fresh);
  }

  void append(std::vector<Sourced>& brought, core::ChunkBuilder rows,
              std::uint32_t revision) const {
    if (rows.size() == 0) return;
    core::Source source = object_.source;
    source.revision = revision;
    brought.push_back({source, std::move(rows).finish(core::Tier::kBulk, source.mark())});
  }

  const Republished& object_;
  core::Chunk fresh_;
  std::vector<bool> met_;  // which of the fresh rows the store has, with whatever values
  core::ChunkBuilder raised_;
  core::ChunkBuilder usual_;
  Revised revised_;
};

base::Result<Revised> revise_one(const Shelf& shelf, const Period& period,
                                 const Republished& object, core::UtcTime now) {
  const core::TimeRange opens = core::bars_opening_in(period.range, shelf.grid());
  const auto look = shelf.look({opens});
  if (!look.damaged.empty()) return look.damaged.front().error;
  if (look.found.empty()) return Revised{};
  Comparison comparison(object, opens);
  std::uint32_t revision = 0;
  for (const Found& found : look.found) {
    revision = std::max(revision, found.facts.revision);
    for (const Sourced& part : found.parts) comparison.take(part);
  }
  Brought brought{.rows = comparison.finish(revision), .holes = {}};
  if (brought.rows.empty()) return comparison.revised();
  const auto outcome = seal(shelf, period, brought, now);
  if (!outcome) return outcome.error();
  return comparison.revised();
}

}  // namespace

base::Result<Revised> revise(const Shelf& shelf, const Republished& object, core::UtcTime now) {
  const auto held = shelf.lock();
  if (!held) return held.error();
  Revised sum;
  for (core::UtcTime t = object.opens.begin; t < object.opens.end;) {
    const Period period = unit_with(shelf.id().interval, t);
    const auto revised = revise_one(shelf, period, object, now);
    if (!revised) return revised.error();
    sum.changed += revised->changed;
    sum.added += revised->added;
    sum.vanished += revised->vanished;
    t = core::bars_opening_in(period.range, shelf.grid()).end;
  }
  const Reupload reupload{object.source.object, object.was, object.source.checksum};
  Journal journal(*shelf.disk().files, shelf.disk().layout.journal(shelf.id()));
  auto noted = journal.append({{.change = Change::kReupload,
                                .at = now,
                                .stands = std::nullopt,
                                .other = std::nullopt,
                                .note = note_of(reupload)}});
  if (!noted) return noted.error();
  return sum;
}

}  // namespace wick::store
