// Any program as its user meets it: from its start to its exit, to the first byte that it prints,
// and how much memory of its own it takes meanwhile.
#include <fcntl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <chrono>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <memory>
#include <thread>
#include <vector>

#include "base/check.hpp"
#include "child.hpp"
#include "figures.hpp"

namespace wick::bench {
namespace {

// Where the program under measurement keeps its bars.
std::function<void()> cache_of(const Settings& settings) {
  const bool fresh = !settings.fresh.empty();
  const std::string folder = fresh ? settings.fresh : settings.cache;
  if (folder.empty()) return {};
  keep_bars_in(folder);
  if (!fresh) return {};
  return [folder] {
    std::filesystem::remove_all(folder);
    std::filesystem::remove_all(folder + ".state");
  };
}

Work whole_run(const Settings& settings) {
  WICK_CHECK(!settings.command.empty());
  return {[command = settings.command] { (void)ended(start(command, {}), 0); },
          [] { return Facts{}; }, cache_of(settings)};
}

struct Running {
  pid_t child{};
  int out{};
};

// A program that prints nothing is timed to its end.
void read_first_byte(const std::vector<std::string>& command, Running& running) {
  std::array<int, 2> pipe{};
  WICK_CHECK(::pipe2(pipe.data(), O_CLOEXEC) == 0);
  running = {start(command, {.out = pipe[1]}), pipe[0]};
  ::close(pipe[1]);
  char byte{};
  WICK_CHECK(::read(running.out, &byte, 1) >= 0);
}

void read_the_rest(const Running& running) {
  std::array<char, 65536> rest{};
  while (::read(running.out, rest.data(), rest.size()) > 0) continue;
  ::close(running.out);
  (void)ended(running.child, 0);
}

Work first_byte(const Settings& settings) {
  const auto running = std::make_shared<Running>();
  return {[command = settings.command, running] { read_first_byte(command, *running); },
          [] { return Facts{}; }, cache_of(settings), [running] { read_the_rest(*running); }};
}

// Pages that no file on the disk stands behind; zero once the program is gone.
std::size_t anonymous_bytes(pid_t child) {
  std::ifstream status("/proc/" + std::to_string(child) + "/status");
  const std::string key = "RssAnon:";
  for (std::string line; std::getline(status, line);) {
    if (line.starts_with(key)) return std::stoul(line.substr(key.size())) * 1024;
  }
  return 0;
}

Observation memory(const Settings& settings, double /*seconds*/) {
  if (const auto empty = cache_of(settings)) empty();
  Facts facts;
  const auto begin = std::chrono::steady_clock::now();
  const pid_t child = start(settings.command, {});
  while (!ended(child, WNOHANG)) {
    facts.memory = std::max(facts.memory, anonymous_bytes(child));
    std::this_thread::sleep_for(std::chrono::milliseconds{1});
  }
  const std::chrono::duration<double> took = std::chrono::steady_clock::now() - begin;
  return {timing_of({took.count()}), facts};
}

}  // namespace

void add_process_figures(Figures& figures) {
  figures["process.any"] = whole_run;
  figures["first-byte.any"] = first_byte;
}

void add_memory_figures(Watchers& watchers) {
  watchers["memory.any"] = memory;
}

}  // namespace wick::bench
