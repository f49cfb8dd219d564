// The real world, plugged together as the configuration says. For the sources of this room alone.
#pragma once

#include <wick/environment.hpp>

#include <cstddef>
#include <optional>

#include "api/timed_http.hpp"
#include "base/log.hpp"
#include "io/device_random.hpp"
#include "io/posix_files.hpp"
#include "io/proxies.hpp"
#include "io/reactor.hpp"
#include "store/board.hpp"
#include "store/cache.hpp"
#include "store/events.hpp"
#include "store/remembered.hpp"
#include "wiring/history.hpp"

namespace wick::api {

// The effective configuration: file, then environment, then what the options say.
[[nodiscard]] base::Result<wiring::Config> configure(const Options& options);

// The log as options and configuration want it.
[[nodiscard]] base::Log make_log(const Options& options, const wiring::Config& config);

// With servers that fail or are silent: see Options.
struct Patience {
  std::size_t attempts{3};
  std::optional<core::Micros> timeout{};
};
[[nodiscard]] Patience patience_of(const Options& options);

// Belongs to one thread at a time.
class World {
 public:
  // The proxies are those of streams: requests find theirs by themselves.
  World(const wiring::Config& config, const base::Log& log, const io::Proxies& proxies = {},
        const Patience& patience = {});
  World(const World&) = delete;
  World& operator=(const World&) = delete;

  [[nodiscard]] io::Reactor& reactor() { return reactor_; }
  [[nodiscard]] port::Files& files() { return files_; }
  [[nodiscard]] port::BarSource& cache() { return cache_; }
  [[nodiscard]] const store::Disk& disk() const { return cache_.disk(); }
  [[nodiscard]] store::Events& events() { return events_; }
  [[nodiscard]] const wiring::History& history() const { return history_; }
  [[nodiscard]] core::Now now() const { return reactor_.now(); }

 private:
  io::DeviceRandom random_;
  io::PosixFiles files_;
  io::Reactor reactor_;
  TimedHttp http_;
  store::Remembered memory_;
  store::Board board_;
  store::Cache cache_;
  store::Events events_;
  wiring::History history_;
};

}  // namespace wick::api
