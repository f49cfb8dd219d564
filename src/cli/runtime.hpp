// The real world, plugged together as the configuration says: what commands on history run on.
#pragma once

#include <memory>
#include <optional>

#include "cli/shell.hpp"
#include "io/device_random.hpp"
#include "io/posix_files.hpp"
#include "io/reactor.hpp"
#include "store/board.hpp"
#include "store/cache.hpp"
#include "store/remembered.hpp"
#include "venue/services.hpp"
#include "wiring/history.hpp"
#include "wiring/instruments.hpp"

namespace wick::cli {

class Runtime {
 public:
  Runtime(const wiring::Config& config, const Shell& shell);  // the shell must outlive it
  Runtime(const Runtime&) = delete;
  Runtime& operator=(const Runtime&) = delete;

  [[nodiscard]] io::Reactor& reactor() { return reactor_; }
  [[nodiscard]] port::Files& files() { return files_; }
  [[nodiscard]] store::Cache& cache() { return cache_; }
  [[nodiscard]] venue::Services services() {
    return {&reactor_.http(), &reactor_.workers(), &board_};
  }
  [[nodiscard]] port::Memory& memory() { return memory_; }
  [[nodiscard]] const wiring::History& history() const { return history_; }
  [[nodiscard]] const wiring::Instruments& instruments() const { return instruments_; }
  // Why what programs tell each other was not kept for them; nothing where it was.
  [[nodiscard]] std::optional<base::Error> state_trouble() const;
  [[nodiscard]] const Shell& shell() const { return shell_; }
  [[nodiscard]] const base::Log& log() const { return log_; }
  [[nodiscard]] core::Now now() const { return reactor_.now(); }

 private:
  const Shell& shell_;
  io::DeviceRandom random_;
  base::Log log_;
  io::PosixFiles files_;
  io::Reactor reactor_;
  store::Remembered memory_;
  store::Board board_;
  store::Cache cache_;
  wiring::History history_;
  wiring::Instruments instruments_;
};

}  // namespace wick::cli
