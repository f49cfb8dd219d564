#include "cli/stream_lines.hpp"

#include <algorithm>
#include <utility>

namespace wick::cli {
namespace {

using live::Tidings;

constexpr std::size_t kBatch = std::size_t{32} << 10U;
// Nobody says when the reader is back; so one looks, soon at first and then less often.
constexpr core::Micros kPauseMin = std::chrono::milliseconds{1};
constexpr core::Micros kPauseMax = std::chrono::milliseconds{50};
constexpr core::Micros kBetweenRemarks = std::chrono::seconds{5};

}  // namespace

StreamLines::StreamLines(const StreamRequest& request, TextSink& sink, const Shell& shell)
    : sink_(sink), shell_(shell), text_(request), outbox_({.slow = request.slow}) {
  text_.append_head(batch_);
  sink_.give(batch_);
}

void StreamLines::take(const live::CandleEvent& event, core::Now /*now*/) {
  using Weight = policy::Outbox::Weight;
  std::string line;
  if (text_.append(line, event)) {
    const auto weight = event.kind == Tidings::kForming ? Weight::kPassing : Weight::kLasting;
    outbox_.add(event.series, weight, std::move(line));
  } else {
    say(shell_, "wick: " + text_.aside(event));
  }
}

void StreamLines::step(core::Now now, const StreamState& /*state*/) {
  bool moved = false;
  while (!outbox_.empty() && sink_.ready()) {
    fill_batch();
    sink_.give(batch_);
    moved = true;
  }
  if (moved) pause_ = {};
  look_again(now.mono);
  tell_dropped(now.mono);
}

void StreamLines::fill_batch() {
  batch_.clear();
  while (batch_.size() < kBatch) {
    const auto next = outbox_.take();
    if (!next) return;
    if (next->dropped > 0 && !text_.append_dropped(batch_, next->series, next->dropped)) {
      untold_ += next->dropped;
    }
    batch_ += next->text;
  }
}

void StreamLines::look_again(core::MonoTime now) {
  wake_ = core::MonoTime::max();
  if (outbox_.empty()) return;
  pause_ = std::clamp(2 * pause_, kPauseMin, kPauseMax);
  wake_ = now + pause_;
}

void StreamLines::tell_dropped(core::MonoTime now) {
  if (untold_ == 0 || (told_ != core::MonoTime::min() && now - told_ < kBetweenRemarks)) return;
  say(shell_, "wick: the reader is slow; " + std::to_string(std::exchange(untold_, 0)) +
                  " updates were dropped");
  told_ = now;
}

}  // namespace wick::cli
