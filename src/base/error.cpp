#include "base/error.hpp"

#include <utility>

namespace wick::base {

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
    case ErrorKind::kCorrupt:
      return "corrupt";
  }
  return "unknown";
}

Error within(const std::string& where, Error error) {
  error.what = where + ": " + error.what;
  return error;
}

}  // namespace wick::base
