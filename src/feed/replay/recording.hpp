// Recorded ticks as text, line by line: JSON objects, or CSV under a header.
//
//   {"symbol":"XAU/USD","bid":2000.1,"ask":2000.3,"mid":2000.2,"tick_ts_ms":1733011200123,
//    "snap_ts_ms":1733011200200}
//   time,symbol,bid,ask,size
//
// A line is a tick, or an error that says what is wrong with it. Times may be seconds or
// milliseconds since 1970, whichever makes sense, and in CSV ISO-8601 as well, with an offset and
// with nanoseconds where somebody wrote those. Pure and total.
#pragma once

#include <cstddef>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"
#include "core/tick.hpp"

namespace wick::feed::replay {

// The symbol is good until the next line is read.
struct RecordedTick {
  std::string_view symbol;
  core::Tick tick;
};

class RecordingReader {
 public:
  RecordingReader();
  ~RecordingReader();
  RecordingReader(const RecordingReader&) = delete;
  RecordingReader& operator=(const RecordingReader&) = delete;

  // Nothing: an empty line, or the header. The first line that is not empty decides what the
  // recording is; until one is understood each is tried as the first.
  [[nodiscard]] base::Result<std::optional<RecordedTick>> read(std::string_view line);
  [[nodiscard]] bool known() const { return form_ != Form::kUnknown; }

 private:
  enum class Form { kUnknown, kJson, kCsv };
  using Read = base::Result<std::optional<RecordedTick>>;
  struct Columns {  // where they are
    std::size_t time{}, symbol{}, bid{}, ask{};
    std::optional<std::size_t> size{};
  };
  struct Parser;

  [[nodiscard]] Read read_header(std::string_view line);
  [[nodiscard]] Read read_row(std::string_view line);
  [[nodiscard]] Read read_object(std::string_view line);

  std::unique_ptr<Parser> parser_;
  Form form_{Form::kUnknown};
  Columns columns_{};
  std::vector<std::string_view> cells_;  // of the row at hand
};

}  // namespace wick::feed::replay
