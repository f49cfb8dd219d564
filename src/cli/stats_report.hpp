// What many requests came to, tier by tier: the figures behind `wick stats`.
//
// Pure: events in, a report out.
#pragma once

#include <cstdint>
#include <map>
#include <set>
#include <string>
#include <vector>

#include "cli/stats_latency.hpp"
#include "store/event.hpp"

namespace wick::cli {

enum class StatsBy : std::uint8_t { kSource, kSymbol, kDay };

struct StatsQuestion {
  std::set<std::string> symbols{};  // none: all of them
  core::TimeRange asked_in{};       // when the requests were made
  StatsBy by{};
};

// Thousandths; nothing where there was nothing to have a share of.
using Share = std::optional<std::int64_t>;
[[nodiscard]] Share share_of(std::int64_t part, std::int64_t whole);

// What the failover protocol counts on.
struct Expectation {
  core::Tier tier{};
  std::int64_t good{};     // thousandths of the asks that do not fail
  core::Micros latency{};  // of the one in the middle
};
[[nodiscard]] const Expectation* expected_of(core::Tier tier);

enum class TierMark : std::uint8_t { kNotAsked, kOk, kSlow, kLow };
[[nodiscard]] std::string_view name(TierMark mark);

struct TierReport {
  core::Tier tier{};
  std::int64_t answered{};  // requests to which it gave at least one bar
  std::int64_t rows{};      // of the answers
  std::int64_t wanted{};    // bars that were still wanted when its turn came
  std::int64_t asked{};
  std::int64_t failed{};
  std::int64_t requests{};
  std::int64_t bytes{};
  Latencies took{};
  std::map<std::string, std::int64_t> failures{};  // by kind

  [[nodiscard]] Share good() const { return share_of(asked - failed, asked); }
  [[nodiscard]] TierMark mark() const;
};

// The requests of one day, or about one symbol.
struct GroupReport {
  std::string key;
  std::int64_t answers{};
  std::map<core::Tier, std::int64_t> rows{};
  std::int64_t missing{};
  std::int64_t requests{};
  std::int64_t failures{};

  [[nodiscard]] std::int64_t all_rows() const;
};

// What went wrong for one reason at one tier.
struct ErrorReport {
  core::Tier tier{};
  std::string kind;
  std::int64_t times{};
  core::UtcTime last{};
  std::string what;  // the last time
};

struct StatsReport {
  StatsQuestion question;
  std::int64_t answers{};
  std::map<std::string, std::int64_t> commands{};
  std::int64_t rows{};
  std::int64_t missing{};
  std::int64_t requests{};
  std::int64_t bytes{};
  Latencies took{};
  std::vector<TierReport> tiers{};    // the three of the protocol, and whoever else had to do
  std::vector<GroupReport> groups{};  // symbols by bars, or days in order
  std::vector<ErrorReport> errors{};  // the most frequent first
};

[[nodiscard]] StatsReport summarize(const std::vector<store::Event>& events,
                                    const StatsQuestion& question);

}  // namespace wick::cli
