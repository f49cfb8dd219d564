// Any bytes in a log line: JSON that another parser reads, with the same words in it; and for
// people, one line that cannot move their cursor.
#include "base/log.hpp"

#include <simdjson.h>

#include <algorithm>

#include "tests/fuzz/input.hpp"

namespace {

using namespace wick::base;

bool is_utf8(std::string_view text) {
  return simdjson::validate_utf8(text.data(), text.size());
}

void check_json(std::string_view event, std::string_view value) {
  const Log log({.level = LogLevel::kOff, .format = LogFormat::kJson});
  const simdjson::padded_string line("{" + log.line(event, {{"k", std::string(value)}}) + "}");
  simdjson::dom::parser parser;
  simdjson::dom::object object;
  std::string_view read_event;
  std::string_view read_value;
  WICK_CHECK(parser.parse(line).get(object) == simdjson::SUCCESS);
  WICK_CHECK(object["event"].get(read_event) == simdjson::SUCCESS);
  WICK_CHECK(object["k"].get(read_value) == simdjson::SUCCESS);
  WICK_CHECK(!is_utf8(event) || read_event == event);
  WICK_CHECK(!is_utf8(value) || read_value == value);
}

void check_text(std::string_view value) {
  const Log log({.level = LogLevel::kOff, .format = LogFormat::kText});
  const std::string line = log.line("event", {{"k", std::string(value)}});
  WICK_CHECK(line.starts_with("event k="));
  WICK_CHECK(std::ranges::none_of(line, [](char c) { return c >= 0 && c < ' '; }));
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  wick::fuzz::Input input(data, size);
  const std::string_view event = input.line();
  check_json(event, input.rest());
  check_text(input.rest());
  return 0;
}
