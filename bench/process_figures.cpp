// Any program from its start to its exit.
#include <fcntl.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <vector>

#include "base/check.hpp"
#include "figures.hpp"

namespace wick::bench {
namespace {

// Its output goes nowhere; it must succeed.
void run_program(std::vector<std::string> command) {
  std::vector<char*> words;
  words.reserve(command.size() + 1);
  for (std::string& word : command) words.push_back(word.data());
  words.push_back(nullptr);
  posix_spawn_file_actions_t actions{};
  posix_spawn_file_actions_init(&actions);
  posix_spawn_file_actions_addopen(&actions, STDOUT_FILENO, "/dev/null", O_WRONLY, 0);
  posix_spawn_file_actions_addopen(&actions, STDERR_FILENO, "/dev/null", O_WRONLY, 0);
  pid_t child = 0;
  WICK_CHECK(::posix_spawn(&child, words[0], &actions, nullptr, words.data(), environ) == 0);
  posix_spawn_file_actions_destroy(&actions);
  int status = 0;
  WICK_CHECK(::waitpid(child, &status, 0) == child);
  WICK_CHECK(WIFEXITED(status) && WEXITSTATUS(status) == 0);
}

}  // namespace

void add_process_figures(Figures& figures) {
  figures["process.any"] = [](const Settings& settings) {
    WICK_CHECK(!settings.command.empty());
    return Work{[command = settings.command] { run_program(command); }, [] { return Facts{}; }};
  };
}

}  // namespace wick::bench
