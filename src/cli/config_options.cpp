#include <CLI/CLI.hpp>

#include "cli/config_command.hpp"

namespace wick::cli {

void add_config(CLI::App& app, ConfigOptions& options, std::function<Exit()>& run,
                const Shell& shell) {
  CLI::App* const config = app.add_subcommand("config", "Every setting and where it comes from");
  config->require_subcommand(1);
  CLI::App* const show = config->add_subcommand("show", "The effective configuration");
  show->add_flag("--live", options.live,
                 "That of the live half: .env, config/runtime_settings.json, FXCM_ variables");
  show->add_flag("--json", options.json, "One JSON object");
  show->footer(
      "Secrets are shown as ****.\n\nExamples:\n"
      "  wick config show\n"
      "  wick config show --live\n"
      "  wick config show --live --json | jq .warnings");
  show->callback([&options, &run, &shell] {
    run = [&options, &shell] { return run_config_show(options, shell); };
  });
  CLI::App* const check = config->add_subcommand("check", "Whether the configuration is good");
  check->add_option("FILE", options.files,
                    "Files to check by themselves: .env files, runtime settings, calendar "
                    "overrides, config.json; by default all that are in use");
  check->add_flag("--json", options.json, "One JSON object");
  check->footer(
      "What a file is follows from its name: .env, runtime, calendar; else the program's own.\n"
      "Exit codes: 0 good, with or without warnings; 1 a file cannot be read; 2 a mistake.\n\n"
      "Examples:\n"
      "  wick config check\n"
      "  wick config check .env.prod config/runtime_settings.json");
  check->callback([&options, &run, &shell] {
    run = [&options, &shell] { return run_config_check(options, shell); };
  });
}

}  // namespace wick::cli
