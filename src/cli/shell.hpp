// What a command sees of the outside: its environment, its streams, and the codes it ends with.
#pragma once

#include <cstdio>
#include <string>
#include <vector>

#include "base/error.hpp"
#include "base/log.hpp"
#include "wiring/config.hpp"

namespace wick::cli {

enum class Exit : int { kOk = 0, kFailed = 1, kUsage = 2, kPartial = 3, kNoData = 4 };

// A setting that a flag of the command line decides.
struct FlagSetting {
  wiring::Key key{};
  std::string value;
  std::string flag;
};

struct Shell {
  wiring::Environment environment;
  std::vector<FlagSetting> flags{};
  std::FILE* out{stdout};
  std::FILE* err{stderr};
  bool out_is_terminal{};
  bool err_is_terminal{};

  [[nodiscard]] bool colour_out() const {
    return out_is_terminal && !environment.contains("NO_COLOR");
  }
  [[nodiscard]] bool colour_err() const {
    return err_is_terminal && !environment.contains("NO_COLOR");
  }
};

void say(const Shell& shell, const std::string& text);  // to stderr, with a line end

// One line on stderr, and the exit code that fits the kind.
[[nodiscard]] Exit complain(const Shell& shell, const base::Error& error);

// The log as the configuration wants it.
[[nodiscard]] base::Log make_log(const Shell& shell, const wiring::Config& config);

// The effective configuration: file, then environment, then flags.
[[nodiscard]] base::Result<wiring::Config> load_config(const Shell& shell);

}  // namespace wick::cli
