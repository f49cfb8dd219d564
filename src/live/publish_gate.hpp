// What may go out for one symbol and interval: each complete bar once and in order, previews at a
// pace.
//
// Previews never wait for complete bars, nor these for them. Whatever is forced past the gate (the
// answer to a command) is not shown to it.
#pragma once

#include <cstdint>
#include <optional>

#include "live/quote_bar.hpp"

namespace wick::live {

class PublishGate {
 public:
  explicit PublishGate(core::Micros preview_every) : preview_every_(preview_every) {}

  // Not what was let through before, nor anything older, nor a bar that ends in the future. A last
  // bar more than two minutes in the future is a mistake, and forgotten.
  [[nodiscard]] bool lets_through(const QuoteBar& bar, core::UtcTime now);

  // A bar that was let through in an earlier life.
  void resume(core::UtcTime last_open) { last_open_ = last_open; }

  [[nodiscard]] bool lets_preview_through(core::MonoTime now);

  [[nodiscard]] std::int64_t held_back() const { return held_back_; }

 private:
  core::Micros preview_every_;
  std::optional<core::UtcTime> last_open_;
  std::optional<core::MonoTime> last_preview_;
  std::int64_t held_back_{};
};

}  // namespace wick::live
