#include "cli/sim_command.hpp"

#include <fcntl.h>
#include <signal.h>  // NOLINT: sigwait is not in <csignal>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <chrono>
#include <functional>
#include <optional>
#include <thread>
#include <utility>
#include <vector>

#include "cli/amounts.hpp"
#include "cli/failure_json.hpp"
#include "core/time_text.hpp"
#include "io/posix_files.hpp"
#include "sim/exchange.hpp"
#include "sim/fault/scenario.hpp"
#include "sim/fault/shipped.hpp"
#include "sim/server/server.hpp"

namespace wick::cli {
namespace {

using sim::Host;
using sim::Security;

base::Error invalid(const std::string& what) {
  return {base::ErrorKind::kInvalid, what};
}

sim::Micros real_now() {
  return core::micros_of(std::chrono::floor<core::Micros>(std::chrono::system_clock::now()));
}

// A shipped scenario by its name, else the text of a file.
base::Result<std::string> scenario_text(const std::string& name_or_path) {
  constexpr std::size_t kScenarioMax = 1U << 20U;
  for (const sim::ShippedScenario& shipped : sim::shipped_scenarios()) {
    if (shipped.name == name_or_path) return name_or_path;
  }
  auto text = io::PosixFiles().read(name_or_path, kScenarioMax);
  if (text) {
    const auto read = sim::parse_scenario(*text);
    if (!read) return base::within(name_or_path, read.error());
    return text;
  }
  return invalid("--scenario '" + name_or_path +
                 "' is neither a file nor one of those that --list-scenarios names");
}

Exit list_scenarios_json(const Shell& shell) {
  std::vector<std::string> scenarios;
  for (const sim::ShippedScenario& shipped : sim::shipped_scenarios()) {
    scenarios.push_back(
        JsonObject().text("name", shipped.name).text("about", shipped.about).finish());
  }
  const std::string json = JsonObject().raw("scenarios", json_array(scenarios)).finish();
  std::fprintf(shell.out, "%s\n", json.c_str());
  return Exit::kOk;
}

Exit list_scenarios(const Shell& shell) {
  for (const sim::ShippedScenario& shipped : sim::shipped_scenarios()) {
    std::fprintf(shell.out, "%-29s %s\n", std::string(shipped.name).c_str(),
                 std::string(shipped.about).c_str());
  }
  return Exit::kOk;
}

// A folder for the throw-away certificates that only this user can write to.
std::string default_ca_folder(const Shell& shell) {
  const auto runtime = shell.environment.find("XDG_RUNTIME_DIR");
  const std::string base =
      runtime != shell.environment.end() && !runtime->second.empty() ? runtime->second : "/tmp";
  return base + "/wick-sim-" + std::to_string(::getuid()) + "-" + std::to_string(::getpid());
}

struct Variable {
  const char* name;
  std::string value;
};

std::vector<Variable> variables(const sim::Server& server, const SimOptions& options) {
  const Security security = options.tls ? Security::kTls : Security::kPlain;
  const auto url = [&](const char* plain, Host host) {
    return std::string(plain) + (options.tls ? "s" : "") +
           "://127.0.0.1:" + std::to_string(server.port(host, security));
  };
  return {{"WICK_BINANCE_ARCHIVE_URL", url("http", Host::kArchive)},
          {"WICK_BINANCE_LISTING_URL", url("http", Host::kArchive) + "/data.binance.vision"},
          {"WICK_BINANCE_SPOT_URL", url("http", Host::kSpot)},
          {"WICK_BINANCE_UM_URL", url("http", Host::kUm)},
          {"WICK_BINANCE_CM_URL", url("http", Host::kCm)},
          {"WICK_BINANCE_SPOT_WS_URL", url("ws", Host::kSpot)},
          {"WICK_BINANCE_UM_WS_URL", url("ws", Host::kUm)},
          {"WICK_BINANCE_CM_WS_URL", url("ws", Host::kCm)},
          {"WICK_OKX_URL", url("http", Host::kOkx)},
          {"WICK_FXCM_ARCHIVE_URL", url("http", Host::kCandles)},
          {"WICK_GATEWAY_URL", url("http", Host::kGateway)},
          {"WICK_FXCM_FIX_URL", url("fix", Host::kFix)},
          {"WICK_CA_FILE", options.ca_folder + "/ca.pem"}};
}

using Announce = std::function<void(const std::vector<Variable>&)>;

std::string environment_text(const std::vector<Variable>& variables) {
  std::string text;
  for (const Variable& variable : variables) {
    text += std::string("export ") + variable.name + "=" + variable.value + "\n";
  }
  return text;
}

void print_welcome(const std::vector<Variable>& variables, const SimOptions& options,
                   const Shell& shell) {
  std::fprintf(shell.out,
               "A simulated exchange and broker, seed %llu, are open on this machine:\n\n",
               static_cast<unsigned long long>(options.seed));
  for (const Variable& variable : variables) {
    std::fprintf(shell.out, "  %-26s %s\n", variable.name, variable.value.c_str());
  }
  std::fprintf(shell.out,
               "\nPoint wick at it:    eval \"$(wick sim --print-env --daemon)\"\n"
               "Change the weather:  curl -X POST --data rate-limit-429 $WICK_BINANCE_SPOT_URL"
               "/_sim/scenario\nThe broker's FIX knows the example user demo, password demo.\n"
               "Stop it with Ctrl-C.\n");
  std::fflush(shell.out);
}

// From `start`, or from now, at `speed` seconds in a real one.
std::function<sim::Micros()> clock_from(std::optional<core::UtcTime> start, std::int64_t speed) {
  const sim::Micros began = real_now();
  const sim::Micros origin = start ? core::micros_of(*start) : began;
  return [=] { return origin + (real_now() - began) * speed; };
}

sigset_t ending_signals() {
  sigset_t endings;
  sigemptyset(&endings);
  for (const int ending : {SIGINT, SIGTERM, SIGHUP}) sigaddset(&endings, ending);
  return endings;
}

// Serves on a thread of its own until the user, or a service manager, says stop.
void serve_until_told(sim::Server& server) {
  const sigset_t endings = ending_signals();
  std::jthread serving([&server] { server.run(); });
  int received = 0;
  sigwait(&endings, &received);
  server.announce_shutdown();
  server.stop();
}

base::Result<void> check(const SimOptions& options) {
  if (options.speed < 1 || options.speed > 100'000) {
    return invalid("--speed must be from 1 to 100000");
  }
  if (options.port > 65535 - sim::kPorts) {
    return invalid("--port must leave room for sixteen ports below 65536");
  }
  return {};
}

// The certificates that a server wrote, gone with it; a folder that the user named is kept.
class ThrowAwayFolder {
 public:
  explicit ThrowAwayFolder(std::string path) : path_(std::move(path)) {}
  ~ThrowAwayFolder() {
    if (path_.empty()) return;
    for (const char* file : {"ca.pem", "server.pem", "server.key"}) {
      (void)io::PosixFiles().remove(path_ + "/" + file);  // it may never have been written
    }
    ::rmdir(path_.c_str());
  }
  ThrowAwayFolder(const ThrowAwayFolder&) = delete;
  ThrowAwayFolder& operator=(const ThrowAwayFolder&) = delete;

