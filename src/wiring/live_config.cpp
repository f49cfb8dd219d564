#include "wiring/live_config.hpp"

#include "wiring/live_config_parts.hpp"

namespace wick::wiring {

base::Result<LiveConfigLoaded> load_live_config(const LiveSources& sources) {
  const auto values = LiveValues::settle(sources);
  if (!values) return values.error();
  LiveConfigLoaded loaded{.warnings = values->warnings(), .origins = values->settings()};
  fill_links(*values, loaded.config);
  fill_stream(*values, loaded.config);
  fill_guards(*values, loaded.config);
  fill_viewer(*values, loaded.config);
  if (auto done = fill_commands(*values, loaded.config); !done) return done.error();
  if (auto done = fill_symbols(*values, loaded.config); !done) return done.error();
  return loaded;
}

base::Result<void> check_required_version(const LiveConfig::Versions& versions,
                                          const std::string& own) {
  const std::string& told = versions.shown.empty() ? own : versions.shown;
  if (versions.required.empty() || versions.required == told) return {};
  return base::Error{base::ErrorKind::kInvalid,
                     "this is version " + told + ", but FXCM_CONNECTOR_REQUIRED_VERSION wants " +
                         versions.required + "; install that one, or change the variable"};
}

}  // namespace wick::wiring
