#include "store/compacting.hpp"

#include <algorithm>
#include <optional>
#include <set>
#include <utility>

namespace wick::store {
namespace {

std::vector<Period> days_of(const Period& month) {
  std::vector<Period> days;
  for (core::UtcTime t = month.range.begin; t < month.range.end; t = days.back().range.end) {
    days.push_back(Period::day(t));
  }
  return days;
}

bool is_among(const std::vector<Period>& periods, const Period& period) {
  return std::ranges::find(periods, period) != periods.end();
}

// The day files to fold; none where the month is too young or misses a day.
std::vector<Period> days_to_fold(const std::vector<Period>& periods, const Period& month,
                                 core::UtcTime now) {
  if (now - month.range.end < kFoldedAfter) return {};
  std::vector<Period> days = days_of(month);
  const std::size_t wanted = days.size();
  std::erase_if(days, [&](const Period& day) { return !is_among(periods, day); });
  if (days.size() < wanted && !is_among(periods, month)) return {};
  return days;
}

// Batches of a month are as long as they can be held in memory with ease.
bool written_by_day(core::Interval interval) {
  return interval == core::Interval::k1s;
}

// A file on its way to its name: what is not committed leaves no trace.
class Draft {
 public:
  Draft(port::Files& files, std::string path, std::uint64_t unique)
      : files_(files),
        path_(std::move(path)),
        beside_(path_ + "." + std::to_string(unique) + ".tmp") {}
  ~Draft() {
    if (file_) files_.close(*file_);
    if (begun_) (void)files_.remove(beside_);
  }
  Draft(const Draft&) = delete;
  Draft& operator=(const Draft&) = delete;

  base::Result<void> write(std::string& bytes) {
    if (!begun_) {
      const auto file = files_.create(beside_);
      if (!file) return file.error();
      file_ = *file;
      begun_ = true;
    }
    auto written = files_.write(*file_, bytes);
    bytes.clear();
    return written;
  }

  base::Result<void> commit() {
    auto done = files_.sync(*file_);
    files_.close(*std::exchange(file_, std::nullopt));
    if (done) done = files_.rename(beside_, path_);
    if (!done) return done;
    begun_ = false;
    return files_.sync_folder(port::folder_of(path_));
  }

 private:
  port::Files& files_;
  std::string path_;
  std::string beside_;
  std::optional<port::Files::Handle> file_;
  bool begun_{false};
};

// The month's file as it grows, day after day.
class Folding {
 public:
  Folding(const Shelf& shelf, const Period& month)
      : shelf_(shelf),
        month_(month),
        draft_(*shelf.disk().files, shelf.disk().layout.sealed(shelf.id(), month),
               shelf.disk().random->next()) {}

  base::Result<void> begin(const std::vector<Period>& periods) {
    const std::string& folder = shelf_.disk().layout.months(shelf_.id());
    if (auto made = shelf_.disk().files->make_folders(folder); !made) return made;
    if (!is_among(periods, month_)) return {};
    auto old = open(month_);
    if (!old) return old.error();
    old_ = *std::move(old);
    return {};
  }

  base::Result<void> take(const Period& day, bool has_file) {
    auto file = has_file ? open(day) : base::Result<SealedFile>(*old_);
    if (!file) return file.error();
    const core::TimeRange opens = core::bars_opening_in(day.range, shelf_.grid());
    auto rows = file->rows(opens);
    if (!rows) return base::within(path_of(has_file ? day : month_), rows.error());
    take_facts(file->facts(), opens);
    rows_.insert(rows_.end(), rows->begin(), rows->end());
    return written_by_day(shelf_.id().interval) ? write_rows() : base::Result<void>();
  }

