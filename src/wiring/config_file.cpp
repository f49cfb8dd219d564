#include "wiring/config_file.hpp"

#include <simdjson.h>

#include <algorithm>
#include <numeric>

#include "wiring/config.hpp"

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

std::size_t distance(std::string_view a, std::string_view b) {
  std::vector<std::size_t> row(b.size() + 1);
  std::iota(row.begin(), row.end(), std::size_t{0});
  for (std::size_t i = 1; i <= a.size(); ++i) {
    std::size_t diagonal = row[0]++;
    for (std::size_t j = 1; j <= b.size(); ++j) {
      const std::size_t change = diagonal + (a[i - 1] == b[j - 1] ? 0 : 1);
      diagonal = row[j];
      row[j] = std::min({row[j] + 1, row[j - 1] + 1, change});
    }
  }
  return row.back();
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
  const auto nearest = std::ranges::min_element(
      all_settings(), {}, [&](const SettingFacts& facts) { return distance(facts.name, name); });
  return std::string(nearest->name);
}

}  // namespace wick::wiring