 private:
  std::string path_;
};

// Opens the exchange, tells where it is, and serves.
Exit serve(SimOptions options, const Shell& shell, const Announce& announce) {
  auto scenario = scenario_text(options.scenario);
  if (!scenario) return complain(shell, scenario.error());
  const auto start = core::parse_utc(options.now);
  if (!start && !options.now.empty()) {
    return complain(shell,
                    invalid("--now '" + options.now + "' is no time; write 2024-06-01T00:00"));
  }
  const bool throw_away = options.ca_folder.empty();
  if (throw_away) options.ca_folder = default_ca_folder(shell);
  const ThrowAwayFolder folder(throw_away ? options.ca_folder : "");
  if (auto made = io::PosixFiles().make_folders(options.ca_folder); !made) {
    return complain(shell, made.error());
  }
  // From here on they wait for sigwait: whoever reads our announcement may send one at once.
  const sigset_t endings = ending_signals();
  pthread_sigmask(SIG_BLOCK, &endings, nullptr);
  const auto clock = clock_from(start, options.speed);
  auto exchange = sim::Exchange::open(
      {.seed = options.seed, .scenario = *std::move(scenario), .log_path = options.log_path},
      clock());
  if (!exchange) return complain(shell, invalid(exchange.error().what));
  sim::Server server(**exchange, {.base_port = options.port,
                                  .certificate_folder = options.ca_folder,
                                  .now = clock,
                                  .speed = options.speed,
                                  .streams = {}});
  if (auto open = server.open(); !open) return complain(shell, invalid(open.error().what));
  announce(variables(server, options));
  serve_until_told(server);
  return Exit::kOk;
}

// In a process of its own, away from the terminal. Forked before any thread is there; returns once
// the child is open for business or has said why it is not.
Exit serve_in_background(const SimOptions& options, const Shell& shell) {
  std::array<int, 2> channel{-1, -1};
  if (::pipe(channel.data()) != 0)
    return complain(shell, {base::ErrorKind::kUnavailable, "no pipe"});
  const pid_t child = ::fork();
  if (child < 0) return complain(shell, {base::ErrorKind::kUnavailable, "no process"});
  if (child == 0) {
    ::close(channel[0]);
    const Exit code = serve(options, shell, [&](const std::vector<Variable>& urls) {
      const std::string text =
          environment_text(urls) + "export WICK_SIM_PID=" + std::to_string(::getpid()) + "\n";
      [[maybe_unused]] const ssize_t written = ::write(channel[1], text.data(), text.size());
      ::close(channel[1]);
      ::setsid();
      const int nowhere = ::open("/dev/null", O_RDWR);
      for (const int stream : {0, 1, 2}) ::dup2(nowhere, stream);
    });
    ::_exit(static_cast<int>(code));
  }
  ::close(channel[1]);
  std::string text(4096, '\0');
  const ssize_t size = ::read(channel[0], text.data(), text.size());
  ::close(channel[0]);
  if (size <= 0) {
    int status = 0;
    ::waitpid(child, &status, 0);
    return WIFEXITED(status) ? static_cast<Exit>(WEXITSTATUS(status)) : Exit::kFailed;
  }
  std::fwrite(text.data(), 1, static_cast<std::size_t>(size), shell.out);
  std::fflush(shell.out);
  return Exit::kOk;
}

}  // namespace

Exit run_sim(const SimOptions& options, const Shell& shell) {
  if (options.list_scenarios && options.json) return list_scenarios_json(shell);
  if (options.list_scenarios) return list_scenarios(shell);
  if (options.json) {
    return Refusal(shell, options.json)(
        invalid("--json is only for --list-scenarios; --log FILE writes lines"));
  }
  if (auto good = check(options); !good) return complain(shell, good.error());
  if (options.daemon) return serve_in_background(options, shell);
  return serve(options, shell, [&](const std::vector<Variable>& urls) {
    if (options.print_env) {
      std::fprintf(shell.out, "%s", environment_text(urls).c_str());
      std::fflush(shell.out);
    } else {
      print_welcome(urls, options, shell);
    }
  });
}

}  // namespace wick::cli
