#include "venue/fxcm/archive.hpp"

#include <algorithm>
#include <deque>
#include <utility>

#include "venue/batch.hpp"
#include "venue/fxcm/candle_quest.hpp"
#include "venue/fxcm/quote_roll.hpp"

namespace wick::venue::fxcm {
namespace {

// The bars of a week, which begins on a Sunday, that lie as a whole where trade rests whatever the
// clocks of New York say: from Friday 22:00 to Sunday 21:00 UTC.
core::RangeSet weekend_of(core::TimeRange week, const core::Grid& grid) {
  const auto inward = [&](core::UtcTime begin, core::UtcTime end) {
    return core::TimeRange{grid.ceil(begin), std::max(grid.ceil(begin), grid.floor(end))};
  };
  core::RangeSet closed;
  closed.add(inward(week.begin, week.begin + std::chrono::hours{21}));
  closed.add(inward(week.begin + std::chrono::hours{5 * 24 + 22}, week.end));
  return closed;
}

void add_holes(const core::RangeSet& where, core::Cause cause, const std::string& evidence,
               std::vector<core::Hole>& holes) {
  for (const core::TimeRange& range : where.ranges()) holes.push_back({range, cause, evidence});
}

// A Job of a Batch: one trading week.
class WeekJob {
 public:
  struct Task {
    CandleShelf* shelf{};
    core::SeriesId id{};
    WeekPiece piece{};
  };
  explicit WeekJob(Task task)
      : task_(std::move(task)),
        quest_({.shelf = task_.shelf,
                .pair = task_.id.symbol,
                .interval = task_.id.interval,
                .week = task_.piece.week}) {}

  [[nodiscard]] std::optional<port::Reply> step(core::Now now) {
    if (auto never = never_filed(task_.id.symbol, task_.id.interval)) return refused(*never);
    if (task_.piece.week.end <= core::midnight(kFirstYear, 1, 1)) {
      return refused({base::ErrorKind::kUnsupported,
                      "the candle files begin in " + std::to_string(kFirstYear)});
    }
    auto found = quest_.step(now);
    if (!found) return std::nullopt;
    return reply_of(*std::move(found));
  }
  [[nodiscard]] core::MonoTime wake() const { return quest_.wake(); }
  [[nodiscard]] port::Reply refused(const base::Error& error) const {
    port::Reply reply;
    reply.asked = task_.piece.wanted;
    reply.error = error;
    reply.evidence.push_back(without_a_file(error));
    return reply;
  }

 private:
  // No file was looked into, and the reason is all there is to show.
  [[nodiscard]] port::Evidence without_a_file(const base::Error& error) const {
    return {.object = "candle files of " + task_.id.symbol, .checksum = "", .outcome = error.what};
  }
  [[nodiscard]] port::Reply reply_of(PeriodSearch::Found found) const {
    const core::Grid grid = core::grid_of(task_.id);
    port::Reply reply;
    reply.asked = task_.piece.wanted;
    reply.settled = reply.asked.intersect({found.settled});
    if (!found.bars.empty()) {
      core::Chunk rows = middles(found.bars, grid);
      const core::RangeSet absent = reply.settled.minus(core::covered(rows.columns(), grid));
      const core::RangeSet weekend = weekend_of(task_.piece.week, grid);
      const std::string by = "no row in " + found.evidence.back().object;
      add_holes(absent.minus(weekend), core::Cause::kNoBarAtSource, by, reply.holes);
      add_holes(absent.intersect(weekend), core::Cause::kMarketClosed,
                std::string(core::kMarketClosedWords) + "of weekends; " + by, reply.holes);
      reply.chunks.push_back(std::move(rows));
    }
    reply.evidence = std::move(found.evidence);
    if (reply.evidence.empty() && found.error) {
      reply.evidence.push_back(without_a_file(*found.error));
    }
    if (reply.settled != reply.asked) reply.error = std::move(found.error);
    return reply;
  }

  Task task_;
  CandleQuest quest_;
};

}  // namespace

struct Archive::Shared {
  CandleShelf shelf;
  std::size_t in_flight_max{};
  Gate gate;
};

Archive::Archive(Services services, const ArchiveOptions& options)
    : shared_(new Shared{CandleShelf(services, options.shelf), options.in_flight_max,
                         Gate(options.blocked_for)}) {}
Archive::~Archive() = default;

std::unique_ptr<port::Inquiry> Archive::ask(const core::SeriesId& id, core::RangeSet ranges) {
  std::deque<WeekJob> jobs;
  for (WeekPiece& piece : cut_into_weeks(ranges, core::grid_of(id))) {
    jobs.emplace_back(WeekJob::Task{.shelf = &shared_->shelf, .id = id, .piece = std::move(piece)});
  }
  return std::make_unique<Batch<WeekJob>>(std::move(jobs), shared_->in_flight_max, shared_->gate);
}

std::vector<std::string> Archive::plan(const core::SeriesId& id,
                                       const core::RangeSet& ranges) const {
  std::vector<std::string> addresses;
  const core::Interval filed = filed_as(id.interval);
  for (const WeekPiece& piece : cut_into_weeks(ranges, core::grid_of(id))) {
    const core::UtcTime begin = period_of(filed, piece.week.begin + std::chrono::days{1}).begin;
    std::string address =
        "/" + candidates({.pair = id.symbol, .filed = filed, .begin = begin}, 0).front().name;
    if (addresses.empty() || addresses.back() != address) addresses.push_back(std::move(address));
  }
  return addresses;
}

}  // namespace wick::venue::fxcm