  base::Result<std::uint64_t> finish() {
    if (auto written = write_rows(); !written) return written.error();
    const core::TimeRange opens = core::bars_opening_in(month_.range, shelf_.grid());
    facts_.id = shelf_.id();
    facts_.period = month_;
    facts_.expected = static_cast<std::uint64_t>(shelf_.grid().count(opens));
    facts_.writer = shelf_.disk().writer;
    std::uint64_t settled = count_;
    for (const StoredHole& stored : facts_.holes) {
      settled += static_cast<std::uint64_t>(shelf_.grid().count(stored.hole.range));
    }
    if (settled != facts_.expected) {
      return base::Error{base::ErrorKind::kCorrupt,
                         path_of(month_) + ": its days do not make a whole month"};
    }
    std::move(encoder_).finish(std::move(facts_), bytes_);
    auto done = draft_.write(bytes_);
    if (done) done = draft_.commit();
    return done ? base::Result<std::uint64_t>(count_) : base::Result<std::uint64_t>(done.error());
  }

 private:
  [[nodiscard]] std::string path_of(const Period& period) const {
    return shelf_.disk().layout.sealed(shelf_.id(), period);
  }

  [[nodiscard]] base::Result<SealedFile> open(const Period& period) const {
    auto mapped = shelf_.disk().files->map(path_of(period));
    if (!mapped) return mapped.error();
    auto sealed = SealedFile::open(*std::move(mapped), shelf_.id(), period);
    if (!sealed) return base::within(path_of(period), sealed.error());
    return sealed;
  }

  void take_facts(const SealedFacts& facts, core::TimeRange opens) {
    facts_.revision = std::max(facts_.revision, facts.revision);
    const core::TimeRange whole = core::bars_opening_in(month_.range, shelf_.grid());
    const auto holes = without(facts.holes, core::RangeSet{whole}.minus({opens}));
    facts_.holes.insert(facts_.holes.end(), holes.begin(), holes.end());
  }

  base::Result<void> write_rows() {
    for (const Sourced& part : rows_) count_ += part.rows.size();
    encoder_.add(rows_, bytes_);
    rows_.clear();
    return bytes_.empty() ? base::Result<void>() : draft_.write(bytes_);
  }

  const Shelf& shelf_;
  Period month_;
  Draft draft_;
  std::optional<SealedFile> old_;  // the month's file as it is, where there is one
  SealedEncoder encoder_;
  SealedFacts facts_;
  std::vector<Sourced> rows_;  // not written yet
  std::string bytes_;
  std::uint64_t count_{0};
};

}  // namespace

std::vector<Period> months_to_fold(const Shelf& shelf, core::UtcTime now) {
  if (lives_in_months(shelf.id().interval)) return {};
  const std::vector<Period> periods = shelf.periods();
  std::set<core::UtcTime> begins;
  for (const Period& period : periods) {
    if (!period.month) begins.insert(core::month_of(period.range.begin).begin);
  }
  std::vector<Period> months;
  for (const core::UtcTime begin : begins) {
    const Period month = Period::month_with(begin);
    if (!days_to_fold(periods, month, now).empty()) months.push_back(month);
  }
  return months;
}

base::Result<Folded> fold(const Shelf& shelf, const Period& month, core::UtcTime now) {
  const auto held = shelf.lock();
  if (!held) return held.error();
  const std::vector<Period> periods = shelf.periods();  // under the lock: nobody changes them now
  const std::vector<Period> days = days_to_fold(periods, month, now);
  if (days.empty()) return Folded{};
  Folding folding(shelf, month);
  if (auto begun = folding.begin(periods); !begun) return begun.error();
  for (const Period& day : days_of(month)) {
    if (auto taken = folding.take(day, is_among(days, day)); !taken) return taken.error();
  }
  const auto rows = folding.finish();
  if (!rows) return rows.error();
  // Readers look for the day first, and whoever misses it now finds the month.
  for (const Period& day : days) {
    if (auto gone = shelf.remove(day); !gone) return gone.error();
  }
  return Folded{days.size(), *rows};
}

}  // namespace wick::store
