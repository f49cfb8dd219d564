#include "wiring/live_settings.hpp"

#include <unordered_map>
#include <vector>

namespace wick::wiring {
namespace {

using Names = std::unordered_map<std::string_view, const LiveFacts*>;

const LiveFacts* of(const Names& names, std::string_view name) {
  const auto found = names.find(name);
  return found == names.end() ? nullptr : found->second;
}

}  // namespace

std::span<const LiveFacts> all_live_settings() {
  static const std::vector<LiveFacts> all = [] {
    std::vector<LiveFacts> joined;
    for (const auto room : {live_link_settings(), live_stream_settings(), live_guard_settings(),
                            live_viewer_settings()}) {
      joined.insert(joined.end(), room.begin(), room.end());
    }
    return joined;
  }();
  return all;
}

const LiveFacts* live_setting_of_key(std::string_view key) {
  static const Names names = [] {
    Names made;
    for (const LiveFacts& facts : all_live_settings()) {
      if (!facts.key.empty()) made.emplace(facts.key, &facts);
      if (!facts.alias.empty()) made.emplace(facts.alias, &facts);
    }
    return made;
  }();
  return of(names, key);
}

const LiveFacts* live_setting_of_variable(std::string_view variable) {
  static const Names names = [] {
    Names made;
    for (const LiveFacts& facts : all_live_settings()) {
      if (!facts.variable.empty()) made.emplace(facts.variable, &facts);
    }
    return made;
  }();
  return of(names, variable);
}

}  // namespace wick::wiring
