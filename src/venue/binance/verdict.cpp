#include "venue/binance/verdict.hpp"

#include "venue/binance/kline_json.hpp"
#include "venue/http_answer.hpp"

namespace wick::venue::binance {
namespace {

using base::Error;
using base::ErrorKind;
using std::chrono::seconds;

constexpr std::int64_t kInvalidSymbol = -1121;

std::string words(const port::HttpResponse& response) {
  const auto error = response.body ? parse_api_error(*response.body) : std::nullopt;
  if (!error) return "";
  return ": " + printable(error->message) + " (" + std::to_string(error->code) + ")";
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

}  // namespace wick::venue::binance
