#include <unistd.h>

#include <csignal>

#include "cli/program.hpp"
#include "cli/standard_descriptors.hpp"

extern char** environ;  // NOLINT: POSIX names it so

namespace {

wick::wiring::Environment read_environment() {
  wick::wiring::Environment environment;
  for (char** entry = environ; *entry != nullptr; ++entry) {
    const std::string text(*entry);
    const std::size_t equals = text.find('=');
    if (equals != std::string::npos) {
      environment[text.substr(0, equals)] = text.substr(equals + 1);
    }
  }
  return environment;
}

}  // namespace

int main(int argc, char** argv) {
  wick::cli::fill_standard_descriptors();
  // A file that may not grow further is a write that fails, and is told as one.
  std::signal(SIGXFSZ, SIG_IGN);
  const wick::cli::Shell shell{.environment = read_environment(),
                               .out = stdout,
                               .err = stderr,
                               .out_is_terminal = ::isatty(STDOUT_FILENO) == 1,
                               .err_is_terminal = ::isatty(STDERR_FILENO) == 1};
  return wick::cli::run(argc, argv, shell);
}
