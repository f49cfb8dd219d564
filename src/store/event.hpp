// One request as it went: what was asked, which tier gave what, and what was in the way.
//
// A line of JSON, shorter than kEventBytesMax whatever happened: of many latencies it keeps some
// that tell the same story, and of errors that do not fit the first ones. A reader takes lines of
// older programs, which lack some of it. See docs/formats/events.md.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/bar.hpp"
#include "core/provenance.hpp"
#include "core/series_id.hpp"

namespace wick::store {

inline constexpr std::size_t kEventBytesMax = std::size_t{8} << 10U;
inline constexpr std::size_t kLatenciesMax = 32;  // of a tier in one event

struct EventTier {
  core::Tier tier{};
  std::int64_t asked{};   // objects, pages, looks into the cache
  std::int64_t failed{};  // of these
  std::int64_t requests{};
  std::int64_t rows{};
  std::int64_t bytes{};
  std::vector<core::Micros> took{};
  std::int64_t measured{};  // how many latencies `took` stands for
  std::int64_t untidy{};    // objects and pages that were
  core::Untidy odd_rows{};  // of these together

  bool operator==(const EventTier&) const = default;
};

struct EventError {
  core::Tier tier{};
  std::string kind{};  // the name of a base::ErrorKind
  std::string what{};
  std::int64_t times{};
  std::optional<std::int64_t> retry_after_s{};

  bool operator==(const EventError&) const = default;
};

struct Event {
  core::UtcTime at{};
  std::string command{"get"};
  core::SeriesId id{};
  core::TimeRange range{};
  std::map<core::Tier, std::int64_t> rows{};  // of the answer
  std::int64_t missing{};
  std::int64_t requests{};
  std::int64_t conflicts{};
  core::Micros elapsed{};
  std::vector<EventTier> tiers{};
  std::vector<EventError> errors{};

  bool operator==(const Event&) const = default;
};

// Without its line end.
[[nodiscard]] std::string event_line(Event event);
[[nodiscard]] std::optional<Event> read_event(std::string_view line);

// At most `count` of them in order, evenly chosen, the least and the greatest among them.
[[nodiscard]] std::vector<core::Micros> chosen_evenly(std::vector<core::Micros> values,
                                                      std::size_t count);

}  // namespace wick::store
