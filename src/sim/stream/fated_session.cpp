#include "sim/stream/fated_session.hpp"

#include <algorithm>
#include <utility>

namespace wick::sim {
namespace {

constexpr Micros kRoughFor = 1500 * kSecond / 1000;

// The event's own time, "E", moved to when it is said anew. As many digits come as go.
void restamp(std::string& text, Micros at, bool microseconds) {
  constexpr std::string_view kKey = R"("E":)";
  const std::size_t begin = text.find(kKey);
  if (begin == std::string::npos) return;
  const std::size_t digits = begin + kKey.size();
  const std::size_t end = std::min(text.find_first_not_of("0123456789", digits), text.size());
  text.replace(digits, end - digits, std::to_string(microseconds ? at : at / 1000));
}

Frame of_kind(Frame::Kind kind, Micros at) {
  Frame frame;
  frame.kind = kind;
  frame.time = at;
  return frame;
}

}  // namespace

StreamEvent StreamVisitor::event(StreamMoment moment) const {
  StreamEvent event;
  event.moment = moment;
  event.host = host;
  event.client = client;
  event.target = target;
  return event;
}

FatedSession::FatedSession(StreamJudge& judge, TradeTape& tape, Opening opening, Micros now)
    : judge_(judge),
      visitor_(std::move(opening.visitor)),
      microseconds_(opening.route.microseconds),
      session_(tape, std::move(opening.route), opening.options, now),
      opening_(opening.fate),
      opened_(now),
      event_(visitor_.event(StreamMoment::kFrame)) {}

std::vector<Frame> FatedSession::on_text(std::string_view text, Micros now) {
  std::vector<Frame> out = poll(now);
  if (!over_) hear(session_.on_text(text, now), out);
  return out;
}

std::vector<Frame> FatedSession::on_ping(Micros now) {
  std::vector<Frame> out = poll(now);
  if (!over_) hear(session_.on_ping(now), out);
  return out;
}

std::vector<Frame> FatedSession::on_pong(std::string_view payload, Micros now) {
  std::vector<Frame> out = poll(now);
  if (!over_) hear(session_.on_pong(payload, now), out);
  return out;
}

std::vector<Frame> FatedSession::poll(Micros now) {
  std::vector<Frame> out;
  if (!greeted_) {
    greeted_ = true;
    if (ends(opening_, opened_, out)) return out;
    linger(opening_, opened_, out);
  }
  // Step by step where frames may be held back, so that each is let go at its time.
  const bool watched = !held_.empty() || judge_.touches_frames();
  while (next_due() <= now) {
    if (!held_.empty() && held_.begin()->first <= session_.next_due()) {
      out.push_back(std::move(held_.begin()->second));
      held_.erase(held_.begin());
    } else {
      hear(session_.poll(watched ? std::min(session_.next_due(), now) : now), out);
    }
  }
  return out;
}

Micros FatedSession::next_due() const {
  if (over_) return kNever;
  if (!greeted_) return opened_;
  const Micros held = held_.empty() ? kNever : held_.begin()->first;
  return std::min(held, session_.next_due());
}

void FatedSession::hear(std::vector<Frame> frames, std::vector<Frame>& out) {
  const bool touched = judge_.touches_frames();
  for (Frame& frame : frames) {
    if (over_) return;
    if (frame.kind == Frame::Kind::kClose) {
      if (session_.misused()) judge_.stream_misused(event_, frame.time);
      finish(std::move(frame), out);
    } else if (frame.kind != Frame::Kind::kEvent) {
      out.push_back(std::move(frame));
    } else if (mute_) {
      continue;
    } else if (touched) {
      meet(std::move(frame), out);
    } else {
      event_.frames_sent++;
      out.push_back(std::move(frame));
    }
  }
}

void FatedSession::meet(Frame frame, std::vector<Frame>& out) {
  event_.stream = frame.stream;
  event_.closing = frame.closing;
  const StreamFate fate = judge_.stream_fate(event_, frame.time);
  if (ends(fate, frame.time, out)) return;
  linger(fate, frame.time, out);
  if (mute_ || fate.drop) return;
  event_.frames_sent++;
  deliver(std::move(frame), fate, out);
}

// True where nothing comes after it.
bool FatedSession::ends(const StreamFate& fate, Micros at, std::vector<Frame>& out) {
  if (fate.reset) {
    finish(of_kind(Frame::Kind::kReset, at), out);
  } else if (fate.silent) {
    finish(of_kind(Frame::Kind::kSilence, at), out);
  } else if (fate.close_code != 0) {
    Frame close = of_kind(Frame::Kind::kClose, at);
    close.code = static_cast<std::uint16_t>(fate.close_code);
    finish(std::move(close), out);
  }
  return over_;
}

// What stays with the connection.
void FatedSession::linger(const StreamFate& fate, Micros at, std::vector<Frame>& out) {
  mute_ |= fate.mute;
  if (fate.shutdown < 0 || leaving_) return;
  leaving_ = true;
  out.push_back(session_.shut_down(at, fate.shutdown));
}

void FatedSession::deliver(Frame frame, const StreamFate& fate, std::vector<Frame>& out) {
  const bool rough = fate.rough && !frame.rough.empty();
  const Micros delay = fate.delay > 0 || !rough ? fate.delay : kRoughFor;
  if (rough) {
    Frame early = frame;
    early.text = std::exchange(early.rough, {});
    out.push_back(std::move(early));
    restamp(frame.text, frame.time + delay, microseconds_);
  }
  const Micros until = frame.time + delay;
  if (delay > 0) return hold(std::move(frame), until, fate.copies);
  for (int copy = 1; copy < fate.copies; copy++) out.push_back(frame);
  out.push_back(std::move(frame));
}

void FatedSession::hold(Frame frame, Micros until, int copies) {
  frame.time = until;
  for (int copy = 1; copy < copies; copy++) held_.emplace(until, frame);
  held_.emplace(until, std::move(frame));
}

void FatedSession::finish(Frame frame, std::vector<Frame>& out) {
  over_ = true;
  held_.clear();
  out.push_back(std::move(frame));
}

}  // namespace wick::sim
