#include "feed/bridge/bridge.hpp"

#include <algorithm>
#include <utility>
#include <variant>

namespace wick::feed::bridge {
namespace {

constexpr int kLinesAtOnce = 500;
constexpr core::Micros kProven = std::chrono::minutes{1};  // up that long, all is well again

std::string seconds_of(core::Micros time) {
  return std::to_string(std::chrono::ceil<std::chrono::seconds>(time).count()) + " s";
}

}  // namespace

Bridge::Bridge(port::Children& children, BridgeOptions options)
    : children_(children),
      options_(std::move(options)),
      mask_(options_.secrets),
      backoff_(options_.backoff),
      conversation_(
          {.mask = mask_, .answer_max = options_.answer_max, .note_every = options_.note_every}),
      complaints_(options_.note_every) {}

void Bridge::subscribe(std::vector<std::string> symbols) {
  conversation_.subscribe(std::move(symbols));
}

void Bridge::doubt(core::Now /*now*/) {
  doubted_ = true;
}

void Bridge::step(core::Now now, Out& out) {
  more_ = false;
  if (over_) return;
  if (std::exchange(doubted_, false) && child_) lose("nothing was heard for too long", now, out);
  if (!child_ && now.mono >= start_at_) start(now);
  listen(now, out);
  watch(now, out);
  speak(now);
}

core::MonoTime Bridge::wake() const {
  if (over_) return core::MonoTime::max();
  if (more_ || doubted_) return core::MonoTime::min();
  if (!child_) return start_at_;
  if (!conversation_.met()) return started_ + options_.hello_max;
  return std::min({conversation_.due(), ping_at_, silent_at()});
}

void Bridge::start(core::Now now) {
  child_ = children_.start(options_.command);
  child_->send(hello_line());
  started_ = last_heard_ = now.mono;
  ping_at_ = now.mono + options_.ping_every;
}

void Bridge::listen(core::Now now, Out& out) {
  for (int lines = 0; child_; ++lines) {
    if (lines == kLinesAtOnce) {
      more_ = true;
      return;
    }
    const auto event = child_->take();
    if (!event) return;
    std::visit([&](const auto& one) { hear(one, now, out); }, *event);
  }
}

void Bridge::hear(const port::Line& line, core::Now now, Out& out) {
  last_heard_ = std::max(last_heard_, line.received);
  const Conversation::Instant at{now.utc - (now.mono - line.received), line.received};
  switch (conversation_.hear(line.text, at, out)) {
    case Conversation::Course::kOn:
      break;
    case Conversation::Course::kAnew:
      lose(conversation_.why(), now, out);
      break;
    case Conversation::Course::kOver:
      finish(conversation_.error(), out);
      break;
  }
  ever_met_ = ever_met_ || conversation_.met();
}

void Bridge::hear(const port::Complaint& complaint, core::Now now, Out& out) {
  std::string text = mask_.over(complaint.text).substr(0, 400);
  std::ranges::replace_if(
      text, [](char c) { return c >= '\0' && c < ' '; }, ' ');
  if (auto note = complaints_.heard(conversation_.name() + " complains: " + text, now.mono)) {
    out.emplace_back(port::FeedNote{*std::move(note)});
  }
}

void Bridge::hear(const port::Ended& ended, core::Now now, Out& out) {
  base::Error error = ended.error;
  error.what = mask_.over(error.what);
  if (error.kind == base::ErrorKind::kUnavailable || ever_met_) {
    lose(error.what, now, out);
  } else {
    finish(base::within("the bridge", error), out);
  }
}

void Bridge::watch(core::Now now, Out& out) {
  if (!child_ || more_) return;
  const bool greeted = conversation_.met();
  if (!greeted && now.mono >= started_ + options_.hello_max) {
    const std::string why = "it said no hello for " + seconds_of(options_.hello_max);
    if (ever_met_) return lose(why, now, out);
    return finish(base::Error{base::ErrorKind::kUnsupported,
                              "the bridge " + options_.command.words.front() + ": " + why +
                                  "; does it speak the protocol?"},
                  out);
  }
  if (greeted && now.mono >= silent_at()) {
    lose("it said nothing for " + seconds_of(options_.silence_max), now, out);
  }
}

void Bridge::speak(core::Now now) {
  if (!child_) return;
  if (conversation_.met() && now.mono >= ping_at_) {
    child_->send(ping_line(++pings_));
    ping_at_ = now.mono + options_.ping_every;
  }
  while (auto line = conversation_.next(now)) child_->send(*std::move(line));
}

// A program that ran well for a while is started again at once, more or less.
void Bridge::lose(const std::string& why, core::Now now, Out& out) {
  const bool ran_well = conversation_.up() && now.mono - started_ >= kProven;
  if (ran_well) backoff_.reset();
  const core::Micros pause = backoff_.next();
  start_at_ = now.mono + pause;
  child_.reset();
  more_ = false;
  conversation_.broke(why, out);
  out.emplace_back(port::FeedNote{conversation_.name() + ": " + why + "; it is started again in " +
                                  seconds_of(pause)});
}

void Bridge::finish(std::optional<base::Error> error, Out& out) {
  over_ = true;
  more_ = false;
  child_.reset();
  Out unheard;
  conversation_.broke("the bridge has ended", unheard);
  out.emplace_back(port::FeedEnd{std::move(error)});
}

}  // namespace wick::feed::bridge
