// One series on its way into the cache, a month at a time, so that memory stays small however long
// the range is.
#pragma once

#include <cstdint>
#include <deque>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "cli/warm_request.hpp"
#include "history/retrieval.hpp"
#include "wiring/history.hpp"
#include "wiring/listings.hpp"

namespace wick::cli {

// What a series is fetched with; must outlive it.
struct WarmSources {
  const wiring::History* history{};
  const wiring::Listings* listings{};
  bool wait{};  // when throttled, for as long as the server says
};

struct WarmTally {
  std::int64_t wanted{};   // bars
  std::int64_t settled{};  // of these: a bar, or known not to exist
  std::int64_t holes{};    // known not to exist
  std::int64_t cached{};   // rows, by who gave them
  std::int64_t archived{};
  std::int64_t paged{};  // of REST
  std::int64_t bytes{};
  int requests{};

  [[nodiscard]] std::int64_t left() const { return wanted - settled; }
  [[nodiscard]] std::int64_t bars() const { return settled - holes; }
  void add(const WarmTally& other);
};

// The first piece goes alone: it learns whether the symbol exists and since when. A range that
// begins before the listing is cut there. Pieces that fail one after the other end the series.
class WarmSeries {
 public:
  WarmSeries(const WarmItem& item, const WarmSources& sources);

  [[nodiscard]] bool can_start() const;  // another piece may be asked for now
  void start(core::Now now);
  void step(core::Now now);
  void stop(core::Now now);  // no more; what came is kept

  [[nodiscard]] bool begun() const { return begun_.has_value(); }
  [[nodiscard]] bool done() const;
  [[nodiscard]] std::size_t in_flight() const;
  [[nodiscard]] core::MonoTime wake() const;
  [[nodiscard]] core::MonoTime throttled_until() const;  // max() where nobody said so

  [[nodiscard]] const core::SeriesId& id() const { return item_.id; }
  [[nodiscard]] core::TimeRange range() const { return item_.range; }
  [[nodiscard]] WarmTally tally() const;  // what is under way included
  [[nodiscard]] core::Micros spent(core::MonoTime now) const;
  [[nodiscard]] const core::RangeSet& left() const { return left_; }
  // Everything that the pieces said, but for rows; complete once done.
  [[nodiscard]] const history::Answer& answer() const { return answer_; }
  [[nodiscard]] const std::optional<base::Error>& failure() const { return failure_; }
  [[nodiscard]] const std::vector<std::string>& notes() const { return notes_; }

 private:
  struct Piece {
    core::RangeSet wanted;
    history::Retrieval retrieval;
  };
  void cut_into_pieces();
  void absorb(const core::RangeSet& wanted, history::Answer answer, core::Now now);
  void refused(const core::RangeSet& wanted, const base::Error& error, core::Now now);
  void learn_listing(core::Now now);
  void begin_at(const wiring::Listed& listed);
  void fail(const base::Error& error);
  void settle(const core::RangeSet& wanted, const history::Answer& answer);
  void merge(history::Answer answer);
  [[nodiscard]] std::int64_t count(const core::RangeSet& ranges) const;

  WarmItem item_;
  WarmSources sources_;
  core::Grid grid_;
  std::deque<core::RangeSet> queued_;
  std::vector<Piece> running_;
  std::unique_ptr<wiring::Listings::Search> search_;
  bool known_{false};  // the symbol exists, and the range begins after its listing
  int vain_{0};        // pieces in a row that brought nothing
  WarmTally tally_;
  core::RangeSet left_;
  history::Answer answer_;
  std::optional<base::Error> failure_;
  std::vector<std::string> notes_;
  std::optional<core::MonoTime> begun_;
  core::MonoTime ended_{};
};

}  // namespace wick::cli
