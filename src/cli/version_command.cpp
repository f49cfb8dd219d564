#include "cli/version_command.hpp"

#include <string>
#include <vector>

#include "base/json_text.hpp"
#include "base/sanitized.hpp"
#include "cli/amounts.hpp"
#include "cli/command_line.hpp"
#include "core/series_id.hpp"
#include "io/posix_files.hpp"
#include "store/exporting_manifest.hpp"
#include "store/sealed_facts.hpp"
#include "store/tail_record.hpp"
#include "wiring/live_config.hpp"

namespace wick::cli {
namespace {

std::string value_of(const wiring::Environment& environment, const char* name) {
  const auto found = environment.find(name);
  return found == environment.end() ? std::string() : found->second;
}

// The program says what it is, whatever is wrong with the files around it.
wiring::LiveConfig::Versions versions_around(const Shell& shell) {
  io::PosixFiles files;
  const auto sources = wiring::read_live_sources(shell.environment, files);
  auto whole = sources ? wiring::whole_environment(*sources) : sources.error();
  if (!whole) {
    say(shell, "wick: " + whole.error().what);
    whole = shell.environment;
  }
  return {.shown = value_of(*whole, "FXCM_CONNECTOR_VERSION_OVERRIDE"),
          .required = value_of(*whole, "FXCM_CONNECTOR_REQUIRED_VERSION")};
}

using Words = std::vector<std::string>;

struct Format {
  const char* name;
  std::string version;
};

// Of what is written to disk, in the words of docs/formats.
std::vector<Format> formats() {
  return {{"bars", std::string(store::kSealedFormat)},
          {"tail", std::to_string(store::kTailRecordFormat)},
          {"export", std::string(store::kExportFormat)}};
}

Words features() {
  Words words;
  for (const core::Provider provider :
       {core::Provider::kBinance, core::Provider::kOkx, core::Provider::kFxcm}) {
    words.emplace_back(core::name(provider));
  }
  words.insert(words.end(), {"archive", "rest", "stream", "live", "redis", "simulator"});
  if constexpr (base::kAddressesChecked) words.emplace_back("address-sanitizer");
  return words;
}

std::string formats_json() {
  JsonObject object;
  for (const Format& format : formats()) object.text(format.name, format.version);
  return object.finish();
}

std::string features_json() {
  Words quoted;
  for (const std::string& word : features()) quoted.push_back(base::json_quoted(word));
  return json_array(quoted);
}

std::string version_json(const wiring::LiveConfig::Versions& versions) {
  JsonObject object;
  object.text("version", WICK_VERSION).text("build", WICK_BUILD).text("compiler", __VERSION__);
  object.raw("formats", formats_json()).raw("features", features_json());
  if (!versions.shown.empty()) object.text("version_override", versions.shown);
  if (!versions.required.empty()) object.text("required_version", versions.required);
  return object.finish() + "\n";
}

std::string version_text(const wiring::LiveConfig::Versions& versions) {
  std::string text = "wick " WICK_VERSION " (" WICK_BUILD ", " __VERSION__ ")\n";
  text += "formats: ";
  for (const Format& format : formats()) {
    text += (text.ends_with(": ") ? "" : ", ") + std::string(format.name) + " " + format.version;
  }
  text += "\nfeatures:";
  for (const std::string& word : features()) text += " " + word;
  text += "\n";
  if (!versions.shown.empty()) {
    text += "told to others: " + versions.shown + " (FXCM_CONNECTOR_VERSION_OVERRIDE)\n";
  }
  if (!versions.required.empty()) {
    text += "required: " + versions.required + " (FXCM_CONNECTOR_REQUIRED_VERSION)\n";
  }
  return text;
}

}  // namespace

Exit run_version(const VersionOptions& options, const Shell& shell) {
  const auto versions = versions_around(shell);
  std::fputs((options.json ? version_json(versions) : version_text(versions)).c_str(), shell.out);
  return Exit::kOk;
}

void add_version(Command program, VersionOptions& options) {
  Command version = program.add_command("version", "Version, build, formats and features");
  version.add_flag("--json", options.json, "One JSON object");
  version.set_footer("Example:\n  wick version --json");
  version.runs([&options](const Shell& shell) { return run_version(options, shell); });
}

}  // namespace wick::cli
