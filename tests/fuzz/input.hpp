// The bytes of one fuzz input, taken apart from the front.
//
// Targets that need more than one value read lines, so that a corpus can be written, and a crash
// be read, in an editor. Total: past the end there are empty lines and zeros.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <string_view>

#include "base/check.hpp"

namespace wick::fuzz {

class Input {
 public:
  Input(const std::uint8_t* data, std::size_t size)
      : rest_(reinterpret_cast<const char*>(data), size) {}  // NOLINT: libFuzzer gives bytes

  [[nodiscard]] bool empty() const { return rest_.empty(); }
  [[nodiscard]] std::string_view rest() const { return rest_; }

  std::uint8_t byte() {
    if (rest_.empty()) return 0;
    const auto first = static_cast<std::uint8_t>(rest_.front());
    rest_.remove_prefix(1);
    return first;
  }
  std::string_view line() { return upto('\n'); }
  std::string_view word() { return upto(' '); }

 private:
  std::string_view upto(char end) {
    const std::string_view taken = rest_.substr(0, rest_.find(end));
    rest_.remove_prefix(std::min(taken.size() + 1, rest_.size()));
    return taken;
  }

  std::string_view rest_;
};

}  // namespace wick::fuzz
