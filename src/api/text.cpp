#include <wick/client.hpp>

#include "core/time_text.hpp"

namespace wick {
namespace {

Error not_one(std::string_view text, const char* what) {
  constexpr std::size_t kShownMax = 40;
  std::string shown;
  for (const char c : text.substr(0, kShownMax)) shown += c >= ' ' && c <= '~' ? c : '?';
  return {.kind = ErrorKind::kInvalid, .what = "'" + shown + "' is " + what};
}

}  // namespace

Result<Time> parse_time(std::string_view text, Time now) {
  if (text == "now") return now;
  if (const auto time = core::parse_utc(text)) return *time;
  const auto ago = core::parse_duration(text);
  if (ago && *ago <= now.time_since_epoch()) return now - *ago;
  return not_one(text,
                 "no time; write 2024-01-01, 2024-01-01T05:30, now, or 7d for seven days ago");
}

Result<Micros> parse_duration(std::string_view text) {
  if (const auto length = core::parse_duration(text)) return *length;
  return not_one(text, "no duration; write 7d or 36h");
}

std::string to_text(Time time) {
  return core::to_iso(time);
}

std::string_view version() {
  return WICK_VERSION;
}

}  // namespace wick
