// One place that can be asked for bars: a cache folder, a bulk archive, a REST endpoint.
//
// Answers are never all or nothing. An inquiry replies object by object: what arrived before a
// failure is kept, and only what a reply did not settle goes on to another source.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/error.hpp"
#include "core/chunk.hpp"
#include "core/hole.hpp"
#include "core/provenance.hpp"
#include "core/range_set.hpp"
#include "core/series_id.hpp"

namespace wick::port {

// Which object or page a reply speaks of, for people and for provenance.
struct Evidence {
  std::string object;    // its address, without the host
  std::string checksum;  // "sha256:..." where the source proves one
  std::string outcome;   // "1440 rows", "404", "checksum differs"
  int requests{};        // data requests that it took
  std::int64_t bytes{};  // that came for it
  core::Micros took{};   // from the question to the last byte; zero where nobody measured
  core::Untidy untidy{};
};

// That a symbol was traded, and what is known to follow its last bar.
struct Life {
  std::optional<core::Hole> after{};  // nothing where it is traded still, or nobody can tell
};

struct Reply {
  std::vector<core::Chunk> chunks;
  core::RangeSet asked;           // the part of the question that this reply closes
  core::RangeSet settled;         // of that, what no further source need be asked for
  std::vector<core::Hole> holes;  // settled instants without a bar
  std::vector<Evidence> evidence;
  std::optional<Life> life{};  // of the symbol, from those who know of symbols and not of bars
  std::optional<base::Error> error;  // why the rest of `asked` is not settled
};

// One question in progress. Dropping it stops its I/O.
class Inquiry {
 public:
  virtual ~Inquiry() = default;

  // Moves on with whatever I/O has finished, starts more, and hands out what is new.
  [[nodiscard]] virtual std::vector<Reply> step(core::Now now) = 0;
  [[nodiscard]] virtual bool finished() const = 0;  // everything asked has been replied to

  // When step() has something to do even if no I/O finishes; max() for never.
  [[nodiscard]] virtual core::MonoTime wake() const = 0;

  // For people: what it waits for while it could go on at once. Empty while it is at work.
  [[nodiscard]] virtual std::string_view waits_for() const { return {}; }
};

class BarSource {
 public:
  virtual ~BarSource() = default;
  [[nodiscard]] virtual std::unique_ptr<Inquiry> ask(const core::SeriesId& id,
                                                     core::RangeSet ranges) = 0;

  // What ask() would request of a server first, an address without its host a line; asks nothing.
  [[nodiscard]] virtual std::vector<std::string> plan(const core::SeriesId& id,
                                                      const core::RangeSet& ranges) const {
    (void)id;
    (void)ranges;
    return {};
  }
};

}  // namespace wick::port
