#include "store/tail.hpp"

#include <optional>
#include <utility>

#include "store/tail_record.hpp"

namespace wick::store {
namespace {

// Far enough from what a record can hold, however much of it has to be escaped.
constexpr std::size_t kBatchTypical = kRecordMax / 4;

core::Chunk outside(const core::Chunk& rows, const core::RangeSet& sealed) {
  core::ChunkBuilder left;
  for (std::size_t row = 0; row < rows.size(); ++row) {
    if (!sealed.contains(rows.open_time(row))) left.push(rows.bar(row));
  }
  return std::move(left).finish(rows.tier(), rows.mark());
}

std::vector<core::Hole> outside(const std::vector<core::Hole>& holes,
                                const core::RangeSet& sealed) {
  std::vector<core::Hole> left;
  for (const core::Hole& hole : holes) {
    const core::RangeSet open = core::RangeSet{hole.range}.minus(sealed);
    for (const core::TimeRange range : open.ranges()) {
      left.push_back({range, hole.cause, hole.evidence});
    }
  }
  return left;
}

}  // namespace

// What was imported came from no tier but the folder it lies in.
core::Tier tier_of(core::Origin origin) {
  switch (origin) {
    case core::Origin::kArchive:
      return core::Tier::kBulk;
    case core::Origin::kRest:
      return core::Tier::kRest;
    case core::Origin::kStream:
    case core::Origin::kFeed:
      return core::Tier::kStream;
    case core::Origin::kImport:
      break;
  }
  return core::Tier::kCache;
}

Tail::Tail(port::Files& files, std::string path) : log_(files, std::move(path)) {}

base::Result<Tail::Content> Tail::read() const {
  const auto records = log_.read();
  if (!records) return records.error();
  Content content{.entries = {}, .damaged_bytes = records->damaged_bytes};
  for (const std::string& payload : records->payloads) {
    if (auto entry = read_tail_record(payload)) {
      content.entries.push_back(*std::move(entry));
    } else {
      content.damaged_bytes += payload.size();
    }
  }
  return content;
}

base::Result<void> Tail::append(const std::vector<TailEntry>& entries) {
  std::vector<std::string> batch;
  std::size_t bytes = 0;
  for (const TailEntry& entry : entries) {
    for (std::string& record : tail_records(entry)) {
      bytes += record.size();
      batch.push_back(std::move(record));
      if (bytes < kBatchTypical) continue;
      if (auto done = log_.append(std::exchange(batch, {})); !done) return done;
      bytes = 0;
    }
  }
  return log_.append(batch);
}

base::Result<void> Tail::drop(const core::RangeSet& sealed, std::uint64_t unique) {
  const auto records = log_.read();
  if (!records) return records.error();
  std::vector<std::string> left;
  for (const std::string& payload : records->payloads) {
    const auto entry = read_tail_record(payload);
    if (!entry) {
      left.push_back(payload);
      continue;
    }
    const TailEntry rest{entry->source, outside(entry->rows, sealed),
                         outside(entry->holes, sealed)};
    for (std::string& record : tail_records(rest)) left.push_back(std::move(record));
  }
  if (left == records->payloads) return {};
  return log_.rewrite(left, unique);
}

}  // namespace wick::store
