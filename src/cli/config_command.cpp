#include "cli/config_command.hpp"

#include <algorithm>

#include "base/json_text.hpp"

namespace wick::cli {

Exit run_config_show(bool json, const Shell& shell) {
  const auto config = load_config(shell);
  if (!config) return complain(shell, config.error());
  std::size_t width = 0;
  for (const wiring::Setting& setting : config->settings()) {
    width = std::max(width, setting.facts->name.size());
  }
  std::string text = json ? "{" : "";
  for (const wiring::Setting& setting : config->settings()) {
    std::string name(setting.facts->name);
    if (json) {
      text += (text.size() > 1 ? "," : "") + base::json_quoted(name) +
              ":{\"value\":" + base::json_quoted(setting.value) +
              ",\"origin\":" + base::json_quoted(setting.origin) +
              ",\"variable\":" + base::json_quoted(setting.facts->variable) +
              ",\"about\":" + base::json_quoted(setting.facts->about) + "}";
    } else {
      const bool set = !setting.value.empty();
      name.resize(width, ' ');
      text += name + "  " + (set ? setting.value : "(not set)") + "\n" + std::string(width, ' ') +
              "    from " + setting.origin + "; " + std::string(setting.facts->variable) + ": " +
              std::string(setting.facts->about) + "\n";
    }
  }
  std::fprintf(shell.out, "%s%s", text.c_str(), json ? "}\n" : "");
  return Exit::kOk;
}

Exit run_config_check(const Shell& shell) {
  const auto config = load_config(shell);
  if (!config) return complain(shell, config.error());
  std::fprintf(shell.out, "The configuration is good.\n");
  return Exit::kOk;
}

}  // namespace wick::cli
