// JSON exactly as a venue usually writes it, taken off its front piece by piece.
//
// Inline, for the readers of many small values. Once a piece is not what it should be there is no
// more of it, and good() says so. Whatever is taken here is JSON, but not all JSON is taken: who
// uses this has a parser to ask instead, and no error to tell.
#pragma once

#include <cstdint>
#include <cstring>
#include <string_view>

#include "codec/decimal.hpp"
#include "codec/digits.hpp"

namespace wick::venue {

class UsualJson {
 public:
  explicit UsualJson(std::string_view text) : at_(text.data()), end_(at_ + text.size()) {}

  [[nodiscard]] bool good() const { return good_; }
  [[nodiscard]] bool ended() const { return at_ == end_; }
  [[nodiscard]] bool next_is(char c) const { return at_ != end_ && *at_ == c; }

  [[nodiscard]] bool take_if(std::string_view expected) {
    const auto left = static_cast<std::size_t>(end_ - at_);
    if (left < expected.size() || std::memcmp(at_, expected.data(), expected.size()) != 0) {
      return false;
    }
    at_ += expected.size();
    return true;
  }
  void take(std::string_view expected) {
    if (!take_if(expected)) fail();
  }
  void take(char expected) {
    if (next_is(expected)) {
      ++at_;
    } else {
      fail();
    }
  }

  // JSON has no whole number that begins with a zero but zero itself.
  [[nodiscard]] std::int64_t integer() {
    std::int64_t value = 0;
    const char* const rest = codec::take_usual_integer(at_, end_, value);
    const bool padded = next_is('0') && rest != at_ + 1;
    move_to(padded ? nullptr : rest);
    return value;
  }
  [[nodiscard]] std::int64_t signed_integer() {
    const bool negative = take_if("-");
    const std::int64_t size = integer();
    return negative ? -size : size;
  }

  // A decimal inside a string, as venues write them.
  [[nodiscard]] double quoted() {
    double value = 0;
    take('"');
    if (const char* const rest = codec::take_usual_decimal(at_, end_, value)) {
      at_ = rest;
    } else {
      value = unusual();
    }
    take('"');
    return value;
  }

  [[nodiscard]] bool flag() {
    const bool value = take_if("true");
    if (!value) take("false");
    return value;
  }

  // A string of ASCII without escapes.
  [[nodiscard]] std::string_view word() {
    take('"');
    const char* const first = at_;
    while (at_ != end_ && is_plain(*at_)) ++at_;
    const std::string_view found(first, static_cast<std::size_t>(at_ - first));
    take('"');
    return found;
  }

 private:
  static bool is_plain(char c) { return c >= ' ' && c <= '~' && c != '"' && c != '\\'; }

  double unusual() {
    std::string_view rest(at_, static_cast<std::size_t>(end_ - at_));
    const auto value = codec::take_decimal(rest);
    move_to(value ? rest.data() : nullptr);
    return value.value_or(0);
  }
  void move_to(const char* rest) {
    if (rest == nullptr) {
      fail();
    } else {
      at_ = rest;
    }
  }
  void fail() {
    good_ = false;
    at_ = end_;
  }

  const char* at_;
  const char* end_;
  bool good_{true};
};

}  // namespace wick::venue
