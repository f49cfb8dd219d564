// Any text as a scenario: rules, or a complaint. And any JSON written again is JSON that reads the
// same.
#include "sim/fault/scenario.hpp"

#include "sim/fault/json.hpp"
#include "tests/fuzz/input.hpp"

namespace {

using namespace wick::sim;

void check_rewriting(std::string_view text) {
  const auto json = parse_json(text);
  if (!json) {
    WICK_CHECK(!json.error().what.empty());
    return;
  }
  const std::string written = write_json(*json);
  const auto again = parse_json(written);
  WICK_CHECK(again && write_json(*again) == written);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text = wick::fuzz::Input(data, size).rest();
  check_rewriting(text);

  const auto scenario = parse_scenario(text);
  if (scenario) {
    WICK_CHECK(!scenario->name.empty() && scenario->rules.size() * 2 <= text.size());
  } else {
    WICK_CHECK(!scenario.error().what.empty());
  }
  return 0;
}
