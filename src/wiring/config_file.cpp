#include "wiring/config_file.hpp"

#include <simdjson.h>

#include "wiring/config.hpp"
#include "wiring/nearest_name.hpp"

namespace wick::wiring {
namespace {

using Entries = std::vector<std::pair<std::string, std::string>>;
namespace dom = simdjson::dom;

base::Error invalid(const std::string& what) {
  return {base::ErrorKind::kInvalid, what};
}

base::Result<void> collect(const dom::object& object, const std::string& prefix, Entries& entries) {
  for (const auto& [key, value] : object) {
    const std::string name = prefix + std::string(key);
    dom::object inner;
    std::string_view text;
    std::int64_t number = 0;
    if (value.get(inner) == simdjson::SUCCESS) {
      if (!prefix.empty()) return invalid("'" + name + "' is nested too deep");
      if (auto done = collect(inner, name + ".", entries); !done) return done;
    } else if (value.get(text) == simdjson::SUCCESS) {
      entries.emplace_back(name, text);
    } else if (value.get(number) == simdjson::SUCCESS) {
      entries.emplace_back(name, std::to_string(number));
    } else {
      return invalid("'" + name + "' must be a text or a whole number");
    }
  }
  return {};
}

}  // namespace

base::Result<Entries> read_config_file(std::string_view text) {
  dom::parser parser;
  dom::object object;
  const simdjson::padded_string padded(text);
  if (const auto error = parser.parse(padded).get(object); error != simdjson::SUCCESS) {
    return invalid(std::string("is not a JSON object (") + simdjson::error_message(error) + ")");
  }
  Entries entries;
  if (auto done = collect(object, "", entries); !done) return done.error();
  return entries;
}

std::string nearest_name(std::string_view name) {
  std::vector<std::string_view> names;
  for (const SettingFacts& facts : all_settings()) names.push_back(facts.name);
  return nearest_name(name, names);
}

}  // namespace wick::wiring
