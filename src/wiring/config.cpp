#include "wiring/config.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <utility>

#include "base/log.hpp"
#include "base/shown_url.hpp"
#include "wiring/config_file.hpp"

namespace wick::wiring {
namespace {

constexpr std::array<SettingFacts, 18> kSettings = {{
    {Key::kArchiveUrl, "binance.archive_url", "WICK_BINANCE_ARCHIVE_URL",
     "https://data.binance.vision", "bulk archive, in the order tried"},
    {Key::kListingUrl, "binance.listing_url", "WICK_BINANCE_LISTING_URL",
     "https://s3-ap-northeast-1.amazonaws.com/data.binance.vision", "listing of the archive"},
    {Key::kSpotUrl, "binance.spot_url", "WICK_BINANCE_SPOT_URL",
     "https://api.binance.com,https://data-api.binance.vision", "REST API of the spot market"},
    {Key::kUmUrl, "binance.um_url", "WICK_BINANCE_UM_URL", "https://fapi.binance.com",
     "REST API of USD-M futures"},
    {Key::kCmUrl, "binance.cm_url", "WICK_BINANCE_CM_URL", "https://dapi.binance.com",
     "REST API of COIN-M futures"},
    {Key::kSpotStreamUrl, "binance.spot_ws_url", "WICK_BINANCE_SPOT_WS_URL",
     "wss://stream.binance.com:9443,wss://stream.binance.com,wss://data-stream.binance.vision",
     "streams of the spot market"},
    {Key::kUmStreamUrl, "binance.um_ws_url", "WICK_BINANCE_UM_WS_URL", "wss://fstream.binance.com",
     "streams of USD-M futures"},
    {Key::kCmStreamUrl, "binance.cm_ws_url", "WICK_BINANCE_CM_WS_URL", "wss://dstream.binance.com",
     "streams of COIN-M futures"},
    {Key::kOkxUrl, "okx.url", "WICK_OKX_URL", "https://www.okx.com", "REST API of OKX"},
    {Key::kFxcmFixUrl, "fxcm.fix_url", "WICK_FXCM_FIX_URL", "fix://fixdemo2.fxcorporate.com:80",
     "FIX session of the broker; fixs:// for TLS"},
    {Key::kFxcmArchiveUrl, "fxcm.archive_url", "WICK_FXCM_ARCHIVE_URL",
     "https://candledata.fxcorporate.com", "weekly candle files of the broker"},
    {Key::kGatewayUrl, "gateway.url", "WICK_GATEWAY_URL", "",
     "a broker's gateway of docs/formats/gateway.md: ticks and history"},
    {Key::kArchiveDelayHours, "archive.delay_hours", "WICK_ARCHIVE_DELAY_HOURS", "48",
     "a day younger than this is not looked for in the archive"},
    {Key::kCacheFolder, "cache.folder", "WICK_CACHE_DIR", "",
     "where bars are kept; by default candlewick in the user's cache folder"},
    {Key::kStateFolder, "state.folder", "WICK_STATE_DIR", "",
     "what processes tell each other; by default candlewick in the user's state folder"},
    {Key::kCaFile, "ca_file", "WICK_CA_FILE", "",
     "certificate authorities, instead of the system's"},
    {Key::kLogLevel, "log.level", "WICK_LOG_LEVEL", "warning", "debug, info, warning, error, off"},
    {Key::kLogFormat, "log.format", "WICK_LOG_FORMAT", "",
     "text or json; by default text on a terminal"},
}};

constexpr std::int64_t kDelayHoursMax = 1440;

base::Error invalid(const std::string& what) {
  return {base::ErrorKind::kInvalid, what};
}

bool is_url(std::string_view text) {
  return text.starts_with("http://") || text.starts_with("https://");
}

bool is_fix_url(std::string_view text) {
  const bool named = text.starts_with("fix://") || text.starts_with("fixs://");
  return named && text.rfind(':') > text.find("//");
}

bool is_stream_url(std::string_view text) {
  return text.starts_with("ws://") || text.starts_with("wss://");
}

std::vector<std::string> split(std::string_view text) {
  std::vector<std::string> parts;
  while (!text.empty()) {
    const std::size_t comma = std::min(text.find(','), text.size());
    std::string_view part = text.substr(0, comma);
    while (part.starts_with(' ')) part.remove_prefix(1);
    while (part.ends_with(' ') || part.ends_with('/')) part.remove_suffix(1);
    if (!part.empty()) parts.emplace_back(part);
    text.remove_prefix(std::min(comma + 1, text.size()));
  }
  return parts;
}

std::optional<std::int64_t> whole_number(std::string_view text) {
  std::int64_t value = 0;
  const auto [rest, failure] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (failure != std::errc{} || rest != text.data() + text.size()) return std::nullopt;
  return value;
}

std::string value_of(const Environment& environment, const char* name) {
  const auto found = environment.find(name);
  return found == environment.end() ? std::string() : found->second;
}

// {base}/candlewick, where the base is named by a variable or lies below the home folder.
std::string user_folder(const Environment& environment, const char* variable,
                        const char* below_home) {
  std::string folder = value_of(environment, variable);
  if (folder.empty()) folder = value_of(environment, "HOME") + below_home;
  return folder + "/candlewick";
}

bool are_all(bool (*good)(std::string_view), std::string_view value) {
  const auto urls = split(value);
  return !urls.empty() && std::ranges::all_of(urls, good);
}

bool is_delay(std::string_view value) {
  const auto hours = whole_number(value).value_or(-1);
  return hours >= 0 && hours <= kDelayHoursMax;
}

// What the values of a key are, where there is a rule.
struct Rule {
  bool good;
  std::string_view wanted;
};

Rule rule_of(Key key, std::string_view value) {
  switch (key) {
    case Key::kArchiveUrl:
    case Key::kListingUrl:
    case Key::kSpotUrl:
    case Key::kUmUrl:
    case Key::kCmUrl:
    case Key::kOkxUrl:
    case Key::kFxcmArchiveUrl:
      return {are_all(is_url, value),
              "one or more http:// or https:// addresses, separated by commas"};
    case Key::kGatewayUrl:
      return {value.empty() || is_url(value), "an http:// or https:// address"};
    case Key::kFxcmFixUrl:
      return {is_fix_url(value), "fix://HOST:PORT, or fixs://HOST:PORT for TLS"};
    case Key::kSpotStreamUrl:
    case Key::kUmStreamUrl:
    case Key::kCmStreamUrl:
      return {are_all(is_stream_url, value),
              "one or more ws:// or wss:// addresses, separated by commas"};
    case Key::kArchiveDelayHours:
      return {is_delay(value), "a number of hours from 0 to 1440"};
    case Key::kLogLevel:
      return {base::parse_log_level(value).has_value(), "debug, info, warning, error or off"};
    case Key::kLogFormat:
      return {value.empty() || base::parse_log_format(value), "text or json"};
    case Key::kCacheFolder:
    case Key::kStateFolder:
    case Key::kCaFile:
      break;
  }
  return {true, ""};
}

// What is wrong with the value, or nothing.
std::string fault(Key key, std::string_view value) {
  const Rule rule = rule_of(key, value);
  return rule.good ? "" : "must be " + std::string(rule.wanted);
}

}  // namespace

std::span<const SettingFacts> all_settings() {
  return kSettings;
}

base::Result<Config> Config::load(const Environment& environment, const std::optional<File>& file) {
  Config config;
  for (const SettingFacts& facts : kSettings) {
    config.settings_.push_back({&facts, std::string(facts.fallback), "default"});
  }
  if (file) {
    if (auto read = config.read_file(*file); !read) return read.error();
  }
  for (const SettingFacts& facts : kSettings) {
    const auto variable = environment.find(std::string(facts.variable));
    if (variable == environment.end() || variable->second.empty()) continue;
    auto done = config.set(facts.key, variable->second, "environment");
    if (!done) return done.error();
  }
  config.fill_folders(environment);
  return config;
}

base::Result<void> Config::read_file(const File& file) {
  const auto entries = read_config_file(file.text);
  if (!entries) return base::within(file.path, entries.error());
  for (const auto& [name, value] : *entries) {
    const auto facts = std::ranges::find(kSettings, name, &SettingFacts::name);
    if (facts == kSettings.end()) {
      return invalid(file.path + ": there is no setting '" + name + "'; did you mean '" +
                     nearest_name(name) + "'?");
    }
    if (auto done = set(facts->key, value, file.path); !done) return done.error();
  }
  return {};
}

// The folders that the platform has for such things, where no other is named.
void Config::fill_folders(const Environment& environment) {
  const auto fill = [&](Key key, const std::string& folder) {
    Setting& setting = settings_.at(static_cast<std::size_t>(key));
    if (setting.value.empty()) setting.value = folder;
    while (setting.value.size() > 1 && setting.value.ends_with('/')) setting.value.pop_back();
  };
  fill(Key::kCacheFolder, user_folder(environment, "XDG_CACHE_HOME", "/.cache"));
  fill(Key::kStateFolder, user_folder(environment, "XDG_STATE_HOME", "/.local/state"));
}

base::Result<void> Config::set(Key key, std::string value, std::string origin) {
  Setting& setting = settings_.at(static_cast<std::size_t>(key));
  if (const std::string wrong = fault(key, value); !wrong.empty()) {
    const bool named = origin == "environment";
    const std::string_view name = named ? setting.facts->variable : setting.facts->name;
    return invalid((named ? "" : origin + ": ") + std::string(name) + " is '" +
                   base::urls_without_logins(value) + "'; it " + wrong);
  }
  setting.value = std::move(value);
  setting.origin = std::move(origin);
  return {};
}

const std::string& Config::text(Key key) const {
  return settings_.at(static_cast<std::size_t>(key)).value;
}
std::vector<std::string> Config::list(Key key) const {
  return split(text(key));
}
std::int64_t Config::number(Key key) const {
  return whole_number(text(key)).value_or(0);
}

std::string config_path(const Environment& environment) {
  if (auto path = value_of(environment, "WICK_CONFIG"); !path.empty()) return path;
  return user_folder(environment, "XDG_CONFIG_HOME", "/.config") + "/config.json";
}

}  // namespace wick::wiring
