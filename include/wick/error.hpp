// Errors are values: a Result is a value, or the reason there is none. Nothing here throws.
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdlib>
#include <optional>
#include <string>
#include <utility>
#include <variant>
#include <vector>

// What the library shows of itself: everything without this mark stays inside.
#define WICK_API __attribute__((visibility("default")))

namespace wick {

// What the caller may do next differs for each kind.
enum class ErrorKind {
  kUnavailable,   // try again later
  kThrottled,     // try again after `retry_after`
  kUnauthorized,  // the venue does not serve this address: another network, or a person
  kUnsupported,   // the source asked for will never have it; another may
  kInvalid,       // the question is wrong: ask differently
  kSymbol,        // there is no such symbol, or not yet at that time
  kCorrupt,       // bytes that break their own format or checksum
  kCancelled,     // the caller gave up
};
[[nodiscard]] WICK_API const char* name(ErrorKind kind);  // "unavailable", ..., "cancelled"

// What was in the way at one tier, told once however often it happened.
struct TierFailure {
  std::string tier{};  // CACHE, LISTING, BULK, REST
  ErrorKind kind{};
  std::string what{};
  std::size_t times{};
  std::optional<std::chrono::microseconds> retry_after{};
};

struct Error {
  ErrorKind kind{};
  std::string what{};  // for people: what, where, and what to do
  std::optional<std::chrono::microseconds> retry_after{};
  std::vector<TierFailure> tiers{};
};

template <typename T>
class [[nodiscard]] Result {
 public:
  Result(T value) : state_(std::in_place_index<0>, std::move(value)) {}      // NOLINT: implicit
  Result(Error error) : state_(std::in_place_index<1>, std::move(error)) {}  // NOLINT: implicit

  explicit operator bool() const { return state_.index() == 0; }

  // The value. Asking for one that is not there ends the program: look before.
  T& operator*() & { return checked(std::get_if<0>(&state_)); }
  const T& operator*() const& { return checked(std::get_if<0>(&state_)); }
  T&& operator*() && { return std::move(checked(std::get_if<0>(&state_))); }
  T* operator->() { return &**this; }
  const T* operator->() const { return &**this; }

  // The error, likewise.
  [[nodiscard]] const Error& error() const { return checked(std::get_if<1>(&state_)); }

 private:
  template <typename Part>
  static Part& checked(Part* part) {
    if (part == nullptr) std::abort();
    return *part;
  }

  std::variant<T, Error> state_;
};

}  // namespace wick
