// Something that may happen often and is told rarely: the first ones at once, the others counted.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <utility>

#include "core/time.hpp"

namespace wick::feed::bridge {

class Murmur {
 public:
  explicit Murmur(core::Micros every, int at_once = 1) : every_(every), at_once_(at_once) {}

  // What to tell, where it is time to.
  [[nodiscard]] std::optional<std::string> heard(const std::string& text, core::MonoTime now) {
    if (now >= quiet_until_) {
      quiet_until_ = now + every_;
      told_ = 0;
    }
    if (told_ >= at_once_) {
      ++untold_;
      return std::nullopt;
    }
    ++told_;
    const std::string more = untold_ == 0 ? "" : " (and " + std::to_string(untold_) + " before)";
    untold_ = 0;
    return text + more;
  }

  // How many were not told, once it is time to say so; they are forgotten then.
  [[nodiscard]] std::size_t untold(core::MonoTime now) {
    return now < quiet_until_ ? 0 : std::exchange(untold_, 0);
  }

 private:
  core::Micros every_;
  int at_once_;
  int told_{};
  core::MonoTime quiet_until_{core::MonoTime::min()};
  std::size_t untold_{};
};

}  // namespace wick::feed::bridge
