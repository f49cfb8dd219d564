#include "cli/config_command.hpp"

#include <algorithm>

#include "base/json_text.hpp"
#include "base/shown_url.hpp"
#include "cli/amounts.hpp"
#include "cli/config_check.hpp"
#include "cli/config_live_text.hpp"
#include "cli/failure_json.hpp"
#include "cli/live_check.hpp"
#include "cli/live_settings.hpp"

namespace wick::cli {
namespace {

std::string settings_json(const wiring::Config& config) {
  std::string text;
  for (const wiring::Setting& setting : config.settings()) {
    text += (text.empty() ? "" : ",") + base::json_quoted(setting.facts->name) +
            ":{\"value\":" + base::json_quoted(base::urls_without_logins(setting.value)) +
            ",\"origin\":" + base::json_quoted(setting.origin) +
            ",\"variable\":" + base::json_quoted(setting.facts->variable) +
            ",\"about\":" + base::json_quoted(setting.facts->about) + "}";
  }
  return "{" + text + "}\n";
}

std::string settings_text(const wiring::Config& config) {
  std::size_t width = 0;
  for (const wiring::Setting& setting : config.settings()) {
    width = std::max(width, setting.facts->name.size());
  }
  std::string text;
  for (const wiring::Setting& setting : config.settings()) {
    std::string name(setting.facts->name);
    name.resize(width, ' ');
    const bool set = !setting.value.empty();
    text += name + "  " + (set ? base::urls_without_logins(setting.value) : "(not set)") + "\n" +
            std::string(width, ' ') + "    from " + setting.origin + "; " +
            std::string(setting.facts->variable) + ": " + std::string(setting.facts->about) + "\n";
  }
  return text;
}

Exit show_live(const ConfigOptions& options, const Shell& shell) {
  const auto settings = load_live_settings(shell, {});
  if (!settings) return Refusal(shell, options.json)(settings.error());
  const std::string text =
      options.json ? live_settings_json(*settings) : live_settings_text(*settings);
  std::fputs(text.c_str(), shell.out);
  for (const std::string& warning : settings->live.warnings) say(shell, "warning: " + warning);
  return Exit::kOk;
}

Exit check_files(const ConfigOptions& options, const Shell& shell) {
  Exit worst = Exit::kOk;
  std::vector<std::string> documents;
  // Whatever is wrong around the files is not asked about.
  const auto settings = load_live_settings(shell, {});
  const std::string overrides = settings ? settings->live.config.calendar.overrides : "";
  for (const FileVerdict& verdict : check_config_files(options.files, overrides)) {
    documents.push_back(verdict_json(verdict));
    if (!options.json) std::fputs(verdict_text(verdict).c_str(), shell.out);
    if (verdict.error) worst = std::max(worst, complain(shell, *verdict.error));
  }
  if (options.json) {
    const std::string text = JsonObject()
                                 .raw("good", worst == Exit::kOk ? "true" : "false")
                                 .raw("files", json_array(documents))
                                 .finish();
    std::fprintf(shell.out, "%s\n", text.c_str());
  }
  return worst;
}

// Everything that is in use, as wick live would put it together.
base::Result<FileVerdict> check_all(const Shell& shell) {
  auto settings = load_live_settings(shell, {});
  if (!settings) return settings.error();
  FileVerdict verdict{
      .path = "all", .what = "together", .warnings = std::move(settings->live.warnings)};
  const auto more = check_live(*settings, shell);
  if (!more) return more.error();
  verdict.warnings.insert(verdict.warnings.end(), more->begin(), more->end());
  return verdict;
}

}  // namespace

Exit run_config_show(const ConfigOptions& options, const Shell& shell) {
  if (options.live) return show_live(options, shell);
  const auto config = load_config(shell);
  if (!config) return Refusal(shell, options.json)(config.error());
  std::fputs((options.json ? settings_json(*config) : settings_text(*config)).c_str(), shell.out);
  return Exit::kOk;
}

Exit run_config_check(const ConfigOptions& options, const Shell& shell) {
  if (!options.files.empty()) return check_files(options, shell);
  const auto checked = check_all(shell);
  if (options.json) {
    FileVerdict verdict{.path = "all", .what = "together"};
    if (checked) verdict = *checked;
    if (!checked) verdict.error = checked.error();
    std::fprintf(shell.out, "%s\n", verdict_json(verdict).c_str());
  }
  if (!checked) return complain(shell, checked.error());
  if (options.json) return Exit::kOk;
  for (const std::string& warning : checked->warnings) {
    std::fprintf(shell.out, "warning: %s\n", warning.c_str());
  }
  const std::size_t count = checked->warnings.size();
  const std::string with = count == 0 ? "" : ", with " + plural(count, "warning");
  std::fprintf(shell.out, "The configuration is good%s.\n", with.c_str());
  return Exit::kOk;
}

}  // namespace wick::cli
