#include "cli/stream_lines.hpp"

#include <utility>

namespace wick::cli {
namespace {

using live::Tidings;

constexpr core::Micros kBetweenRemarks = std::chrono::seconds{5};

}  // namespace

StreamLines::StreamLines(const StreamRequest& request, TextSink& sink, const Shell& shell)
    : shell_(shell),
      text_(request),
      lines_(request.slow, sink, [this](std::string& out, std::size_t series, std::int64_t lost) {
        if (!text_.append_dropped(out, series, lost)) untold_ += lost;
      }) {
  std::string head;
  text_.append_head(head);
  sink.give(head);
}

void StreamLines::take(const live::CandleEvent& event, core::Now /*now*/) {
  using Weight = policy::Outbox::Weight;
  std::string line;
  if (text_.append(line, event)) {
    const auto weight = event.kind == Tidings::kForming ? Weight::kPassing : Weight::kLasting;
    lines_.add(event.series, weight, std::move(line));
  } else {
    say(shell_, "wick: " + text_.aside(event));
  }
}

void StreamLines::step(core::Now now, const StreamState& /*state*/) {
  lines_.step(now.mono);
  tell_dropped(now.mono);
}

void StreamLines::tell_dropped(core::MonoTime now) {
  if (untold_ == 0 || (told_ != core::MonoTime::min() && now - told_ < kBetweenRemarks)) return;
  say(shell_, "wick: the reader is slow; " + std::to_string(std::exchange(untold_, 0)) +
                  " updates were dropped");
  told_ = now;
}

}  // namespace wick::cli
