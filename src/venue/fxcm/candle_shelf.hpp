// Candle files that were looked into, so that none is fetched twice for what it holds.
#pragma once

#include <deque>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "port/memory.hpp"
#include "venue/fxcm/candle_file.hpp"

namespace wick::venue::fxcm {

struct ShelfOptions {
  std::vector<std::string> hosts{};  // tried in order
  policy::Attempts::Options attempts{.corrupt_max = 2};
  port::Memory* memory{};  // of what was where, and what was not there; may be none
};

class CandleShelf {
 public:
  // The services, and the memory where there is one, must outlive the shelf and its files.
  CandleShelf(Services services, ShelfOptions options);

  // The file itself: one that others are waiting for, one that was read lately, or a new one.
  [[nodiscard]] std::shared_ptr<CandleFile> open(const std::string& name, core::Interval filed);

  // What is known about a file without opening it.
  struct Known {
    bool absent{};
    core::TimeRange holds{};  // its first row to its last, where it is there
  };
  [[nodiscard]] std::optional<Known> known(const std::string& name, core::UtcTime now) const;
  // Once its outcome is there. Whether a file is absent is forgotten sooner while it is young.
  void note(const std::shared_ptr<CandleFile>& file, const CandleFile::Outcome& outcome,
            core::TimeRange period, core::UtcTime now);

  // By how many weeks the numbers of an ISO year's files were last found to differ from ISO's.
  [[nodiscard]] int shift(int year) const;
  void found(int year, int shift) { shifts_[year] = shift; }

 private:
  void keep(const std::shared_ptr<CandleFile>& file);

  Services services_;
  ShelfOptions options_;
  std::deque<std::shared_ptr<CandleFile>> files_;   // the one that was opened last is last
  std::vector<std::weak_ptr<CandleFile>> awaited_;  // nobody's any more once nobody waits
  std::map<int, int> shifts_;
};

}  // namespace wick::venue::fxcm
