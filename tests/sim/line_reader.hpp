// Whoever reads what `wick live` prints: line by line, with revisions applied, and suspicious.
#pragma once

#include <array>
#include <cstdint>
#include <map>
#include <set>
#include <string>
#include <string_view>
#include <utility>

#include "cli/stream_writer.hpp"

namespace wick::simulation {

using Millis = std::int64_t;
using SeriesName = std::pair<std::string, std::string>;  // XAUUSD, 1m

struct LineBar {
  Millis end{};                   // the first instant after it
  std::array<double, 4> price{};  // open, high, low, close
  std::array<double, 4> bid{};
  std::array<double, 4> ask{};
  double volume{};
  bool synthetic{};
};
using LineBars = std::map<Millis, LineBar>;

class LineReader final : public cli::TextSink {
 public:
  [[nodiscard]] bool ready() const override { return true; }
  void give(std::string_view text) override;
  [[nodiscard]] bool idle() const override { return true; }
  [[nodiscard]] Fate fate() const override { return Fate::kOpen; }
  [[nodiscard]] std::string failure() const override { return ""; }

  // A program starts. What was kept before is not to be told again.
  void begin_life(std::map<SeriesName, std::set<Millis>> kept);

  std::map<SeriesName, LineBars> bars;
  std::map<std::string, std::set<Millis>> lost;  // minutes, by symbol
  int doubled{};  // told twice by one program, or told and kept by the one before
  int again{};    // told by the one before, which died before it was kept
  int unordered{};
  int revisions{};
  int stopped_keeping{};
  int kept_again{};
  std::string odd;  // the first line that is none
  std::string first_doubled;

 private:
  void take(std::string_view line);
  void take_bar(const SeriesName& series, std::string_view line, bool revised);

  std::map<SeriesName, std::set<Millis>> kept_;
  std::map<SeriesName, std::set<Millis>> told_;  // in this life
  std::string rest_;
};

}  // namespace wick::simulation
