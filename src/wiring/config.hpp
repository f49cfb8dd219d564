// Every setting, its value, and where that value came from.
//
// A flag wins over the environment, the environment over the configuration file, and the file over
// the built-in default. Nothing else in the program reads the environment.
#pragma once

#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"

namespace wick::wiring {

using Environment = std::map<std::string, std::string>;

enum class Key {
  kArchiveUrl,
  kListingUrl,
  kSpotUrl,
  kUmUrl,
  kCmUrl,
  kSpotStreamUrl,
  kUmStreamUrl,
  kCmStreamUrl,
  kOkxUrl,
  kFxcmFixUrl,
  kFxcmArchiveUrl,
  kGatewayUrl,
  kArchiveDelayHours,
  kCacheFolder,
  kStateFolder,
  kCaFile,
  kLogLevel,
  kLogFormat,
};

struct SettingFacts {
  Key key;
  std::string_view name;      // in the file: binance.spot_url
  std::string_view variable;  // in the environment: WICK_BINANCE_SPOT_URL
  std::string_view fallback;
  std::string_view about;
};
[[nodiscard]] std::span<const SettingFacts> all_settings();

struct Setting {
  const SettingFacts* facts{};
  std::string value;
  std::string origin;  // "default", "environment", "/home/me/.config/candlewick/config.json"
};

class Config {
 public:
  struct File {
    std::string path;
    std::string text;  // a JSON object; nested objects are joined with points
  };
  // Refuses unknown names in the file (with the nearest known one) and values that cannot be.
  [[nodiscard]] static base::Result<Config> load(const Environment& environment,
                                                 const std::optional<File>& file);

  // A flag of the command line.
  [[nodiscard]] base::Result<void> set(Key key, std::string value, std::string origin);

  [[nodiscard]] const std::string& text(Key key) const;
  [[nodiscard]] std::vector<std::string> list(Key key) const;  // separated by commas
  [[nodiscard]] std::int64_t number(Key key) const;
  [[nodiscard]] const std::vector<Setting>& settings() const { return settings_; }

 private:
  [[nodiscard]] base::Result<void> read_file(const File& file);
  void fill_folders(const Environment& environment);

  std::vector<Setting> settings_;  // in the order of all_settings()
};

// Where the configuration file is looked for: $WICK_CONFIG, else $XDG_CONFIG_HOME or ~/.config,
// and there candlewick/config.json.
[[nodiscard]] std::string config_path(const Environment& environment);

}  // namespace wick::wiring
