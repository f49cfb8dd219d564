#include "store/verifying.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <utility>

#include "store/journal.hpp"
#include "store/merging.hpp"
#include "store/sealed.hpp"
#include "store/tail.hpp"

namespace wick::store {
namespace {

bool is_absent(const base::Error& error) {
  return error.kind == base::ErrorKind::kUnsupported;
}

base::Error corrupt(std::string what) {
  return {base::ErrorKind::kCorrupt, std::move(what)};
}

bool plausible(const core::Bar& bar) {
  const std::array numbers = {
      bar.open,   bar.high,         bar.low,          bar.close,
      bar.volume, bar.quote_volume, bar.taker_volume, bar.taker_quote_volume};
  return std::ranges::all_of(numbers, [](double number) { return std::isfinite(number); }) &&
         bar.high >= std::max(bar.open, bar.close) && bar.low <= std::min(bar.open, bar.close) &&
         bar.volume >= 0 && bar.count >= 0;
}

// What the checksums cannot know: whether the rows make sense together.
class Content {
 public:
  Content(const SealedFacts& facts, const core::Grid& grid)
      : facts_(facts), grid_(grid), opens_(core::bars_opening_in(facts.period.range, grid)) {}

  base::Result<void> take(const std::vector<Sourced>& parts) {
    for (const Sourced& part : parts) {
      if (part.source.revision > facts_.revision) {
        return corrupt("a row is of a higher revision than its file");
      }
      for (std::size_t row = 0; row < part.rows.size(); ++row) {
        if (auto fits = take_row(part.rows.bar(row)); !fits) return fits;
      }
      have_.add(covered({part}, grid_));
    }
    return {};
  }

  [[nodiscard]] base::Result<void> check_sum() const {
    if (rows_ != facts_.rows) return corrupt("it has rows outside its period");
    const std::int64_t expected = grid_.count(opens_);
    if (facts_.expected != static_cast<std::uint64_t>(expected)) {
      return corrupt("it expects another number of rows than its period has");
    }
    core::RangeSet settled = have_;
    std::int64_t count = grid_.count(have_);
    for (const StoredHole& stored : facts_.holes) {
      settled.add(stored.hole.range);
      count += grid_.count(stored.hole.range);
    }
    if (count == expected && settled == core::RangeSet{opens_}) return {};
    return corrupt("its rows and its holes together are not its period");
  }

  [[nodiscard]] std::vector<std::string> remarks() const {
    std::vector<std::string> remarks;
    if (odd_ > 0) {
      remarks.push_back(std::to_string(odd_) + " rows with prices or volumes that cannot be");
    }
    if (odd_ends_ > 0)
      remarks.push_back(std::to_string(odd_ends_) + " rows that end early or late");
    return remarks;
  }

 private:
  base::Result<void> take_row(const core::Bar& bar) {
    if (bar.open_time <= last_) return corrupt("its rows are out of order");
    if (!grid_.has(bar.open_time)) return corrupt("a row is off the grid of its interval");
    last_ = bar.open_time;
    ++rows_;
    if (!plausible(bar)) ++odd_;
    if (bar.close_time != grid_.next(bar.open_time) - core::Micros{1}) ++odd_ends_;
    return {};
  }

  const SealedFacts& facts_;
  const core::Grid& grid_;
  core::TimeRange opens_;
  core::RangeSet have_;
  core::UtcTime last_{core::UtcTime::min()};
  std::uint64_t rows_{0};
  std::uint64_t odd_{0};
  std::uint64_t odd_ends_{0};
};

void fail(Checkup& checkup, const base::Error& error) {
  checkup.why = error.what;
  switch (error.kind) {
    case base::ErrorKind::kCorrupt:
      checkup.health = Health::kDamaged;
      break;
    case base::ErrorKind::kUnsupported:
      checkup.health = Health::kNewer;
      break;
    default:
      checkup.health = Health::kUnreadable;
  }
}

base::Result<void> check_sealed(port::Mapped mapped, const core::SeriesId& id, const Period& period,
                                Checkup& checkup) {
  auto sealed = SealedFile::open(std::move(mapped), id, period);
  if (!sealed) return sealed.error();
  checkup.facts = sealed->facts();
  const auto rows = sealed->rows();
  if (!rows) return rows.error();
  const core::Grid grid = core::grid_of(checkup.facts->id);
  Content content(*checkup.facts, grid);
  if (auto fits = content.take(*rows); !fits) return fits;
  checkup.remarks = content.remarks();
  return content.check_sum();
}

// Damage is what breaks records; a whole record that is not understood is of a newer program.
base::Result<void> check_log(const Records& records, std::size_t lost) {
  const std::size_t not_read = std::max(lost, records.damaged_bytes) - records.damaged_bytes;
  if (records.damaged_bytes > 0) {
    return corrupt(std::to_string(records.damaged_bytes) + " bytes of it belong to no record");
  }
  if (not_read == 0) return {};
  return base::Error{base::ErrorKind::kUnsupported,
                     std::to_string(not_read) +
                         " bytes of it are records that only a newer program may understand"};
}

base::Result<void> check_tail(port::Files& files, const std::string& path) {
  const auto records = RecordLog(files, path).read();
  if (!records) return records.error();
  const auto content = Tail(files, path).read();
  if (!content) return content.error();
  return check_log(*records, content->damaged_bytes);
}

base::Result<void> check_journal(port::Files& files, const std::string& path) {
  const auto records = RecordLog(files, path).read();
  if (!records) return records.error();
  const auto content = Journal(files, path).read();
  if (!content) return content.error();
  return check_log(*records, content->damaged_bytes);
}

}  // namespace

std::string_view name(Health health) {
  switch (health) {
    case Health::kGood:
      return "good";
    case Health::kDamaged:
      return "damaged";
    case Health::kNewer:
      return "newer";
    case Health::kUnreadable:
      return "unreadable";
  }
  return "";
}

std::optional<Checkup> check_file(const Disk& disk, const core::SeriesId& id,
                                  const CensusFile& file) {
  Checkup checkup;
  checkup.path = file.path;
  auto mapped = disk.files->map(file.path);
  if (!mapped && is_absent(mapped.error())) return std::nullopt;
  if (!mapped) {
    fail(checkup, mapped.error());
    return checkup;
  }
  checkup.bytes = mapped->bytes.size();
  base::Result<void> good;
  if (is_sealed(file.kind)) {
    good = check_sealed(*std::move(mapped), id, file.period, checkup);
  } else {
    good = file.kind == FileKind::kTail ? check_tail(*disk.files, file.path)
                                        : check_journal(*disk.files, file.path);
  }
  if (!good) fail(checkup, good.error());
  return checkup;
}

}  // namespace wick::store
