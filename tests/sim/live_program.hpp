// `wick live --no-bus --feed sim` in virtual time: its own loop, rules, lines and store over a
// disk, sockets and a broker that are not real, through one life after the other.
#pragma once

#include <cstdint>
#include <map>
#include <set>
#include <string>
#include <vector>

#include "base/log.hpp"
#include "broker_host.hpp"
#include "cli/live_assembly.hpp"
#include "fake/files.hpp"
#include "line_reader.hpp"
#include "store/cache.hpp"

namespace wick::simulation {

enum class Death : std::uint8_t {
  kAsked,     // Ctrl-C: it ends as it should
  kKilled,    // at any instant
  kPowerCut,  // likewise, and the disk forgets what was not synced, or a part of it
  kMidWrite,  // some call that writes is its last
};

class LiveProgram {
 public:
  LiveProgram(std::uint64_t seed, core::UtcTime begin, const std::string& targets);
  ~LiveProgram();
  LiveProgram(const LiveProgram&) = delete;
  LiveProgram& operator=(const LiveProgram&) = delete;

  // One process, from now to then.
  void live(core::UtcTime until, Death death);

  [[nodiscard]] fake::World& world() { return world_; }
  [[nodiscard]] BrokerHost& broker() { return host_; }
  [[nodiscard]] fake::Files& files() { return files_; }
  [[nodiscard]] LineReader& reader() { return reader_; }
  [[nodiscard]] const std::string& said() const { return said_; }  // on stderr

  [[nodiscard]] core::SeriesId id_of(const SeriesName& series) const;
  struct Kept {
    std::map<core::UtcTime, core::Bar> bars{};
    core::RangeSet settled{};  // by bars and holes
  };
  [[nodiscard]] Kept kept(const SeriesName& series, core::TimeRange range);

 private:
  void run(core::UtcTime until, Death death);
  void begin_reading();
  void die_writing();
  void watch_writing(std::uint64_t calls, std::uint64_t number);
  void read_errors();

  std::uint64_t seed_;
  fake::World world_;
  fake::Files files_;
  BrokerHost host_;
  fake::WebSockets sockets_{world_, host_};
  fake::Web web_{world_};
  store::Disk disk_;
  wiring::LiveConfig config_;
  cli::LiveMarkets markets_;
  LineReader reader_;
  base::Log notes_{{.level = base::LogLevel::kOff}};
  cli::Shell shell_;
  std::string said_;
  std::uint64_t lives_{};
  std::uint64_t watch_{};  // of the life in which a write is the last
};

}  // namespace wick::simulation
