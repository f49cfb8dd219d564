#include "cli/runtime.hpp"

#include "cli/get_summary.hpp"

namespace wick::cli {

using wiring::Key;

Runtime::Runtime(const wiring::Config& config, const Shell& shell)
    : shell_(shell),
      log_(make_log(shell, config).with({"request", request_id(random_.next())})),
      reactor_(
          {.curl = {.ca_file = config.text(Key::kCaFile), .user_agent = "candlewick/" WICK_VERSION},
           .sockets = {.ca_file = config.text(Key::kCaFile),
                       .user_agent = "candlewick/" WICK_VERSION,
                       .proxies = io::proxies_of(shell.environment)},
           .byte_streams = {.ca_file = config.text(Key::kCaFile)},
           .worker_threads = 2},
          log_),
      memory_(files_, random_, config.text(Key::kStateFolder)),
      board_(files_, config.text(Key::kStateFolder) + "/limits"),
      cache_({.files = &files_,
              .random = &random_,
              .layout = store::Layout(config.text(Key::kCacheFolder)),
              .writer = "candlewick " WICK_VERSION,
              .clock = &reactor_}),
      history_(config, {.http = &reactor_.http(),
                        .workers = &reactor_.workers(),
                        .cache = &cache_,
                        .memory = &memory_,
                        .board = &board_,
                        .seed = random_.next()}),
      instruments_(
          config,
          {.http = &reactor_.http(), .files = &files_, .board = &board_, .random = &random_}) {}

std::optional<base::Error> Runtime::state_trouble() const {
  return board_.trouble() ? board_.trouble() : memory_.trouble();
}

}  // namespace wick::cli
