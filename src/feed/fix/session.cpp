#include "feed/fix/session.hpp"

#include <algorithm>
#include <string_view>
#include <utility>

#include "feed/fix/fix_time.hpp"
#include "feed/fix/tags.hpp"

namespace wick::feed::fix {
namespace {

using std::chrono::seconds;

constexpr std::size_t kShownMax = 200;
constexpr core::Micros kProven = std::chrono::minutes{1};  // logged on that long, all is well again
constexpr std::string_view kYes = "Y";

std::string in_seconds(core::Micros time) {
  return std::to_string(std::chrono::ceil<seconds>(time).count()) + " s";
}

core::MonoTime next_minute(core::Now now) {
  const core::Micros into = now.utc - std::chrono::floor<std::chrono::minutes>(now.utc);
  return now.mono + std::chrono::minutes{1} - into;
}

}  // namespace

Session::Session(SessionOptions options)
    : options_(std::move(options)),
      mask_({options_.password}),
      backoff_(options_.backoff, options_.seed) {}

core::MonoTime Session::wake() const {
  switch (phase_) {
    case Phase::kIdle:
      return not_before_;
    case Phase::kConnecting:
    case Phase::kLoggingOn:
      return deadline_;
    case Phase::kOn: {
      const core::MonoTime silent = tested_.value_or(heard_.mono) + patience();
      const core::MonoTime idle = sent_ + options_.heartbeat;
      return std::min({silent, idle, window_check_});
    }
    case Phase::kOver:
      break;
  }
  return core::MonoTime::max();
}

core::Micros Session::patience() const {
  return core::Micros(options_.heartbeat) * 6 / 5;
}

void Session::step(core::Now now, Acts& acts) {
  switch (phase_) {
    case Phase::kIdle:
      return step_idle(now, acts);
    case Phase::kConnecting:
      if (now.mono >= deadline_) fall("no connection in time", now, acts);
      return;
    case Phase::kLoggingOn:
      if (now.mono >= deadline_) {
        fall("no answer to the logon; are the names of both sides right?", now, acts);
      }
      return;
    case Phase::kOn:
      return step_on(now, acts);
    case Phase::kOver:
      return;
  }
}

void Session::step_idle(core::Now now, Acts& acts) {
  if (now.mono < not_before_) return;
  if (!look_at_window(now)) {
    not_before_ = window_check_;
    if (!std::exchange(outside_told_, true)) {
      acts.emplace_back(Noted{"outside the session's hours; waiting for them"});
    }
    return;
  }
  outside_told_ = false;
  phase_ = Phase::kConnecting;
  deadline_ = now.mono + options_.logon_max;
  acts.emplace_back(Connect{});
}

// Minute by minute: nobody opens or closes in between.
bool Session::look_at_window(core::Now now) {
  if (now.mono >= window_check_) {
    outside_ = options_.in_window && !options_.in_window(now.utc);
    window_check_ = options_.in_window ? next_minute(now) : core::MonoTime::max();
  }
  return !outside_;
}

void Session::step_on(core::Now now, Acts& acts) {
  if (!look_at_window(now)) {
    log_out("the session's hours are over", now, acts);
    fall("outside the session's hours", now, acts);
    not_before_ = window_check_;
    outside_told_ = true;
    return;
  }
  if (now.mono >= tested_.value_or(heard_.mono) + patience()) {
    if (tested_) {
      return fall("nothing heard for " + in_seconds(now.mono - heard_.mono), now, acts);
    }
    tested_ = now.mono;
    write(Body(kTestRequest).add(kTestReqId, timestamp(now.utc)), now, acts);
  }
  if (now.mono >= sent_ + options_.heartbeat) write(Body(kHeartbeat), now, acts);
}

void Session::connected(core::Now now, Acts& acts) {
  if (phase_ != Phase::kConnecting) return;
  phase_ = Phase::kLoggingOn;
  deadline_ = now.mono + options_.logon_max;
  log_on(now, acts);
}

void Session::lost(const base::Error& error, core::Now now, Acts& acts) {
  if (phase_ == Phase::kIdle || phase_ == Phase::kOver) return;
  const bool asked = phase_ == Phase::kLoggingOn;
  fall((asked ? "hung up on the logon: " : "") + shown(error.what), now, acts);
}

void Session::restart(const std::string& why, core::Now now, Acts& acts) {
  if (phase_ == Phase::kIdle || phase_ == Phase::kOver) return;
  log_out(why, now, acts);
  fall(why, now, acts);
}

void Session::leave(core::Now now, Acts& acts) {
  if (phase_ == Phase::kOver) return;
  log_out("farewell", now, acts);
  phase_ = Phase::kOver;
  acts.emplace_back(HangUp{});
}

void Session::send(const Body& body, core::Now now, Acts& acts) {
  if (phase_ != Phase::kOn) return;
  last_request_ = next_out_;
  write(body, now, acts);
}

std::string Session::shown(std::string_view text) const {
  std::string line = mask_.over(text);
  std::ranges::replace_if(
      line, [](char c) { return c < ' ' || c > '~'; }, ' ');
  return line.substr(0, kShownMax);
}

void Session::log_on(core::Now now, Acts& acts) {
  next_out_ = next_in_ = 1;
  last_request_ = 0;
  tested_.reset();
  heard_ = now;
  logon_next_ = now.mono + options_.logon_every;
  Body logon(kLogon);
  if (!options_.user.empty()) logon.add(kUsername, options_.user);
  if (!options_.password.empty()) logon.add(kPassword, options_.password);
  logon.add(kEncryptMethod, 0).add(kHeartBtInt, options_.heartbeat.count());
  write(logon.add(kResetSeqNumFlag, kYes), now, acts);
}

void Session::write(const Body& body, core::Now now, Acts& acts) {
  sent_ = now.mono;
  acts.emplace_back(Send{framed(with_header(body, next_out_++, now))});
}

std::string Session::with_header(const Body& body, std::int64_t number, core::Now now,
                                 std::string_view more) const {
  const std::string& bytes = body.bytes();
  const std::size_t type_end = bytes.find(kSoh) + 1;
  Body whole(std::string_view(bytes).substr(3, type_end - 4));
  whole.add(kMsgSeqNum, number).add(kSenderCompId, options_.sender);
  whole.add(kSendingTime, timestamp(now.utc)).add(kTargetCompId, options_.target);
  if (!options_.target_sub.empty()) whole.add(kTargetSubId, options_.target_sub);
  whole.append(more).append(std::string_view(bytes).substr(type_end));
  return whole.bytes();
}

void Session::log_out(const std::string& why, core::Now now, Acts& acts) {
  if (phase_ == Phase::kOn) write(Body(kLogout).add(kText, why), now, acts);
}

// Whatever there is of a connection ends, and another is made later.
void Session::fall(const std::string& why, core::Now now, Acts& acts, core::Micros wait_min) {
  const bool was_on = phase_ == Phase::kOn;
  if (was_on && now.mono - on_since_ >= kProven) backoff_.recovered();
  const core::Micros paced = logon_next_ > now.mono ? logon_next_ - now.mono : core::Micros{};
  const core::Micros wait = std::max({wait_min, paced, backoff_.next()});
  phase_ = Phase::kIdle;
  not_before_ = now.mono + wait;
  acts.emplace_back(HangUp{});
  if (was_on) {
    acts.emplace_back(LoggedOff{heard_.utc, why});
  } else {
    acts.emplace_back(Noted{why + "; trying again in " + in_seconds(wait)});
  }
}

}  // namespace wick::feed::fix
