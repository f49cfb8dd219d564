// Any text as an instant, and any instant as text, against the calendar of the C library.
#include "core/time_text.hpp"

#include <array>
#include <cstring>
#include <ctime>
#include <string>

#include "tests/fuzz/input.hpp"

namespace {

using namespace wick::core;

std::string printed(std::time_t seconds, const char* format) {
  std::tm parts{};
  gmtime_r(&seconds, &parts);
  std::array<char, 64> text{};
  return {text.data(), std::strftime(text.data(), text.size(), format, &parts)};
}

void check_text(UtcTime t) {
  const std::time_t seconds =
      std::chrono::system_clock::to_time_t(std::chrono::floor<std::chrono::seconds>(t));
  const std::string iso = to_iso(t);
  WICK_CHECK(iso.starts_with(printed(seconds, "%Y-%m-%dT%H:%M:%S")) && iso.ends_with('Z'));
  WICK_CHECK(to_date(t) == printed(seconds, "%Y-%m-%d"));
  WICK_CHECK(to_month(t) == printed(seconds, "%Y-%m"));
  WICK_CHECK(parse_utc(iso) == t);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static const UtcTime kBegin = wick::core::midnight(1970, 1, 1);
  static const UtcTime kEnd = wick::core::midnight(2200, 1, 1);
  const std::string_view text = wick::fuzz::Input(data, size).rest();

  const auto time = wick::core::parse_utc(text);
  WICK_CHECK(!time || (kBegin <= *time && *time < kEnd && text.size() >= 10));
  if (time) {
    const std::string iso = to_iso(*time);
    WICK_CHECK(text.substr(0, 10) == iso.substr(0, 10));
    WICK_CHECK(text.size() < 16 || text.substr(11, 5) == iso.substr(11, 5));
    check_text(*time);
  }

  std::uint64_t bits = 0;
  if (size >= sizeof bits) {
    std::memcpy(&bits, data, sizeof bits);
    check_text(kBegin + wick::core::Micros(static_cast<std::int64_t>(
                            bits % static_cast<std::uint64_t>((kEnd - kBegin).count()))));
  }
  return 0;
}
