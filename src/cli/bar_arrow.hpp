// Bars as an Arrow IPC file or stream, with the columns of the CSV.
//
// Written batch by batch, so that what is larger than memory can be written away in between. Small
// chunks are gathered into batches; the numbers of a large one are not copied before they are
// written. See docs/formats/get.md.
#pragma once

#include <string>
#include <vector>

#include "arrow/encoder.hpp"
#include "core/chunk.hpp"
#include "core/hole.hpp"
#include "core/series_id.hpp"

namespace wick::cli {

inline constexpr std::size_t kArrowBatchRows = 65'536;

struct ArrowShape {
  arrow::Form form{};
  bool with_symbol{};  // where an answer speaks of several
  bool with_final{};   // where a bar may be there that is still forming
};

class BarArrow {
 public:
  BarArrow(const ArrowShape& shape, arrow::Metadata metadata);

  // Once begin(), any number of times add(), once end(). A chunk has at most kArrowBatchRows rows.
  void begin(std::string& out);
  void add(const core::Chunk& chunk, const std::string& symbol, std::string& out);
  void end(std::string& out);

 private:
  struct Piece {
    core::Chunk chunk;
    std::string symbol;
  };
  void flush(std::string& out);

  ArrowShape shape_;
  arrow::Metadata metadata_;
  arrow::Encoder encoder_;
  std::vector<Piece> gathered_;
  std::size_t rows_{0};  // in gathered_
};

// What the file says of itself.
struct ArrowFacts {
  std::vector<core::SeriesId> series;  // alike but for their symbols; one at least
  core::TimeRange range;
  std::vector<std::vector<core::Hole>> missing;  // of each series
};
[[nodiscard]] arrow::Metadata arrow_metadata(const ArrowFacts& facts);

}  // namespace wick::cli
