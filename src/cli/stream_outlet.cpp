#include "cli/stream_outlet.hpp"

#include <algorithm>

#include "cli/stream_notes.hpp"

namespace wick::cli {
namespace {

using Fate = TextSink::Fate;

constexpr core::Micros kPatience = std::chrono::seconds{2};
constexpr core::Micros kLook = std::chrono::milliseconds{10};

bool is_warning(const live::Notice& notice) {
  return notice.kind == live::Notice::Kind::kDiffers || notice.kind == live::Notice::Kind::kAlarm;
}

}  // namespace

bool StreamOutlet::closed() const {
  return interrupted() || sink->fate() != Fate::kOpen;
}

void StreamOutlet::tell(const live::Notice& notice) const {
  if (!verbose && is_warning(notice)) {
    notes->warning("stream", {{"what", notice_text(notice)}});
  } else {
    tell(notice_text(notice));
  }
}

void StreamOutlet::tell(const std::string& text) const {
  if (verbose) {
    say(*shell, "wick: " + text);
  } else {
    notes->info("stream", {{"what", text}});
  }
}

void StreamOutlet::drain(const std::function<bool(core::Now)>& step) const {
  core::MonoTime until = core::MonoTime::max();
  for (;;) {
    const core::Now now = reactor->now();
    const bool done = step(now);
    if (interrupted()) until = std::min(until, now.mono + kPatience);
    if (done || sink->fate() != Fate::kOpen || now.mono >= until) return;
    reactor->wait(now.mono + kLook);
  }
}

Exit StreamOutlet::verdict(const std::string& summary) const {
  switch (sink->fate()) {
    case Fate::kGone:
      return Exit::kOk;
    case Fate::kFailed:
      return complain(*shell, {base::ErrorKind::kUnavailable, sink->failure()});
    case Fate::kOpen:
      break;
  }
  say(*shell, "wick: " + summary);
  return Exit::kOk;
}

}  // namespace wick::cli
