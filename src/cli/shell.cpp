#include "cli/shell.hpp"

#include "io/posix_files.hpp"

namespace wick::cli {

void say(const Shell& shell, const std::string& text) {
  std::fprintf(shell.err, "%s\n", text.c_str());
}

Exit complain(const Shell& shell, const base::Error& error) {
  say(shell, "wick: " + error.what);
  return error.kind == base::ErrorKind::kInvalid ? Exit::kUsage : Exit::kFailed;
}

base::Log make_log(const Shell& shell, const wiring::Config& config) {
  const auto usual = shell.err_is_terminal ? base::LogFormat::kText : base::LogFormat::kJson;
  return base::Log(
      {.level = base::parse_log_level(config.text(wiring::Key::kLogLevel))
                    .value_or(base::LogLevel::kWarning),
       .format = base::parse_log_format(config.text(wiring::Key::kLogFormat)).value_or(usual),
       .colour = shell.colour_err()});
}

namespace {

base::Result<wiring::Config> without_flags(const Shell& shell) {
  constexpr std::size_t kFileMax = 1U << 20U;
  const std::string path = wiring::config_path(shell.environment);
  auto text = io::PosixFiles().read(path, kFileMax);
  if (text) return wiring::Config::load(shell.environment, wiring::Config::File{path, *text});
  const bool absent = text.error().kind == base::ErrorKind::kUnsupported;
  if (absent && !shell.environment.contains("WICK_CONFIG")) {
    return wiring::Config::load(shell.environment, std::nullopt);
  }
  return base::Error{base::ErrorKind::kInvalid, text.error().what};
}

}  // namespace

base::Result<wiring::Config> load_config(const Shell& shell) {
  auto config = without_flags(shell);
  if (!config) return config;
  for (const FlagSetting& setting : shell.flags) {
    auto done = config->set(setting.key, setting.value, setting.flag);
    if (!done) return done.error();
  }
  return config;
}

}  // namespace wick::cli
