// Any text as a .env file: assignments that say the same when they are written down again, or a
// reason with its line; and a configuration, or a reason, without a secret in it.
#include "wiring/env_file.hpp"

#include <algorithm>

#include "tests/fuzz/input.hpp"
#include "wiring/live_config.hpp"

namespace {

using namespace wick::wiring;

std::string written(const std::vector<EnvEntry>& entries) {
  std::string text;
  for (const EnvEntry& entry : entries) {
    text += "export " + entry.name + "=\"";
    for (const char c : entry.value) {
      if (c == '"' || c == '\\') text += '\\';
      if (c == '\n') {
        text += "\\n";
      } else if (c == '\r') {
        text += "\\r";
      } else {
        text += c;
      }
    }
    text += "\" # again\r\n";
  }
  return text;
}

void check_again(const std::vector<EnvEntry>& entries) {
  const auto again = read_env_file("again", written(entries));
  WICK_CHECK(again && again->size() == entries.size());
  for (std::size_t i = 0; i < entries.size(); ++i) {
    WICK_CHECK((*again)[i].name == entries[i].name && (*again)[i].value == entries[i].value);
    WICK_CHECK(!entries[i].name.empty() && (i == 0 || entries[i - 1].line < entries[i].line));
  }
}

void check_shown(const LiveConfigLoaded& loaded) {
  for (const LiveSetting& setting : loaded.origins) {
    const bool secret = setting.facts->kind == LiveKind::kSecret;
    WICK_CHECK(!secret || setting.value.empty() || setting.value == "****");
    WICK_CHECK(std::ranges::none_of(
        setting.value, [](char c) { return static_cast<unsigned char>(c) < ' ' || c == '\x7f'; }));
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text = wick::fuzz::Input(data, size).rest();
  const auto entries = read_env_file(".env", text);
  const auto loaded = load_live_config({.env_files = {{".env", std::string(text)}}});
  if (!entries) {
    WICK_CHECK(entries.error().what.starts_with(".env:"));
    WICK_CHECK(!loaded && loaded.error().what == entries.error().what);
    return 0;
  }
  check_again(*entries);
  if (loaded) {
    check_shown(*loaded);
  } else {
    WICK_CHECK(loaded.error().what.starts_with(".env:"));
    WICK_CHECK(loaded.error().kind == wick::base::ErrorKind::kInvalid);
  }
  return 0;
}
