#include "cli/command_line.hpp"
#include "cli/config_command.hpp"

namespace wick::cli {

void add_config(Command program, ConfigOptions& options) {
  Command config = program.add_group("config", "Every setting and where it comes from");
  Command show = config.add_command("show", "The effective configuration");
  show.add_flag("--live", options.live,
                "That of the live half: .env, config/runtime_settings.json, FXCM_ variables");
  show.add_flag("--json", options.json, "One JSON object");
  show.set_footer(
      "Secrets are shown as ****.\n\nExamples:\n"
      "  wick config show\n"
      "  wick config show --live\n"
      "  wick config show --live --json | jq .warnings");
  show.runs([&options](const Shell& shell) { return run_config_show(options, shell); });
  Command check = config.add_command("check", "Whether the configuration is good");
  check.add_option("FILE", options.files,
                   "Files to check by themselves: .env files, runtime settings, calendar "
                   "overrides, config.json; by default all that are in use");
  check.add_flag("--json", options.json, "One JSON object");
  check.set_footer(
      "What a file is follows from its name: .env, runtime, calendar; else the program's own.\n"
      "Exit codes: 0 good, with or without warnings; 1 a file cannot be read; 2 a mistake.\n\n"
      "Examples:\n"
      "  wick config check\n"
      "  wick config check .env.prod config/runtime_settings.json");
  check.runs([&options](const Shell& shell) { return run_config_check(options, shell); });
}

}  // namespace wick::cli
