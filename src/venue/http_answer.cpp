#include "venue/http_answer.hpp"

#include <algorithm>
#include <array>
#include <charconv>

namespace wick::venue {
namespace {

constexpr std::size_t kShownMax = 160;

}  // namespace

// "Sat, 21 Nov 2026 05:20:14 GMT", the only form that servers may send today.
std::optional<core::UtcTime> server_time(const port::HttpResponse& response) {
  const std::string_view date = response.header("Date").value_or("");
  if (date.size() != 29 || !date.ends_with(" GMT")) return std::nullopt;
  const auto number = [&](std::size_t at, std::size_t size) {
    int value = -1;
    const auto text = date.substr(at, size);
    const auto [rest, failure] = std::from_chars(text.data(), text.data() + size, value);
    return failure == std::errc{} && rest == text.data() + size ? value : -1;
  };
  constexpr std::array<std::string_view, 12> kMonths = {"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                                        "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
  const auto month = std::ranges::find(kMonths, date.substr(8, 3)) - kMonths.begin();
  const std::chrono::year_month_day day{std::chrono::year{number(12, 4)},
                                        std::chrono::month{static_cast<unsigned>(month + 1)},
                                        std::chrono::day{static_cast<unsigned>(number(5, 2))}};
  const int hour = number(17, 2);
  const int minute = number(20, 2);
  const int second = number(23, 2);
  if (!day.ok() || hour < 0 || minute < 0 || second < 0) return std::nullopt;
  return std::chrono::sys_days{day} + std::chrono::hours{hour} + std::chrono::minutes{minute} +
         std::chrono::seconds{second};
}

core::Micros retry_after(const port::HttpResponse& response, core::Micros untold) {
  constexpr std::int64_t kLongest = std::int64_t{4} * 86'400;  // bans last three days at most
  const auto text = response.header("Retry-After").value_or("");
  std::int64_t count = 0;
  const auto [rest, failure] = std::from_chars(text.data(), text.data() + text.size(), count);
  if (failure != std::errc{} || rest != text.data() + text.size() || count < 0) return untold;
  return std::chrono::seconds{std::min(count, kLongest)};
}

std::string printable(std::string_view words) {
  std::string shown(words.substr(0, kShownMax));
  std::ranges::replace_if(
      shown, [](char c) { return c < ' ' || c > '~'; }, ' ');
  return shown;
}

std::string status_of(const port::HttpResponse& response, const std::string& what) {
  return what + ": HTTP " + std::to_string(response.status);
}

}  // namespace wick::venue
