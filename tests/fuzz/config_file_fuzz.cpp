// Any text as a configuration file: settings that can be used as they are, or a reason that names
// the file.
#include "wiring/config_file.hpp"

#include <algorithm>

#include "tests/fuzz/input.hpp"
#include "wiring/config.hpp"

namespace {

using namespace wick::wiring;

void check_usable(const Config& config) {
  for (const Key key : {Key::kArchiveUrl, Key::kListingUrl, Key::kSpotUrl, Key::kUmUrl, Key::kCmUrl,
                        Key::kOkxUrl}) {
    const auto urls = config.list(key);
    WICK_CHECK(!urls.empty() && std::ranges::all_of(urls, [](const std::string& url) {
      return url.starts_with("http") && url.find("://") != std::string::npos;
    }));
  }
  const auto hours = config.number(Key::kArchiveDelayHours);
  WICK_CHECK(hours >= 0 && hours <= 1440);
  for (const Setting& setting : config.settings()) {
    const Key key = setting.facts->key;
    const bool folder = key == Key::kCacheFolder || key == Key::kStateFolder;  // below the home
    const bool usual = folder ? !setting.value.empty() : setting.value == setting.facts->fallback;
    WICK_CHECK(setting.origin == "a.json" || (setting.origin == "default" && usual));
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text = wick::fuzz::Input(data, size).rest();

  const auto entries = read_config_file(text);
  WICK_CHECK(entries ? entries->size() <= text.size() : !entries.error().what.empty());
  const auto config = Config::load({}, Config::File{"a.json", std::string(text)});
  if (config) {
    WICK_CHECK(entries);
    check_usable(*config);
  } else {
    WICK_CHECK(config.error().what.starts_with("a.json"));
    WICK_CHECK(config.error().kind == wick::base::ErrorKind::kInvalid);
  }
  return 0;
}
