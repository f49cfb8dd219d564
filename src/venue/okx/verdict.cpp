#include "venue/okx/verdict.hpp"

#include "venue/http_answer.hpp"
#include "venue/okx/candles.hpp"

namespace wick::venue::okx {
namespace {

using base::Error;
using base::ErrorKind;
using std::chrono::seconds;

// By the status alone.
Error refusal_by_status(int status) {
  switch (status) {
    case 403:
      return {ErrorKind::kUnauthorized, "blocked by the host"};
    case 404:
      return {ErrorKind::kUnsupported, "not there"};
    case 418:
    case 429:
      return {ErrorKind::kThrottled, "too many requests"};
    case 451:
      return {ErrorKind::kUnauthorized, "not served in this location"};
    default:
      return {ErrorKind::kUnavailable, "no answer"};
  }
}

}  // namespace

std::optional<Error> rest_verdict(const port::HttpResponse& response, const std::string& what) {
  if (response.status == 200) return std::nullopt;
  const auto told = response.body ? parse_api_error(*response.body) : std::nullopt;
  Error error = refusal_by_status(response.status);
  if (told) {
    const Error by_code = refusal(*told);
    const bool by_status = by_code.kind == ErrorKind::kUnavailable;  // the code says nothing more
    error = {by_status ? error.kind : by_code.kind, by_code.what};
  }
  if (error.kind == ErrorKind::kThrottled) error.retry_after = retry_after(response, seconds{2});
  return base::within(status_of(response, what), std::move(error));
}

}  // namespace wick::venue::okx
