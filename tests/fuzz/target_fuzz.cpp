// Any text as the target of a request. What was understood, encoded anew, is understood the same.
#include <algorithm>
#include <string>

#include "sim/http.hpp"
#include "tests/fuzz/input.hpp"

namespace {

using namespace wick::sim;

std::string encoded(std::string_view text) {
  constexpr std::string_view kHex = "0123456789ABCDEF";
  std::string out;
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    out += '%';
    out += kHex[byte >> 4U];
    out += kHex[byte & 15U];
  }
  return out;
}

std::string encoded(const Target& target) {
  std::string out = encoded(target.path);
  char separator = '?';
  for (const auto& [name, value] : target.query) {
    out += separator + encoded(name) + '=' + encoded(value);
    separator = '&';
  }
  return out;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text = wick::fuzz::Input(data, size).rest();
  const Target target = parse_target(text);

  std::size_t letters = target.path.size();
  for (const auto& [name, value] : target.query) {
    letters += name.size() + value.size();
    const auto first = std::ranges::find(target.query, name, [](const auto& q) { return q.first; });
    WICK_CHECK(target.find(name) == &first->second);
  }
  WICK_CHECK(letters <= size);

  const Target again = parse_target(encoded(target));
  WICK_CHECK(again.path == target.path && again.query == target.query);
  return 0;
}
