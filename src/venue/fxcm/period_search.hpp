// Where the bars of one week or year are: file after file that may have them, until they are whole.
//
// Only the times inside a file count. A period that is not over yet is not looked for. What was
// found settles the period as a whole where its rows begin and end about where trading does: a
// minute without a row is then one without a trade. Else only what lies between the first row and
// the last is settled.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "port/bar_source.hpp"
#include "venue/fxcm/candle_files.hpp"
#include "venue/fxcm/candle_shelf.hpp"

namespace wick::venue::fxcm {

class PeriodSearch {
 public:
  struct Task {
    CandleShelf* shelf{};  // must outlive the search
    std::string pair{};
    core::Interval filed{};
    core::TimeRange period{};
  };
  explicit PeriodSearch(Task task) : task_(std::move(task)) {}

  struct Found {
    std::vector<core::HistoryBar> bars;  // that open in the period, ascending
    core::TimeRange settled;             // empty where nothing was found
    std::vector<port::Evidence> evidence;
    std::optional<base::Error> error;  // why not all of the period is settled
  };
  // Once, when the search is over.
  [[nodiscard]] std::optional<Found> step(core::Now now);
  [[nodiscard]] core::MonoTime wake() const;

  [[nodiscard]] const Task& task() const { return task_; }

 private:
  void start(core::UtcTime now);
  [[nodiscard]] bool open_next();
  void take(const CandleFile::Outcome& outcome);
  void merge(const std::vector<core::HistoryBar>& bars);
  [[nodiscard]] bool whole() const;
  [[nodiscard]] Found finish();
  [[nodiscard]] base::Error nowhere() const;

  Task task_;
  bool started_{false};
  bool over_{false};
  bool young_{false};
  std::vector<Candidate> candidates_;
  std::size_t next_{0};
  std::shared_ptr<CandleFile> file_;
  int requests_before_{0};  // of that file, which others may have asked for
  Found found_;
};

}  // namespace wick::venue::fxcm
