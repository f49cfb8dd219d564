// Decides which rules of a scenario strike: the matching, counting and chance of "when".
//
// Rules that change the rows of an archive file are decided once per file, so that a file and its
// checksum always tell the same story; their windows count files. All others are decided per
// request. The same requests in the same order meet the same rules. Safe to call from several
// threads.
#pragma once

#include <cstdint>
#include <mutex>
#include <string>
#include <unordered_map>
#include <vector>

#include "sim/fault/rule.hpp"

namespace wick::sim {

struct Strike {
  const Rule* rule{};
  bool content_only{};  // a checksum's share in a rule that is about its file
  std::uint64_t dice{};
};

// Whether `subject` is what `when` is about at this time; counts and chance are not asked.
[[nodiscard]] bool matches(const When& when, const Subject& subject, Micros now, Micros began);

class Faults {
 public:
  // `seed` counts only where the scenario has none of its own.
  Faults(Scenario scenario, std::uint64_t seed, Micros began);
  // Strikes point into the scenario, which therefore stays where it is.
  Faults(const Faults&) = delete;
  Faults& operator=(const Faults&) = delete;

  // The rules that strike, in order. Counts the request.
  [[nodiscard]] std::vector<Strike> decide(const Subject& subject, Micros now);

  [[nodiscard]] const Scenario& scenario() const { return scenario_; }
  [[nodiscard]] std::uint64_t seed() const { return seed_; }
  [[nodiscard]] Micros began() const { return began_; }
  [[nodiscard]] bool changes_files() const;
  // Some rule may be about a frame of a stream.
  [[nodiscard]] bool touches_frames() const { return touches_frames_; }
  [[nodiscard]] std::vector<std::int64_t> strikes() const;  // so far, by rule

 private:
  struct Counts {
    std::int64_t matched{};
    std::int64_t struck{};
    std::unordered_map<std::string, std::int64_t> files{};  // by path: the how-manieth it was
  };

  bool strikes_now(std::size_t index, const Subject& about, bool by_file, Strike& strike);
  static std::int64_t number_of(Counts& counts, const std::string& path, bool by_file);

  Scenario scenario_;
  std::uint64_t seed_;
  Micros began_;
  bool counts_gets_;
  bool touches_frames_;

  mutable std::mutex mutex_;
  std::vector<Counts> counts_;
  std::unordered_map<std::string, std::int64_t> gets_;  // by path
};

// What the struck rules say of a stream. A scenario speaks of streams through the same rules.
[[nodiscard]] StreamFate stream_fate_of(const std::vector<Strike>& strikes, StreamMoment moment);

// For the log: the names of the rules, or their numbers; empty when none struck.
[[nodiscard]] std::string names_of(const std::vector<Strike>& strikes, const Scenario& scenario);

}  // namespace wick::sim
