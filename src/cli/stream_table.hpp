// The live table: what it knows, and how that looks. Pure: the same table gives the same lines.
#pragma once

#include <cstdint>
#include <deque>
#include <optional>
#include <string>
#include <vector>

#include "cli/stream_show.hpp"
#include "core/interval.hpp"
#include "core/series_id.hpp"

namespace wick::cli {

struct WindowSize {
  int columns{80};
  int rows{24};

  bool operator==(const WindowSize&) const = default;
};

struct TableRow {
  enum class Move : std::uint8_t { kNone, kUp, kDown };

  std::string symbol;
  std::optional<core::Bar> bar{};                   // the newest, under way or closed
  std::optional<core::UtcTime> last_closed_open{};  // of the newest closed one
  Move move{};                                      // of the price, when it last moved
  std::size_t places{};                             // that its prices have needed so far
};

class StreamTable {
 public:
  explicit StreamTable(const std::vector<core::SeriesId>& series);  // of one market and interval

  void take(const live::CandleEvent& event, core::MonoTime now);
  void notice(std::string text) { notice_ = std::move(text); }

  // No more lines than the window has, but one; none wider than it.
  struct Look {
    core::Now now{};
    WindowSize window{};
    bool colour{};
  };
  [[nodiscard]] std::vector<std::string> view(const StreamState& state, const Look& look) const;

  // live; waiting for its first word; filling, or late: a closed candle should be here by now.
  [[nodiscard]] std::string_view standing(const TableRow& row, const StreamState& state,
                                          core::UtcTime venue_now) const;

 private:
  [[nodiscard]] std::vector<std::string> head(const StreamState& state, const Look& look) const;
  [[nodiscard]] std::vector<std::string> rows(const StreamState& state, const Look& look,
                                              std::size_t lines_max) const;
  [[nodiscard]] std::vector<std::string> cells(const TableRow& row, const StreamState& state,
                                               core::UtcTime venue_now) const;
  void count_closed(core::MonoTime now);
  [[nodiscard]] std::string rate(core::MonoTime now) const;

  core::Grid grid_;
  std::string what_;  // "spot 1m"
  std::vector<TableRow> rows_;
  struct Closed {  // in about a second
    core::MonoTime begin{};
    std::int64_t candles{};
  };
  std::deque<Closed> closed_;  // of late
  std::optional<core::MonoTime> begun_;
  std::string notice_;
};

}  // namespace wick::cli
