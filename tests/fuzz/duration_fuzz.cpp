// Any text as a length of time, as an interval, as a symbol, against rules told in another way.
#include <array>
#include <cerrno>
#include <cstdlib>
#include <string>

#include "core/interval.hpp"
#include "core/series_id.hpp"
#include "core/time_text.hpp"
#include "tests/fuzz/input.hpp"

namespace {

std::int64_t unit_seconds(char unit) {
  constexpr std::string_view kUnits = "smhdw";
  constexpr std::array<std::int64_t, 5> kSeconds = {1, 60, 3600, 86'400, 604'800};
  const std::size_t found = kUnits.find(unit);
  return found == std::string_view::npos ? 0 : kSeconds.at(found);
}

// In seconds; 0 where there is none.
std::int64_t expected_duration(const std::string& text) {
  constexpr long long kMax = 100'000LL * 86'400;
  const std::size_t digits = text.find_first_not_of("0123456789");
  if (digits == 0 || digits == std::string::npos || digits + 1 != text.size()) return 0;
  errno = 0;
  const long long count = std::strtoll(text.c_str(), nullptr, 10);
  if (errno != 0 || count > kMax) return 0;
  const std::int64_t seconds = count * unit_seconds(text.back());
  return seconds <= kMax ? seconds : 0;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string text(wick::fuzz::Input(data, size).rest());

  const auto duration = wick::core::parse_duration(text);
  const std::int64_t expected = expected_duration(text);
  WICK_CHECK(duration.has_value() == (expected > 0));
  WICK_CHECK(!duration || *duration == std::chrono::seconds(expected));

  const auto interval = wick::core::parse_interval(text);
  WICK_CHECK(!interval || name(*interval) == text || path_name(*interval) == text);

  const auto symbol = wick::core::canonical_symbol(text);
  WICK_CHECK(symbol ? symbol->size() == text.size() && !text.empty() && text.size() <= 30 &&
                          symbol->find_first_of("/.\\%") == std::string::npos
                    : !symbol.error().what.empty());
  return 0;
}
