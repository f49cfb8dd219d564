#include "live/publish_gate.hpp"

namespace wick::live {
namespace {

constexpr core::Micros kAheadMax = std::chrono::seconds{120};

}  // namespace

bool PublishGate::lets_through(const QuoteBar& bar, core::UtcTime now) {
  if (last_open_ && *last_open_ > now + kAheadMax) last_open_.reset();
  if (bar.end > now || (last_open_ && bar.open_time <= *last_open_)) {
    ++held_back_;
    return false;
  }
  last_open_ = bar.open_time;
  return true;
}

bool PublishGate::lets_preview_through(core::MonoTime now) {
  if (last_preview_ && now - *last_preview_ < preview_every_) return false;
  last_preview_ = now;
  return true;
}

}  // namespace wick::live
