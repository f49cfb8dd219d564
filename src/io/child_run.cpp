#include "io/child_run.hpp"

#include <poll.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <csignal>
#include <utility>

#include "io/system_clock.hpp"

namespace wick::io {
namespace {

constexpr std::size_t kPiece = std::size_t{64} << 10U;
constexpr int kPiecesAtOnce = 64;  // so that a flood does not keep us from anything else
constexpr std::size_t kComplaintMax = 4'000;
constexpr auto kGlance = std::chrono::milliseconds{200};      // at a program that says nothing
constexpr auto kSharpGlance = std::chrono::milliseconds{10};  // at one that is to end

// A program that ended before it read is no reason for us to end.
void ignore_broken_pipes() {
  sigset_t broken;
  ::sigemptyset(&broken);
  ::sigaddset(&broken, SIGPIPE);
  ::pthread_sigmask(SIG_BLOCK, &broken, nullptr);
}

}  // namespace

void ChildRun::send(const std::string& line) {
  const std::lock_guard lock(mutex_);
  if (over_ || left_) return;
  outbox_ += line;
  outbox_ += '\n';
  awake_.ring();
}

void ChildRun::leave() {
  const std::lock_guard lock(mutex_);
  left_ = true;
  awake_.ring();
}

bool ChildRun::over() const {
  const std::lock_guard lock(mutex_);
  return over_;
}

void ChildRun::run() {
  ignore_broken_pipes();
  while (!has_ended()) {
    wait();
    awake_.quiet();
    look_after_the_owner();
    write();
    read(output_, false);
    read(complaints_, true);
    escalate();
  }
}

bool ChildRun::listening() const {
  return deaf_ || last_words_ || !inbox_.full();
}

void ChildRun::wait() const {
  const short heard = listening() ? POLLIN : 0;
  const auto number = [](const std::optional<Descriptor>& one, bool wanted) {
    return one && wanted ? one->number() : -1;
  };
  std::array<pollfd, 4> watched = {{
      {awake_.descriptor(), POLLIN, 0},
      {number(output_.from, listening()), heard, 0},
      {number(complaints_.from, listening()), heard, 0},
      {number(input_, !writing_.empty()), POLLOUT, 0},
  }};
  const bool ending = escalation_ != Escalation::kNone || !output_.from;
  const auto time = ending ? kSharpGlance : kGlance;
  (void)::poll(watched.data(), watched.size(), static_cast<int>(time.count()));
}

void ChildRun::look_after_the_owner() {
  bool left = false;
  {
    const std::lock_guard lock(mutex_);
    writing_ += std::exchange(outbox_, {});
    left = left_;
  }
  if (left) {
    deaf_ = true;
    end();
  }
  if (writing_.size() > options_.outbox_bytes_max) blame("it does not read its input");
}

void ChildRun::write() {
  while (input_ && !writing_.empty()) {
    const ssize_t done = ::write(input_->number(), writing_.data(), writing_.size());
    if (done < 0 && errno == EINTR) continue;
    if (done < 0 && errno == EAGAIN) return;
    if (done < 0) {  // it closed its input: what it says may still be worth hearing
      input_.reset();
      writing_.clear();
      return;
    }
    writing_.erase(0, static_cast<std::size_t>(done));
  }
}

void ChildRun::read(Source& source, bool complaining) {
  std::array<char, kPiece> piece{};
  for (int pieces = 0; pieces < kPiecesAtOnce && source.from && listening(); ++pieces) {
    const ssize_t got = ::read(source.from->number(), piece.data(), piece.size());
    if (got < 0 && errno == EINTR) continue;
    if (got < 0 && errno == EAGAIN) return;
    if (got <= 0) {
      source.from.reset();
      return;
    }
    source.begun.append(piece.data(), static_cast<std::size_t>(got));
    take_lines(source, complaining);
  }
}

void ChildRun::take_lines(Source& source, bool complaining) {
  std::string& text = source.begun;
  std::size_t first = 0;
  for (std::size_t end = text.find('\n'); end != std::string::npos; end = text.find('\n', first)) {
    const std::size_t last = end > first && text[end - 1] == '\r' ? end - 1 : end;
    tell(text.substr(first, last - first), complaining);
    first = end + 1;
  }
  text.erase(0, first);
  if (complaining && text.size() > kComplaintMax) tell(std::exchange(text, {}), complaining);
  if (text.size() > options_.line_bytes_max) {
    text.clear();
    blame("it said a line of more than " + std::to_string(options_.line_bytes_max) + " bytes");
  }
}

void ChildRun::tell(std::string text, bool complaining) {
  if (deaf_) return;
  if (complaining) {
    text.resize(std::min(text.size(), kComplaintMax));
    inbox_.put(port::Complaint{std::move(text)});
  } else if (text.size() > options_.line_bytes_max) {
    blame("it said a line of more than " + std::to_string(options_.line_bytes_max) + " bytes");
  } else {
    inbox_.put(port::Line{.text = std::move(text), .received = mono_now()});
  }
}

void ChildRun::blame(const std::string& fault) {
  if (deaf_) return;
  fault_ = fault;
  inbox_.put(port::Ended{{base::ErrorKind::kCorrupt, fault}});
  deaf_ = true;
  end();
}

// From here on it is only waited for.
void ChildRun::end() {
  if (escalation_ != Escalation::kNone) return;
  input_.reset();
  writing_.clear();
  escalation_ = Escalation::kInputClosed;
  next_escalation_ = Clock::now() + options_.patience;
}

void ChildRun::escalate() {
  if (escalation_ == Escalation::kNone || Clock::now() < next_escalation_) return;
  const bool asked = escalation_ == Escalation::kInputClosed;
  signal_group(id_, asked ? SIGTERM : SIGKILL);
  escalation_ = asked ? Escalation::kTerminated : Escalation::kKilled;
  next_escalation_ = Clock::now() + options_.patience;
}

// What it said last is read once it has ended, full inbox or not: pipes are small. What it started
// itself ends with it, while its number is still its own.
bool ChildRun::has_ended() {
  if (!output_.from) end();
  if (!has_exited(id_)) return false;
  signal_group(id_, SIGKILL);
  const std::string how = reap(id_);
  last_words_ = true;
  read(output_, false);
  read(complaints_, true);
  if (!output_.begun.empty()) tell(std::exchange(output_.begun, {}), false);
  if (!complaints_.begun.empty()) tell(std::exchange(complaints_.begun, {}), true);
  if (fault_.empty()) inbox_.put(port::Ended{{base::ErrorKind::kUnavailable, how}});
  const std::lock_guard lock(mutex_);
  over_ = true;
  return true;
}

}  // namespace wick::io
