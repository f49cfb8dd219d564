// A value, or the reason there is none. Ignoring one is a compiler warning, and warnings fail.
#pragma once

#include <optional>
#include <utility>
#include <variant>

#include "base/check.hpp"
#include "base/error.hpp"

namespace wick::base {

template <typename T>
class [[nodiscard]] Result {
 public:
  Result(T value) : state_(std::in_place_index<0>, std::move(value)) {}      // NOLINT: implicit
  Result(Error error) : state_(std::in_place_index<1>, std::move(error)) {}  // NOLINT: implicit

  explicit operator bool() const { return state_.index() == 0; }

  // The value; asking for one that is not there is a mistake of ours.
  T& operator*() & { return value(); }
  const T& operator*() const& { return value(); }
  T&& operator*() && { return std::move(value()); }
  T* operator->() { return &value(); }
  const T* operator->() const { return &value(); }

  [[nodiscard]] const Error& error() const& {
    WICK_CHECK(state_.index() == 1);
    return *std::get_if<1>(&state_);
  }
  [[nodiscard]] Error&& error() && {
    WICK_CHECK(state_.index() == 1);
    return std::move(*std::get_if<1>(&state_));
  }

 private:
  [[nodiscard]] T& value() {
    WICK_CHECK(state_.index() == 0);
    return *std::get_if<0>(&state_);
  }
  [[nodiscard]] const T& value() const {
    WICK_CHECK(state_.index() == 0);
    return *std::get_if<0>(&state_);
  }

  std::variant<T, Error> state_;
};

template <>
class [[nodiscard]] Result<void> {
 public:
  Result() = default;
  Result(Error error) : error_(std::move(error)) {}  // NOLINT: implicit

  explicit operator bool() const { return !error_; }
  [[nodiscard]] const Error& error() const {
    WICK_CHECK(error_.has_value());
    return *error_;
  }

 private:
  std::optional<Error> error_;
};

}  // namespace wick::base
