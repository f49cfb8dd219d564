#include "store/cache.hpp"

#include <utility>

#include "store/filling.hpp"
#include "store/joining.hpp"
#include "store/shelf.hpp"
#include "store/tail.hpp"

namespace wick::store {
namespace {

class Lookup final : public port::Inquiry {
 public:
  Lookup(Shelf shelf, core::RangeSet ranges) : shelf_(std::move(shelf)), left_(std::move(ranges)) {}

  std::vector<port::Reply> step(core::Now now) override {
    if (done_) return {};
    done_ = true;
    const core::MonoTime begun = time();
    look_at_sealed_files(now.utc);
    if (!left_.empty()) look_at_tail(now.utc);
    // In between, a day may have gone from the tail into its file.
    if (!left_.empty()) serve(shelf_.look(left_).found, now.utc);
    if (!left_.empty()) {
      port::Reply& rest = replies_.emplace_back();
      rest.asked = left_;
      rest.evidence.push_back(
          {.object = "cache", .checksum = "", .outcome = "not there", .requests = 0});
    }
    if (!replies_.empty()) replies_.front().evidence.front().took = time() - begun;
    return std::move(replies_);
  }
  [[nodiscard]] bool finished() const override { return done_; }
  [[nodiscard]] core::MonoTime wake() const override {
    return done_ ? core::MonoTime::max() : core::MonoTime::min();
  }

 private:
  [[nodiscard]] core::MonoTime time() const {
    const port::Clock* const clock = shelf_.disk().clock;
    return clock == nullptr ? core::MonoTime{} : clock->now().mono;
  }

  void look_at_sealed_files(core::UtcTime now) {
    Shelf::Look look = shelf_.look(left_);
    serve(look.found, now);
    for (Shelf::Damage& damage : look.damaged) {
      if (damage.error.kind == base::ErrorKind::kCorrupt) move_away(damage, now);
      note(std::move(damage.error));
    }
  }

  void serve(const std::vector<Found>& all, core::UtcTime now) {
    for (const Found& found : all) {
      replies_.push_back(reply_of(found, now));
      left_ = left_.minus(found.opens);
    }
  }

  // Where that cannot be, on a read-only disk, the file is read and refused again next time.
  void move_away(const Shelf::Damage& damage, core::UtcTime now) const {
    const auto held = shelf_.lock();
    if (!held) return;
    // By now another process may have put a good one there.
    const auto again = shelf_.open(damage.period);
    const bool still = again && !*again && again->error().kind == base::ErrorKind::kCorrupt;
    if (still) shelf_.quarantine(damage, now);
  }

  // What was in the way; the instants themselves go to other sources with the rest.
  void note(base::Error error) {
    port::Reply& reply = replies_.emplace_back();
    reply.evidence.push_back(
        {.object = "cache", .checksum = "", .outcome = error.what, .requests = 0});
    reply.error = std::move(error);
  }

  [[nodiscard]] port::Reply reply_of(const Found& found, core::UtcTime now) const {
    port::Reply reply;
    reply.asked = found.opens;
    reply.settled = found.opens;
    for (const StoredHole& stored : found.holes) {
      if (due(stored, now)) {
        reply.settled = reply.settled.minus({stored.hole.range});
      } else {
        reply.holes.push_back(stored.hole);
      }
    }
    std::size_t rows = 0;
    for (const Sourced& part : found.parts) {
      rows += part.rows.size();
      reply.chunks.push_back(part.rows);
    }
    reply.evidence.push_back(
        {.object = shelf_.disk().layout.sealed(shelf_.id(), found.facts.period),
         .checksum = "",
         .outcome = std::to_string(rows) + " rows",
         .requests = 0});
    return reply;
  }

  void look_at_tail(core::UtcTime now) {
    auto content = Tail(*shelf_.disk().files, shelf_.disk().layout.tail(shelf_.id())).read();
    if (!content) return note(content.error());
    port::Reply reply;
    const auto entries = joined(std::move(content->entries));
    for (const TailEntry& entry : entries) take(entry, now, reply);
    if (content->damaged_bytes > 0) {
      note({base::ErrorKind::kCorrupt,
            "the tail has " + std::to_string(content->damaged_bytes) + " damaged bytes"});
    }
    if (reply.settled.empty()) return;
    reply.asked = reply.settled;
    reply.evidence.push_back(
        {.object = "tail", .checksum = "", .outcome = "bars of incomplete days", .requests = 0});
    left_ = left_.minus(reply.settled);
    replies_.push_back(std::move(reply));
  }

  void take(const TailEntry& entry, core::UtcTime now, port::Reply& reply) const {
    for (const core::TimeRange& range : left_.ranges()) {
      core::Chunk rows = entry.rows.within(range);
      if (rows.empty()) continue;
      reply.settled.add(core::covered(rows.columns(), shelf_.grid()));
      reply.chunks.push_back(std::move(rows));
    }
    if (now - entry.source.fetched >= kAskedAgainAfter) return;
    for (const core::Hole& hole : entry.holes) {
      const core::RangeSet part = left_.intersect({hole.range});
      reply.settled.add(part);
      for (const core::TimeRange& range : part.ranges()) {
        reply.holes.push_back({range, hole.cause, hole.evidence});
      }
    }
  }

  Shelf shelf_;
  core::RangeSet left_;
  std::vector<port::Reply> replies_;
  bool done_{false};
};

// Each day is a part of one file, by its number; a month is all of its days.
class DaysInTurn final : public port::Turns {
 public:
  explicit DaysInTurn(std::unique_ptr<port::Files::Parts> parts) : parts_(std::move(parts)) {}

  [[nodiscard]] bool take(core::TimeRange days) override {
    const std::uint64_t first = day_number(days.begin);
    return parts_->take(first, day_number(days.end) - first);
  }

 private:
  [[nodiscard]] static std::uint64_t day_number(core::UtcTime midnight) {
    return static_cast<std::uint64_t>(midnight.time_since_epoch() / core::kDay);
  }

  std::unique_ptr<port::Files::Parts> parts_;
};

}  // namespace

Cache::Cache(Disk disk) : disk_(std::move(disk)) {}

std::unique_ptr<port::Inquiry> Cache::ask(const core::SeriesId& id, core::RangeSet ranges) {
  return std::make_unique<Lookup>(Shelf(disk_, id), std::move(ranges));
}

std::unique_ptr<port::Keeping> Cache::keep(const core::SeriesId& id) {
  return std::make_unique<Filling>(Shelf(disk_, id));
}

std::unique_ptr<port::Turns> Cache::turns(const core::SeriesId& id) {
  const std::string path = disk_.layout.turns(id);
  if (!disk_.files->make_folders(port::folder_of(path))) return nullptr;
  auto parts = disk_.files->parts(path);
  if (!parts) return nullptr;
  return std::make_unique<DaysInTurn>(*std::move(parts));
}

}  // namespace wick::store
