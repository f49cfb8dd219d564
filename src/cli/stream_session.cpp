#include "cli/stream_session.hpp"

#include <algorithm>

namespace wick::cli {

using live::CandleEvent;
using live::Tidings;

StreamSession::StreamSession(const StreamRequest& request, Parts parts, core::MonoTime begin)
    : request_(request),
      parts_(parts),
      end_(request.lasting ? begin + *request.lasting : core::MonoTime::max()) {}

void StreamSession::take(const std::vector<CandleEvent>& events, core::Now now) {
  for (const CandleEvent& event : events) {
    if (enough()) return;
    count(event);
    keep(event, now);
    parts_.show->take(event, now);
  }
}

bool StreamSession::over(core::MonoTime now) const {
  return enough() || now >= end_;
}

void StreamSession::step(core::Now now, const live::CandleStream::Standing& standing,
                         const live::StreamCounters& counters) {
  state_.standing = standing;
  state_.counters = counters;
  if (parts_.log != nullptr) parts_.log->step(now);
  parts_.show->step(now, state_);
}

core::MonoTime StreamSession::wake() const {
  const core::MonoTime first = std::min(end_, parts_.show->wake());
  return parts_.log == nullptr ? first : std::min(first, parts_.log->wake());
}

void StreamSession::finish(core::Now now) const {
  if (parts_.log != nullptr) parts_.log->finish(now);
}

bool StreamSession::enough() const {
  return request_.count && state_.tally.candles >= *request_.count;
}

void StreamSession::count(const CandleEvent& event) {
  StreamTally& tally = state_.tally;
  switch (event.kind) {
    case Tidings::kClosed:
      ++tally.candles;
      if (event.tier == core::Tier::kStream) ++tally.from_stream;
      break;
    case Tidings::kRevised:
      ++tally.revisions;
      break;
    case Tidings::kForming:
      ++tally.updates;
      break;
    case Tidings::kHole:
      ++tally.holes;
      break;
  }
}

// What the cache brought is there already.
void StreamSession::keep(const CandleEvent& event, core::Now now) {
  const bool closed = event.kind == Tidings::kClosed || event.kind == Tidings::kRevised;
  if (parts_.log == nullptr || !closed || event.tier == core::Tier::kCache) return;
  parts_.log->take(request_.series[event.series], event.bar, event.mark, now);
}

}  // namespace wick::cli
