#include "api/world.hpp"

#include <string_view>
#include <utility>

namespace wick::api {
namespace {

using wiring::Key;

base::LogLevel level_of(LogLevel level) {
  switch (level) {
    case LogLevel::kDebug:
      return base::LogLevel::kDebug;
    case LogLevel::kInfo:
      return base::LogLevel::kInfo;
    case LogLevel::kWarning:
      return base::LogLevel::kWarning;
    case LogLevel::kError:
      return base::LogLevel::kError;
    case LogLevel::kOff:
      return base::LogLevel::kOff;
  }
  return base::LogLevel::kOff;
}

LogLevel level_of(base::LogLevel level) {
  switch (level) {
    case base::LogLevel::kDebug:
      return LogLevel::kDebug;
    case base::LogLevel::kInfo:
      return LogLevel::kInfo;
    case base::LogLevel::kWarning:
      return LogLevel::kWarning;
    case base::LogLevel::kError:
      return LogLevel::kError;
    case base::LogLevel::kOff:
      return LogLevel::kOff;
  }
  return LogLevel::kOff;
}

base::Result<wiring::Config> from_file(const wiring::Environment& environment) {
  constexpr std::size_t kFileMax = 1U << 20U;
  const std::string path = wiring::config_path(environment);
  auto text = io::PosixFiles().read(path, kFileMax);
  if (text) return wiring::Config::load(environment, wiring::Config::File{path, *text});
  const bool absent = text.error().kind == base::ErrorKind::kUnsupported;
  if (absent && !environment.contains("WICK_CONFIG")) {
    return wiring::Config::load(environment, std::nullopt);
  }
  return base::Error{base::ErrorKind::kInvalid, text.error().what};
}

std::optional<base::Error> impatience(const Options& options) {
  constexpr int kAttemptsMax = 100;
  constexpr core::Micros kTimeoutMax = std::chrono::hours{24};
  if (options.attempts < 1 || options.attempts > kAttemptsMax) {
    return base::Error{base::ErrorKind::kInvalid, "attempts must be a number from 1 to 100"};
  }
  const auto timeout = options.timeout.value_or(kTimeoutMax);
  if (timeout < std::chrono::milliseconds{1} || timeout > kTimeoutMax) {
    return base::Error{base::ErrorKind::kInvalid, "timeout must be from 1 ms to 24 h"};
  }
  return std::nullopt;
}

}  // namespace

Patience patience_of(const Options& options) {
  return {.attempts = static_cast<std::size_t>(options.attempts), .timeout = options.timeout};
}

base::Result<wiring::Config> configure(const Options& options) {
  auto config = from_file(options.environment);
  if (!config) return config;
  const auto set = [&](Key key, const std::string& value) {
    return value.empty() ? base::Result<void>() : config->set(key, value, "option");
  };
  if (auto fault = impatience(options)) return *fault;
  if (auto done = set(Key::kCacheFolder, options.cache_folder); !done) return done.error();
  if (auto done = set(Key::kStateFolder, options.state_folder); !done) return done.error();
  return config;
}

base::Log make_log(const Options& options, const wiring::Config& config) {
  if (options.log) {
    return base::Log({.level = level_of(options.log_level),
                      .receive = [log = options.log](base::LogLevel level, std::string_view line) {
                        log(level_of(level), line);
                      }});
  }
  return base::Log(
      {.level =
           base::parse_log_level(config.text(Key::kLogLevel)).value_or(base::LogLevel::kWarning),
       .format =
           base::parse_log_format(config.text(Key::kLogFormat)).value_or(base::LogFormat::kJson)});
}

World::World(const wiring::Config& config, const base::Log& log, const io::Proxies& proxies,
             const Patience& patience)
    : reactor_(
          {.curl = {.ca_file = config.text(Key::kCaFile), .user_agent = "candlewick/" WICK_VERSION},
           .sockets = {.ca_file = config.text(Key::kCaFile),
                       .user_agent = "candlewick/" WICK_VERSION,
                       .proxies = proxies},
           .byte_streams = {.ca_file = config.text(Key::kCaFile)},
           .worker_threads = 2},
          log),
      http_(reactor_.http(), patience.timeout),
      memory_(files_, random_, config.text(Key::kStateFolder)),
      board_(files_, config.text(Key::kStateFolder) + "/limits"),
      cache_({.files = &files_,
              .random = &random_,
              .layout = store::Layout(config.text(Key::kCacheFolder)),
              .writer = "candlewick " WICK_VERSION,
              .clock = &reactor_}),
      events_(files_, cache_.disk().layout.events()),
      history_(config, {.http = &http_,
                        .workers = &reactor_.workers(),
                        .cache = &cache_,
                        .memory = &memory_,
                        .board = &board_,
                        .seed = random_.next(),
                        .attempts_max = patience.attempts}) {}

}  // namespace wick::api
