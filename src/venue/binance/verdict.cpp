#include "venue/binance/verdict.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <string_view>

#include "venue/binance/kline_json.hpp"

namespace wick::venue::binance {
namespace {

using base::Error;
using base::ErrorKind;
using std::chrono::seconds;

constexpr std::int64_t kInvalidSymbol = -1121;
constexpr std::int64_t kShownMax = 160;

std::string status_of(const port::HttpResponse& response, const std::string& what) {
  return what + ": HTTP " + std::to_string(response.status);
}

core::Micros retry_after(const port::HttpResponse& response, seconds untold) {
  constexpr std::int64_t kLongest = std::int64_t{4} * 86'400;  // bans last three days at most
  const auto text = response.header("Retry-After").value_or("");
  std::int64_t count = 0;
  const auto [rest, failure] = std::from_chars(text.data(), text.data() + text.size(), count);
  if (failure != std::errc{} || rest != text.data() + text.size() || count < 0) return untold;
  return seconds{std::min(count, kLongest)};
}

// The server's own words, as far as they are safe to print, and not too many of them.
std::string words(const port::HttpResponse& response) {
  const auto error = response.body ? parse_api_error(*response.body) : std::nullopt;
  if (!error) return "";
  std::string shown = error->message.substr(0, kShownMax);
  std::ranges::replace_if(
      shown, [](char c) { return c < ' ' || c > '~'; }, ' ');
  return ": " + shown + " (" + std::to_string(error->code) + ")";
}

Error bad_request(const port::HttpResponse& response, const std::string& what) {
  const auto error = response.body ? parse_api_error(*response.body) : std::nullopt;
  if (!error) return {ErrorKind::kUnavailable, status_of(response, what)};
  if (denies_symbol(response)) {
    return {ErrorKind::kInvalid,
            "the exchange knows no such symbol" + words(response) + ", asked by " + what};
  }
  return {ErrorKind::kInvalid, status_of(response, what) + words(response)};
}

}  // namespace

std::optional<Error> archive_verdict(const port::HttpResponse& response, const std::string& what) {
  switch (response.status) {
    case 200:
      return std::nullopt;
    case 404:
      return Error{ErrorKind::kUnsupported, status_of(response, what) + ", not there"};
    case 403:
    case 451:
      return Error{ErrorKind::kUnauthorized,
                   status_of(response, what) + ", the archive is closed to us for now"};
    default:
      return Error{ErrorKind::kUnavailable, status_of(response, what)};
  }
}

std::optional<Error> rest_verdict(const port::HttpResponse& response, const std::string& what) {
  switch (response.status) {
    case 200:
      return std::nullopt;
    case 400:
      return bad_request(response, what);
    case 403:
      return Error{ErrorKind::kUnauthorized, status_of(response, what) + ", blocked by the host"};
    case 404:
      return Error{ErrorKind::kUnsupported, status_of(response, what)};
    case 418:
      return Error{ErrorKind::kThrottled,
                   status_of(response, what) + ", this address is banned" + words(response),
                   retry_after(response, seconds{120})};
    case 429:
      return Error{ErrorKind::kThrottled,
                   status_of(response, what) + ", too many requests" + words(response),
                   retry_after(response, seconds{60})};
    case 451:
      return Error{ErrorKind::kUnauthorized,
                   status_of(response, what) + ", not served in this location" + words(response)};
    default:
      return Error{ErrorKind::kUnavailable, status_of(response, what) + words(response)};
  }
}

bool denies_symbol(const port::HttpResponse& response) {
  const auto error = response.body ? parse_api_error(*response.body) : std::nullopt;
  return response.status == 400 && error && error->code == kInvalidSymbol;
}

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
         seconds{second};
}

}  // namespace wick::venue::binance
