#include "wiring/calendar_edges.hpp"

#include <algorithm>
#include <array>
#include <utility>

#include "core/time_text.hpp"

namespace wick::wiring {
namespace {

using Alias = std::pair<std::string_view, std::string_view>;
constexpr std::array<Alias, 17> kAliases = {{{"ny", "America/New_York"},
                                             {"nyc", "America/New_York"},
                                             {"new_york", "America/New_York"},
                                             {"et", "America/New_York"},
                                             {"est", "America/New_York"},
                                             {"edt", "America/New_York"},
                                             {"london", "Europe/London"},
                                             {"ldn", "Europe/London"},
                                             {"uk", "Europe/London"},
                                             {"bst", "Europe/London"},
                                             {"tokyo", "Asia/Tokyo"},
                                             {"jst", "Asia/Tokyo"},
                                             {"hk", "Asia/Hong_Kong"},
                                             {"hkt", "Asia/Hong_Kong"},
                                             {"utc", "UTC"},
                                             {"gmt", "UTC"},
                                             {"z", "UTC"}}};

bool is_digit(char c) {
  return c >= '0' && c <= '9';
}

}  // namespace

std::string zone_of_alias(std::string_view name) {
  std::string small(name);
  std::ranges::transform(small, small.begin(), [](char c) {
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  });
  const auto* const found = std::ranges::find(kAliases, small, &Alias::first);
  return std::string(found == kAliases.end() ? name : found->second);
}

ZonedText split_zone(std::string_view text) {
  const std::size_t at = text.find('@');
  if (at == std::string_view::npos) return {text, "UTC"};
  return {text.substr(0, at), zone_of_alias(text.substr(at + 1))};
}

std::optional<core::DayMinutes> parse_day_time(std::string_view text) {
  if (text.size() != 5 || text[2] != ':') return std::nullopt;
  for (const std::size_t i : {0U, 1U, 3U, 4U}) {
    if (!is_digit(text[i])) return std::nullopt;
  }
  const int hour = (text[0] - '0') * 10 + (text[1] - '0');
  const int minute = (text[3] - '0') * 10 + (text[4] - '0');
  if (minute > 59 || hour * 60 + minute > 24 * 60) return std::nullopt;
  return core::DayMinutes{hour * 60 + minute};
}

std::optional<core::WallDay> parse_day(std::string_view text) {
  const auto midnight = text.size() == 10 ? core::parse_utc(text) : std::nullopt;
  if (!midnight) return std::nullopt;
  return core::WallDay{std::chrono::floor<std::chrono::days>(*midnight).time_since_epoch()};
}

}  // namespace wick::wiring
