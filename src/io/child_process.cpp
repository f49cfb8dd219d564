#include "io/child_process.hpp"

#include <fcntl.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <csignal>
#include <string>
#include <utility>
#include <vector>

extern char** environ;  // NOLINT(readability-redundant-declaration): POSIX leaves it to us

namespace wick::io {
namespace {

struct Pipe {
  Descriptor read;
  Descriptor write;
};

base::Result<Pipe> make_pipe() {
  std::array<int, 2> ends{};
  if (::pipe2(ends.data(), O_CLOEXEC) != 0) return failed("a pipe");
  return Pipe{.read = Descriptor(ends[0]), .write = Descriptor(ends[1])};
}

// Ours never waits; its own end is as programs expect it.
void never_wait(const Descriptor& end) {
  ::fcntl(end.number(), F_SETFL, ::fcntl(end.number(), F_GETFL) | O_NONBLOCK);
}

// What we have, with what the command adds or replaces.
std::vector<std::string> environment_of(const port::Children::Command& command) {
  std::vector<std::string> all;
  for (char** one = environ; one != nullptr && *one != nullptr; ++one) {  // NOLINT: C's list
    const std::string entry = *one;
    if (!command.environment.contains(entry.substr(0, entry.find('=')))) all.push_back(entry);
  }
  for (const auto& [name, value] : command.environment) all.emplace_back(name).append("=" + value);
  return all;
}

std::vector<char*> pointers_to(std::vector<std::string>& texts) {
  std::vector<char*> pointers;
  pointers.reserve(texts.size() + 1);
  for (auto& text : texts) pointers.push_back(text.data());
  pointers.push_back(nullptr);
  return pointers;
}

class Actions {
 public:
  Actions() { ::posix_spawn_file_actions_init(&actions_); }
  ~Actions() { ::posix_spawn_file_actions_destroy(&actions_); }
  Actions(const Actions&) = delete;
  Actions& operator=(const Actions&) = delete;

  void put(const Descriptor& end, int at) {
    ::posix_spawn_file_actions_adddup2(&actions_, end.number(), at);
  }
  // Whatever a library opened without saying that it ends with us.
  void close_the_rest() {
#if defined(__GLIBC__) && (__GLIBC__ > 2 || __GLIBC_MINOR__ >= 34)
    ::posix_spawn_file_actions_addclosefrom_np(&actions_, STDERR_FILENO + 1);
#endif
  }
  [[nodiscard]] const posix_spawn_file_actions_t* get() const {
    return &actions_;
  }

 private:
  posix_spawn_file_actions_t actions_{};
};

class Attributes {
 public:
  Attributes() {
    ::posix_spawnattr_init(&attributes_);
    sigset_t none;
    sigset_t usual;
    ::sigemptyset(&none);
    ::sigemptyset(&usual);
    for (const int signal : {SIGPIPE, SIGINT, SIGTERM, SIGHUP}) ::sigaddset(&usual, signal);
    ::posix_spawnattr_setsigmask(&attributes_, &none);
    ::posix_spawnattr_setsigdefault(&attributes_, &usual);
    ::posix_spawnattr_setpgroup(&attributes_, 0);
    ::posix_spawnattr_setflags(
        &attributes_, POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETPGROUP);
  }
  ~Attributes() { ::posix_spawnattr_destroy(&attributes_); }
  Attributes(const Attributes&) = delete;
  Attributes& operator=(const Attributes&) = delete;
  [[nodiscard]] const posix_spawnattr_t* get() const { return &attributes_; }

 private:
  posix_spawnattr_t attributes_{};
};

base::Error not_started(const std::string& program, int reason) {
  if (reason == ENOENT) return {base::ErrorKind::kUnsupported, "no such program: " + program};
  errno = reason;
  return failed(program);
}

}  // namespace

base::Result<ChildProcess> spawn(const port::Children::Command& command) {
  if (command.words.empty() || command.words.front().empty()) {
    return base::Error{base::ErrorKind::kInvalid, "no program is named"};
  }
  auto input = make_pipe();
  auto output = make_pipe();
  auto complaints = make_pipe();
  if (!input || !output || !complaints) {
    return !input ? input.error() : !output ? output.error() : complaints.error();
  }
  Actions actions;
  actions.put(input->read, STDIN_FILENO);
  actions.put(output->write, STDOUT_FILENO);
  actions.put(complaints->write, STDERR_FILENO);
  actions.close_the_rest();
  const Attributes attributes;

  auto words = command.words;
  auto environment = environment_of(command);
  pid_t id{};
  const int reason = ::posix_spawnp(&id, words.front().c_str(), actions.get(), attributes.get(),
                                    pointers_to(words).data(), pointers_to(environment).data());
  if (reason != 0) return not_started(command.words.front(), reason);
  never_wait(input->write);
  never_wait(output->read);
  never_wait(complaints->read);
  return ChildProcess{.id = id,
                      .input = std::move(input->write),
                      .output = std::move(output->read),
                      .complaints = std::move(complaints->read)};
}

bool has_exited(pid_t id) {
  siginfo_t facts{};
  const int done = ::waitid(P_PID, static_cast<id_t>(id), &facts, WEXITED | WNOHANG | WNOWAIT);
  return done != 0 ? errno != EINTR : facts.si_pid == id;
}

std::string reap(pid_t id) {
  int status{};
  while (::waitpid(id, &status, 0) < 0) {
    if (errno != EINTR) return "ended unseen";
  }
  if (WIFSIGNALED(status)) return "killed by signal " + std::to_string(WTERMSIG(status));
  return "exited with " + std::to_string(WEXITSTATUS(status));
}

void signal_group(pid_t id, int signal) {
  ::kill(-id, signal);
}

}  // namespace wick::io
