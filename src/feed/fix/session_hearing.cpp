// What the venue says to the session itself.
#include "feed/fix/session.hpp"

#include <algorithm>
#include <array>
#include <string_view>
#include <utility>

#include "feed/fix/fix_time.hpp"
#include "feed/fix/tags.hpp"

namespace wick::feed::fix {
namespace {

constexpr std::string_view kYes = "Y";

// Words by which venues say that trying again would be wrong.
constexpr std::array<std::string_view, 7> kLoginWords{
    "password",     "credential",     "authentic",     "unknown user",
    "invalid user", "not authorized", "account locked"};

bool speaks_of_the_login(std::string_view text) {
  std::string small(text);
  std::ranges::transform(small, small.begin(), [](char c) {
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  });
  return std::ranges::any_of(
      kLoginWords, [&](std::string_view word) { return small.find(word) != std::string::npos; });
}

bool said_before(const Message& message) {
  return message.text(kPossDupFlag) == kYes;
}

bool of_session(std::string_view type) {
  return type.size() == 1 && (std::string_view("012345A").find(type) != std::string_view::npos);
}

}  // namespace

bool Session::received(const Message& message, core::Now now, Acts& acts) {
  if (phase_ != Phase::kLoggingOn && phase_ != Phase::kOn) return false;
  last_well_ = std::exchange(heard_, now).utc;
  tested_.reset();
  if (const std::string fault = fault_of(message); !fault.empty()) {
    restart(fault, now, acts);
    return false;
  }
  if (phase_ == Phase::kLoggingOn) {
    answer_to_logon(message, now, acts);
    return false;
  }
  return in_order(message, now, acts) && dispatch(message, now, acts);
}

// Why the two cannot go on, or nothing.
std::string Session::fault_of(const Message& message) const {
  if (!message.number(kMsgSeqNum)) return "a message without a number";
  if (message.text(kSenderCompId) == options_.target &&
      message.text(kTargetCompId) == options_.sender) {
    return {};
  }
  return "a message from " + shown(message.text(kSenderCompId)) + " to " +
         shown(message.text(kTargetCompId)) + ", which are others";
}

void Session::answer_to_logon(const Message& message, core::Now now, Acts& acts) {
  const std::string_view type = message.type();
  if (type == kLogout || type == kReject) return refused(message, now, acts);
  if (type != kLogon) return;  // nothing counts before
  phase_ = Phase::kOn;
  on_since_ = now.mono;
  acts.emplace_back(LoggedOn{});
  (void)in_order(message, now, acts);
}

void Session::refused(const Message& message, core::Now now, Acts& acts) {
  const std::string text = shown(message.text(kText));
  const std::string what = "the logon was refused: " + (text.empty() ? "no reason given" : text);
  if (!speaks_of_the_login(text)) return fall(what, now, acts, options_.refused_wait);
  phase_ = Phase::kOver;
  acts.emplace_back(HangUp{});
  acts.emplace_back(Ended{{base::ErrorKind::kUnauthorized,
                           what + " (user " + options_.user + ", sender " + options_.sender +
                               "); check the user, the password and the sender"}});
}

// Whether the message is to be heard; numbers are kept here.
bool Session::in_order(const Message& message, core::Now now, Acts& acts) {
  const bool reset =
      message.type() == kSequenceReset && message.text(kGapFillFlag) != kYes;  // of any number
  const std::int64_t number = *message.number(kMsgSeqNum);
  if (reset) return true;
  if (number < next_in_) {
    if (said_before(message))
      return !of_session(message.type()) || message.type() == kSequenceReset;
    restart("MsgSeqNum too low, expecting " + std::to_string(next_in_) + " but received " +
                std::to_string(number),
            now, acts);
    return false;
  }
  if (number > next_in_) ask_again(number, now, acts);
  next_in_ = number + 1;
  return true;
}

bool Session::dispatch(const Message& message, core::Now now, Acts& acts) {
  const std::string_view type = message.type();
  if (type == kTestRequest) {
    write(Body(kHeartbeat).add(kTestReqId, message.text(kTestReqId)), now, acts);
  } else if (type == kResendRequest) {
    answer_resend(message, now, acts);
  } else if (type == kReject) {
    acts.emplace_back(Noted{"the venue rejected message " + shown(message.text(kRefSeqNum)) +
                            " of type " + shown(message.text(kRefMsgType)) + ": " +
                            shown(message.text(kText))});
  } else if (type == kSequenceReset) {
    skip_to(message);
  } else if (type == kLogout) {
    restart("the venue logged out: " + shown(message.text(kText)), now, acts);
  }
  return !of_session(type);
}

void Session::skip_to(const Message& message) {
  next_in_ = std::max(next_in_, message.number(kNewSeqNo).value_or(0));
}

// What lies between is wanted, if only so that the venue knows; what was just seen counts at once.
void Session::ask_again(std::int64_t seen, core::Now now, Acts& acts) {
  write(Body(kResendRequest).add(kBeginSeqNo, next_in_).add(kEndSeqNo, seen - 1), now, acts);
  acts.emplace_back(Missed{last_well_, "messages " + std::to_string(next_in_) + " to " +
                                           std::to_string(seen - 1) + " did not arrive"});
}

// With nothing but the news that there is nothing: quotes asked for anew are better than requests
// that come twice.
void Session::answer_resend(const Message& message, core::Now now, Acts& acts) {
  const std::int64_t begin = message.number(kBeginSeqNo).value_or(0);
  if (begin < 1 || begin >= next_out_) return;
  const std::int64_t end = message.number(kEndSeqNo).value_or(0);
  const std::int64_t next = end == 0 || end >= next_out_ ? next_out_ : end + 1;
  if (next <= begin) return;
  Body again(kSequenceReset);
  again.add(kGapFillFlag, kYes).add(kNewSeqNo, next);
  const std::string dup = std::to_string(kPossDupFlag) + "=Y" + kSoh +
                          std::to_string(kOrigSendingTime) + '=' + timestamp(now.utc) + kSoh;
  acts.emplace_back(Send{framed(with_header(again, begin, now, dup))});
  sent_ = now.mono;
  if (begin <= last_request_) acts.emplace_back(Overlooked{});
}

}  // namespace wick::feed::fix
