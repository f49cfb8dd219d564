#include "cli/stream_pace.hpp"

#include <algorithm>

namespace wick::cli {
namespace {

constexpr std::size_t kBatch = std::size_t{32} << 10U;
// Nobody says when the reader is back; so one looks, soon at first and then less often.
constexpr core::Micros kPauseMin = std::chrono::milliseconds{1};
constexpr core::Micros kPauseMax = std::chrono::milliseconds{50};

}  // namespace

void PacedLines::step(core::MonoTime now) {
  bool moved = false;
  while (!outbox_.empty() && sink_.ready()) {
    fill_batch();
    sink_.give(batch_);
    moved = true;
  }
  if (moved) pause_ = {};
  look_again(now);
}

void PacedLines::fill_batch() {
  batch_.clear();
  while (batch_.size() < kBatch) {
    const auto next = outbox_.take();
    if (!next) return;
    if (next->dropped > 0) dropped_line_(batch_, next->series, next->dropped);
    batch_ += next->text;
  }
}

void PacedLines::look_again(core::MonoTime now) {
  wake_ = core::MonoTime::max();
  if (outbox_.empty()) return;
  pause_ = std::clamp(2 * pause_, kPauseMin, kPauseMax);
  wake_ = now + pause_;
}

}  // namespace wick::cli
