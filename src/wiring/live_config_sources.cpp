#include "wiring/live_config_sources.hpp"

#include "wiring/env_file.hpp"

namespace wick::wiring {
namespace {

using base::Result;

constexpr std::size_t kFileMax = 1U << 20U;
constexpr const char* kProfile = "AI_ONE_ENV_FILE";

std::string value_of(const Environment& environment, const char* name) {
  const auto found = environment.find(name);
  return found == environment.end() ? std::string() : found->second;
}

Result<Config::File> read_named(const std::string& path, const std::string& named_by,
                                port::Files& files) {
  auto text = files.read(path, kFileMax);
  if (text) return Config::File{path, *std::move(text)};
  const bool absent = text.error().kind == base::ErrorKind::kUnsupported;
  if (!absent) return text.error();
  return base::Error{base::ErrorKind::kInvalid,
                     named_by + " names " + path + ", which is not there"};
}

// The file that a variable names, else the usual one where it is there.
Result<std::optional<Config::File>> read_one(const std::string& named, const char* variable,
                                             std::string_view usual, port::Files& files) {
  if (!named.empty()) {
    auto file = read_named(named, variable, files);
    if (!file) return file.error();
    return std::optional(*std::move(file));
  }
  auto text = files.read(std::string(usual), kFileMax);
  if (text) return std::optional(Config::File{std::string(usual), *std::move(text)});
  if (text.error().kind != base::ErrorKind::kUnsupported) return text.error();
  return std::optional<Config::File>();
}

// A profile lies beside the file that names it.
std::string beside(const std::string& dispatcher, const std::string& name) {
  if (name.starts_with('/') || dispatcher.find('/') == std::string::npos) return name;
  return port::folder_of(dispatcher) + "/" + name;
}

// A profile names no other one.
Result<void> warn_of_names(const Config::File& profile, std::vector<std::string>& warnings) {
  const auto entries = read_env_file(profile.path, profile.text);
  if (!entries) return entries.error();
  for (const EnvEntry& entry : *entries) {
    if (entry.name != kProfile || entry.value.empty()) continue;
    warnings.push_back(profile.path + ":" + std::to_string(entry.line) + ": " + entry.name +
                       " is ignored: a profile names no other one");
  }
  return {};
}

Result<void> lay_over(const Config::File& file, Environment& environment) {
  const auto entries = read_env_file(file.path, file.text);
  if (!entries) return entries.error();
  for (const EnvEntry& entry : *entries) {
    if (!entry.value.empty()) environment[entry.name] = entry.value;
  }
  return {};
}

}  // namespace

Result<Environment> whole_environment(const LiveSources& sources) {
  Environment whole;
  for (const Config::File& file : sources.env_files) {
    if (auto done = lay_over(file, whole); !done) return done.error();
  }
  for (const auto& [name, value] : sources.environment) {
    // NO_COLOR is there by being there; everything else needs a value.
    if (!value.empty() || !whole.contains(name)) whole[name] = value;
  }
  return whole;
}

Result<LiveSources> read_live_sources(const Environment& environment, port::Files& files) {
  LiveSources sources{.environment = environment};
  auto first = read_one(value_of(environment, "WICK_ENV_FILE"), "WICK_ENV_FILE", kEnvFile, files);
  if (!first) return first.error();
  const std::string dispatcher = *first ? (*first)->path : std::string(kEnvFile);
  if (*first) sources.env_files.push_back(**std::move(first));
  auto whole = whole_environment(sources);
  if (!whole) return whole.error();
  const bool real = !value_of(environment, kProfile).empty();
  if (const std::string name = value_of(*whole, kProfile); !name.empty()) {
    const std::string named_by = (real ? "" : dispatcher + ": ") + kProfile;
    auto profile = read_named(beside(dispatcher, name), named_by, files);
    if (!profile) return profile.error();
    if (auto told = warn_of_names(*profile, sources.warnings); !told) return told.error();
    sources.env_files.push_back(*std::move(profile));
    whole = whole_environment(sources);
    if (!whole) return whole.error();
  }
  auto runtime = read_one(value_of(*whole, "WICK_RUNTIME_SETTINGS"), "WICK_RUNTIME_SETTINGS",
                          kRuntimeSettings, files);
  if (!runtime) return runtime.error();
  sources.runtime = *std::move(runtime);
  return sources;
}

}  // namespace wick::wiring
