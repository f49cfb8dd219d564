#include "cli/live_settings.hpp"

#include <utility>

#include "io/posix_files.hpp"

namespace wick::cli {

base::Result<LiveSettings> load_live_settings(const Shell& shell,
                                              std::vector<wiring::LiveFlag> flags) {
  io::PosixFiles files;
  auto sources = wiring::read_live_sources(shell.environment, files);
  if (!sources) return sources.error();
  auto environment = wiring::whole_environment(*sources);
  if (!environment) return environment.error();
  Shell whole = shell;
  whole.environment = *std::move(environment);
  auto program = load_config(whole);
  if (!program) return program.error();
  sources->flags = std::move(flags);
  sources->cache_folder = program->text(wiring::Key::kCacheFolder);
  auto live = wiring::load_live_config(*sources);
  if (!live) return live.error();
  // The bars of the live half are kept where cache.dir says, whatever the rest of the program does.
  const auto kept = program->set(wiring::Key::kCacheFolder, live->config.cache.dir, "cache.dir");
  if (!kept) return kept.error();
  LiveSettings settings{.live = *std::move(live), .program = *std::move(program)};
  for (const auto& file : sources->env_files) settings.files.push_back(file.path);
  if (sources->runtime) settings.files.push_back(sources->runtime->path);
  return settings;
}

}  // namespace wick::cli
