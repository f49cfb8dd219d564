// The value that every setting of the live half has in the end, and where it came from.
//
// A flag wins over the environment, the environment over the profile, that over .env, and that over
// config/runtime_settings.json. Every value of every source is looked at, also of those that lose.
// Promises values that fit together: what does not is changed, with a warning where somebody had
// set it.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"
#include "core/time.hpp"
#include "wiring/live_config_sources.hpp"
#include "wiring/live_settings.hpp"

namespace wick::wiring {

// As it may be shown: of a secret that is set the value is ****.
struct LiveSetting {
  const LiveFacts* facts{};
  std::string value{};
  std::string origin{};  // default, environment, --feed, .env.local:4, as stream.poll_seconds
};

class LiveValues {
 public:
  [[nodiscard]] static base::Result<LiveValues> settle(const LiveSources& sources);

  // Of a setting by its label; asking for one that there is not is a mistake of ours.
  [[nodiscard]] const std::string& text(std::string_view label) const;
  [[nodiscard]] bool flag(std::string_view label) const { return text(label) == "true"; }
  [[nodiscard]] std::int64_t whole(std::string_view label) const;
  [[nodiscard]] double ratio(std::string_view label) const;
  [[nodiscard]] core::Micros seconds(std::string_view label) const;
  [[nodiscard]] bool is_set(std::string_view label) const;  // by somebody, not by default

  // kInvalid, with the place of that value and its name in front.
  [[nodiscard]] base::Error wrong(std::string_view label, const std::string& what) const;

  [[nodiscard]] std::vector<LiveSetting> settings() const;  // in the order of all_live_settings()
  [[nodiscard]] const std::vector<std::string>& warnings() const { return warnings_; }

 private:
  struct Value {
    std::string text;
    std::string origin;
    std::string name;  // where it was set
    bool set{};
  };
  // Where a text stands, as people are told it: the place, and the name used there.
  struct Place {
    std::string origin;
    std::string_view name;
  };

  LiveValues();
  [[nodiscard]] base::Result<void> apply(const LiveFacts& facts, std::string_view text,
                                         const Place& place);
  [[nodiscard]] base::Result<void> apply_runtime(const Config::File& file);
  [[nodiscard]] base::Result<void> apply_env_file(const Config::File& file);
  [[nodiscard]] base::Result<void> apply_environment(const Environment& environment);
  [[nodiscard]] base::Result<void> apply_flags(const std::vector<LiveFlag>& flags);

  void resolve(const LiveFacts& facts);
  void follow(const LiveFacts& facts, std::string_view label);
  void derive_whitelist();
  void derive_auth();
  void at_most(std::string_view label, std::string_view bound);
  void at_least(std::string_view label, std::string_view bound);
  void fit();
  void warn_of_gaps();

  [[nodiscard]] static std::size_t index_of(std::string_view label);
  [[nodiscard]] Value& value(std::string_view label) { return values_[index_of(label)]; }
  [[nodiscard]] const Value& value(std::string_view label) const {
    return values_[index_of(label)];
  }

  std::vector<Value> values_;  // in the order of all_live_settings()
  std::vector<std::string> warnings_;
};

}  // namespace wick::wiring
