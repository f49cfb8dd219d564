#include "cli/stream_pace.hpp"

#include <algorithm>
#include <utility>

namespace wick::cli {
namespace {

constexpr std::size_t kBatch = std::size_t{32} << 10U;
// Nobody says when the reader is back; so one looks, soon at first and then less often.
constexpr core::Micros kPauseMin = std::chrono::milliseconds{1};
constexpr core::Micros kPauseMax = std::chrono::milliseconds{50};

}  // namespace

// A reader who keeps up sees all that comes, also what comes at once: nothing waits in the outbox
// that could go.
void PacedLines::add(std::size_t series, Weight weight, std::string line) {
  outbox_.add(series, weight, std::move(line));
  if (sink_.ready()) fill_batch();
}

void PacedLines::step(core::MonoTime now) {
  const bool moves = sink_.ready() || !batch_.empty();
  give_batch();
  while (!outbox_.empty() && sink_.ready()) {
    fill_batch();
    give_batch();
  }
  if (moves) pause_ = {};
  look_again(now);
}

void PacedLines::fill_batch() {
  while (batch_.size() < kBatch) {
    const auto next = outbox_.take();
    if (!next) return;
    if (next->dropped > 0) dropped_line_(batch_, next->series, next->dropped);
    batch_ += next->text;
  }
  give_batch();
}

void PacedLines::give_batch() {
  if (!batch_.empty()) sink_.give(batch_);
  batch_.clear();
}

void PacedLines::look_again(core::MonoTime now) {
  wake_ = core::MonoTime::max();
  if (outbox_.empty()) return;
  pause_ = std::clamp(2 * pause_, kPauseMin, kPauseMax);
  wake_ = now + pause_;
}

}  // namespace wick::cli
