// What the state of a cache means: findings, a verdict, and commands that can be pasted.
//
// Pure: what was seen goes in, what to think of it comes out.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "base/result.hpp"
#include "store/checkup.hpp"

namespace wick::cli {

struct DiskRoom {
  std::uint64_t free{};
  std::uint64_t whole{};
};

// All that was looked at.
struct HealthFacts {
  std::string root;
  bool absent{};                          // the folder is not there yet
  std::optional<base::Error> unreadable;  // why nobody can look into the folder
  std::optional<base::Error> unwritable;
  std::optional<DiskRoom> room;
  store::Census census;
  std::vector<store::SeriesCheckup> series;
  std::optional<core::TimeRange> covers;  // what was asked to be there
  // Where the bars of symbols that are traded no more end, as far as it is known.
  std::map<std::pair<core::Market, std::string>, core::UtcTime> ends{};
  store::Depth depth{};
  bool filtered{};  // only a part of the cache was looked at
  core::UtcTime now{};
  core::Micros elapsed{};
};

enum class Severity : std::uint8_t { kNote, kCare, kBroken };
[[nodiscard]] std::string_view name(Severity severity);

struct HealthFinding {
  Severity severity{};
  std::string kind;  // for machines: empty, damaged, gap, ...
  std::string path;  // of a file or folder; else nothing
  std::string what;  // for people
  std::string command{};
};

enum class HealthVerdict : std::uint8_t { kHealthy, kCare, kBroken, kEmpty };
[[nodiscard]] std::string_view name(HealthVerdict verdict);

// The time that is judged of a series: what was asked for and is over, or else all of its own; of a
// symbol that was delisted no further than that.
[[nodiscard]] core::TimeRange judged_range(const store::SeriesCheckup& series,
                                           const HealthFacts& facts);
// The instants of it that are neither bars nor holes.
[[nodiscard]] core::RangeSet missing_of(const store::SeriesCheckup& series,
                                        const HealthFacts& facts);

// Those that touch, are of one kind and were told by the same words are one, in whatever files they
// lie.
[[nodiscard]] std::vector<store::StoredHole> holes_of(const store::SeriesCheckup& series,
                                                      core::UtcTime now);

[[nodiscard]] bool is_provisional(const store::StoredHole& stored, core::UtcTime now);

struct HealthReport {
  std::vector<HealthFinding> findings;  // the worst first
  HealthVerdict verdict{};

  // Each once, in the order of the findings.
  [[nodiscard]] std::vector<std::string> commands() const;
};
[[nodiscard]] HealthReport judge(const HealthFacts& facts);

// "binance/spot BTCUSDT 1h" without the provider where there is only one: "spot BTCUSDT 1h".
[[nodiscard]] std::string series_text(const core::SeriesId& id);

// As one word of a shell.
[[nodiscard]] std::string shell_word(const std::string& text);

}  // namespace wick::cli
