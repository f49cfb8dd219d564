// Every setting of the live half: its names, its kind, its default and its bounds.
//
// A setting is known by its key in config/runtime_settings.json, by its environment variable, or by
// both; label() is the name it is told under. Secrets have no key: they belong in no such file.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "base/result.hpp"

namespace wick::wiring {

enum class LiveKind : std::uint8_t {
  kFlag,       // true, false; also 1, 0, yes, no, on, off
  kWhole,      // a whole number, clamped
  kSeconds,    // seconds with a fraction, clamped
  kRatio,      // a number without a unit, clamped
  kPort,       // 0 or 1 to 65535; refused beyond
  kText,       // any
  kChoice,     // one of the words of `choices`, in any case
  kAlgorithm,  // a choice; any other word is sha256 with a warning, as everywhere on these channels
  kTargets,    // XAU/USD:m1,EUR/USD:m5
  kSymbols,    // XAU/USD,EUR/USD
  kTimeframes,  // 1m,5m
  kNames,       // a list of words
  kPairs,       // name=value,name=value; an object in the file
  kSecret,      // never shown
};

struct LiveBounds {
  double least{0};
  double most{1e9};
};

struct LiveFacts {
  std::string_view key{};       // stream.poll_seconds, or empty
  std::string_view variable{};  // FXCM_STREAM_CONFIG, or empty
  LiveKind kind{};
  // "=stream.poll_seconds" is the value of that setting, {prefix} that of FXCM_CHANNEL_PREFIX.
  std::string_view fallback{};
  std::string_view about{};
  LiveBounds bounds{};
  std::string_view choices{};  // separated by blanks
  std::string_view alias{};    // another name of the key

  [[nodiscard]] std::string_view label() const { return key.empty() ? variable : key; }
};

[[nodiscard]] std::span<const LiveFacts> all_live_settings();

[[nodiscard]] const LiveFacts* live_setting_of_key(std::string_view key);  // or of its alias
[[nodiscard]] const LiveFacts* live_setting_of_variable(std::string_view variable);

// The rooms of the table, each in a source of its own.
[[nodiscard]] std::span<const LiveFacts> live_link_settings();  // logins, Redis, channels, secrets
[[nodiscard]] std::span<const LiveFacts> live_stream_settings();  // cache and stream
[[nodiscard]] std::span<const LiveFacts> live_guard_settings();   // quota, backoff, cadence, checks
[[nodiscard]] std::span<const LiveFacts> live_viewer_settings();

}  // namespace wick::wiring
