#include "child.hpp"

#include <fcntl.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <csignal>
#include <cstdlib>
#include <ctime>
#include <utility>

#include "base/check.hpp"

namespace wick::bench {

void keep_bars_in(const std::string& folder) {
  ::setenv("WICK_CACHE_DIR", folder.c_str(), 1);
  ::setenv("WICK_STATE_DIR", (folder + ".state").c_str(), 1);
}

pid_t start(std::vector<std::string> command, Outputs outputs) {
  std::vector<char*> words;
  words.reserve(command.size() + 1);
  for (std::string& word : command) words.push_back(word.data());
  words.push_back(nullptr);
  posix_spawn_file_actions_t actions{};
  posix_spawn_file_actions_init(&actions);
  for (const auto& [from, to] :
       {std::pair{outputs.out, STDOUT_FILENO}, std::pair{outputs.err, STDERR_FILENO}}) {
    if (from == kNowhere) {
      posix_spawn_file_actions_addopen(&actions, to, "/dev/null", O_WRONLY, 0);
    } else {
      posix_spawn_file_actions_adddup2(&actions, from, to);
    }
  }
  pid_t child = 0;
  WICK_CHECK(::posix_spawn(&child, words[0], &actions, nullptr, words.data(), environ) == 0);
  posix_spawn_file_actions_destroy(&actions);
  return child;
}

bool ended(pid_t child, int options) {
  int status = 0;
  const pid_t found = ::waitpid(child, &status, options);
  if (found == 0) return false;
  WICK_CHECK(found == child && WIFEXITED(status) && WEXITSTATUS(status) == 0);
  return true;
}

void end(pid_t child) {
  int status = 0;
  WICK_CHECK(::kill(child, SIGTERM) == 0 && ::waitpid(child, &status, 0) == child);
  const bool well = WIFEXITED(status) && WEXITSTATUS(status) == 0;
  WICK_CHECK(well || (WIFSIGNALED(status) && WTERMSIG(status) == SIGTERM));
}

double cpu_seconds(pid_t child) {
  clockid_t clock{};
  timespec time{};
  WICK_CHECK(::clock_getcpuclockid(child, &clock) == 0 && ::clock_gettime(clock, &time) == 0);
  return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_nsec) * 1e-9;
}

}  // namespace wick::bench
