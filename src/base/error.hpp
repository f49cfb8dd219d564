// What went wrong, said once, in a form that policies can act on.
#pragma once

#include <chrono>
#include <optional>
#include <string>

namespace wick::base {

// The caller's next move differs for each kind; a kind nobody treats differently does not exist.
enum class ErrorKind {
  kUnavailable,   // try again later: timeouts, resets, 5xx
  kThrottled,     // try again after `retry_after`; until then leave the host alone
  kUnauthorized,  // this door is closed to us: another host, another source, or a human
  kUnsupported,   // this source will never have it; another may
  kInvalid,       // the question itself is wrong: nobody will have it, ask differently
  kCorrupt,       // bytes that break their own format, checksum or signature
};

struct Error {
  ErrorKind kind{};
  std::string what;  // for people only; no code reads it
  std::optional<std::chrono::microseconds> retry_after{};

  [[nodiscard]] bool retryable() const {
    return kind == ErrorKind::kUnavailable || kind == ErrorKind::kThrottled;
  }
};

[[nodiscard]] const char* name(ErrorKind kind);

// "reading x: no such file": the same error, with where it happened in front.
[[nodiscard]] Error within(const std::string& where, Error error);

}  // namespace wick::base
