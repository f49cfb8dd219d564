// Candles of a stream as lines: JSON objects, CSV, or rows for people. See docs/formats/stream.md.
//
// Appends to a buffer of the caller's; what does not change from line to line is made once.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "cli/bar_text.hpp"
#include "cli/stream_request.hpp"
#include "live/candle_stream.hpp"

namespace wick::cli {

class StreamText {
 public:
  explicit StreamText(const StreamRequest& request);

  // What stands before all lines: of JSON nothing.
  void append_head(std::string& out) const;

  // One line. False, and nothing, where this form has no line for it: then aside() says it.
  [[nodiscard]] bool append(std::string& out, const live::CandleEvent& event) const;
  [[nodiscard]] bool append_dropped(std::string& out, std::size_t series,
                                    std::int64_t updates) const;

  // A hole, for people; without a line end.
  [[nodiscard]] std::string aside(const live::CandleEvent& event) const;

 private:
  struct Words {  // of one series
    std::string name;
    std::string members;  // "symbol":"BTCUSDT","market":"spot"
    std::string interval;
    std::string cell;  // with what parts it from the next one
  };
  struct Line {
    std::string* out{};
    const live::CandleEvent* event{};
    const Words* words{};
    [[nodiscard]] std::int64_t revision() const;  // 0 where it is told for the first time
  };
  [[nodiscard]] Words words_of(const core::SeriesId& id, std::size_t width) const;
  void append_json(const Line& line) const;
  void append_csv(const Line& line) const;
  void append_row(const Line& line) const;
  void append_hole(std::string& out, const live::CandleEvent& event, const Words& words) const;
  void append_quoted_time(std::string& out, core::UtcTime t) const;

  StreamForm form_;
  TimeStyle time_;
  bool updates_;
  std::size_t symbol_width_{6};
  std::vector<Words> words_;
};

}  // namespace wick::cli
