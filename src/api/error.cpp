#include "api/error.hpp"

#include <algorithm>
#include <chrono>
#include <utility>

namespace wick {

const char* name(ErrorKind kind) {
  switch (kind) {
    case ErrorKind::kUnavailable:
      return "unavailable";
    case ErrorKind::kThrottled:
      return "throttled";
    case ErrorKind::kUnauthorized:
      return "unauthorized";
    case ErrorKind::kUnsupported:
      return "unsupported";
    case ErrorKind::kInvalid:
      return "invalid";
    case ErrorKind::kSymbol:
      return "symbol";
    case ErrorKind::kCorrupt:
      return "corrupt";
    case ErrorKind::kCancelled:
      return "cancelled";
  }
  return "";
}

namespace api {

ErrorKind kind_of(base::ErrorKind kind) {
  switch (kind) {
    case base::ErrorKind::kUnavailable:
      return ErrorKind::kUnavailable;
    case base::ErrorKind::kThrottled:
      return ErrorKind::kThrottled;
    case base::ErrorKind::kUnauthorized:
      return ErrorKind::kUnauthorized;
    case base::ErrorKind::kUnsupported:
      return ErrorKind::kUnsupported;
    case base::ErrorKind::kInvalid:
      return ErrorKind::kInvalid;
    case base::ErrorKind::kCorrupt:
      return ErrorKind::kCorrupt;
  }
  return ErrorKind::kUnavailable;
}

Error error_of(const base::Error& error) {
  return {.kind = kind_of(error.kind), .what = error.what, .retry_after = error.retry_after};
}

Error symbol_error(const base::Error& error) {
  Error told = error_of(error);
  if (told.kind == ErrorKind::kInvalid) told.kind = ErrorKind::kSymbol;
  return told;
}

TierFailure failure_of(const history::Failure& failure) {
  return {.tier = std::string(core::name(failure.tier)),
          .kind = kind_of(failure.error.kind),
          .what = failure.error.what,
          .times = failure.times,
          .retry_after = failure.error.retry_after};
}

Error cancelled() {
  return {.kind = ErrorKind::kCancelled, .what = "given up by the caller"};
}

Error nothing_obtained(const std::string& series, const history::Answer& answer) {
  Error error{.kind = ErrorKind::kUnavailable, .what = series + ": nothing could be had"};
  for (const history::Failure& failure : answer.failures) {
    const TierFailure& told = error.tiers.emplace_back(failure_of(failure));
    error.what += std::string(error.tiers.size() == 1 ? ": " : "; ") + told.tier + ": " + told.what;
  }
  // The last tier asked had the last word; but a server that says "later" is heard above all.
  if (!error.tiers.empty()) error.kind = error.tiers.back().kind;
  for (const TierFailure& told : error.tiers) {
    if (told.kind != ErrorKind::kThrottled) continue;
    error.kind = told.kind;
    error.retry_after = std::max(error.retry_after, told.retry_after);
  }
  if (error.retry_after) {
    const auto wait = std::chrono::ceil<std::chrono::seconds>(*error.retry_after).count();
    error.what += "; try again in " + std::to_string(wait) + " s";
  }
  return error;
}

}  // namespace api
}  // namespace wick
