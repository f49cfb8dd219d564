#include "api/broadcast.hpp"

#include <string>
#include <utility>

#include "api/error.hpp"

namespace wick::api {

using live::CandleEvent;
using live::Tidings;

Broadcast::Broadcast(live::CandleStream::Wish wish, Parts parts)
    : parts_(parts), stream_(std::move(wish), parts.world) {}

bool Broadcast::step(core::Now now) {
  events_.clear();
  stream_.step(now, events_);
  for (const CandleEvent& event : events_) keep(event, now);
  parts_.queue->add(events_);
  tell_notices();
  tell_refusals();
  tell_trouble();
  if (stream_.refusals().size() < stream_.series().size()) return true;
  parts_.queue->end(nothing_left());
  return false;
}

// What the cache brought is there already.
void Broadcast::keep(const CandleEvent& event, core::Now now) {
  const bool closed = event.kind == Tidings::kClosed || event.kind == Tidings::kRevised;
  if (parts_.kept == nullptr || !closed || event.tier == core::Tier::kCache) return;
  parts_.kept->take(stream_.series()[event.series], event.bar, event.mark, now);
}

void Broadcast::tell_notices() {
  for (const live::Notice& notice : stream_.take_notices()) {
    if (notice.kind == live::Notice::Kind::kRefused) continue;
    parts_.notes->info("stream", {{"what", notice.text}});
  }
}

void Broadcast::tell_refusals() {
  const auto& refusals = stream_.refusals();
  for (; refusals_told_ < refusals.size(); ++refusals_told_) {
    const auto& refusal = refusals[refusals_told_];
    parts_.notes->warning("stream", {{"symbol", stream_.series()[refusal.series].symbol},
                                     {"what", refusal.error.what}});
  }
}

// Once: it is written again and again until it is gone.
void Broadcast::tell_trouble() {
  if (parts_.kept == nullptr || troubled_) return;
  const auto trouble = parts_.kept->trouble();
  if (!trouble) return;
  troubled_ = true;
  parts_.notes->warning("stream", {{"what", "candles are not kept: " + trouble->what}});
}

Error Broadcast::nothing_left() const {
  const auto& refusals = stream_.refusals();
  Error error = symbol_error(refusals.front().error);
  const std::string& first = stream_.series()[refusals.front().series].symbol;
  error.what = first + ": " + error.what;
  if (refusals.size() > 1) {
    error.what += "; nor are there the other " + std::to_string(refusals.size() - 1);
  }
  return error;
}

}  // namespace wick::api
