#include "cli/stream_writer.hpp"

#include <signal.h>  // NOLINT: pthread_sigmask is not in <csignal>
#include <sys/poll.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <system_error>

namespace wick::cli {
namespace {

constexpr std::size_t kGivenMax = std::size_t{32} << 10U;
constexpr std::size_t kAtOnce = 4096;  // POSIX: a pipe that polls writable has room for PIPE_BUF

// Up to the last line end that lies within reach, if one does.
std::size_t piece_of(std::string_view text) {
  if (text.size() <= kAtOnce) return text.size();
  const std::size_t line_end = text.substr(0, kAtOnce).rfind('\n');
  return line_end == std::string_view::npos ? kAtOnce : line_end + 1;
}

// Signals are for the thread that waits in the reactor.
void leave_signals_to_others() {
  sigset_t all{};
  ::sigfillset(&all);
  (void)::pthread_sigmask(SIG_BLOCK, &all, nullptr);
}

}  // namespace

DescriptorWriter::DescriptorWriter(int descriptor)
    : descriptor_(descriptor), thread_([this] { work(); }) {}

DescriptorWriter::~DescriptorWriter() {
  {
    const std::lock_guard lock(mutex_);
    stop_ = true;
  }
  bell_.ring();
  thread_.join();
}

bool DescriptorWriter::ready() const {
  const std::lock_guard lock(mutex_);
  return given_.size() < kGivenMax;
}

void DescriptorWriter::give(std::string_view text) {
  bool first = false;
  {
    const std::lock_guard lock(mutex_);
    if (fate_ != Fate::kOpen || text.empty()) return;
    first = given_.empty();
    given_ += text;
  }
  if (first) bell_.ring();  // else it has been rung, and the thread has still to come for the rest
}

bool DescriptorWriter::idle() const {
  const std::lock_guard lock(mutex_);
  return given_.empty() && !writing_;
}

TextSink::Fate DescriptorWriter::fate() const {
  const std::lock_guard lock(mutex_);
  return fate_;
}

std::string DescriptorWriter::failure() const {
  const std::lock_guard lock(mutex_);
  return "cannot write standard output: " + std::generic_category().message(error_);
}

void DescriptorWriter::work() {
  leave_signals_to_others();
  while (next_batch()) {
    if (wait_for_room()) write_some();
  }
}

bool DescriptorWriter::next_batch() {
  const std::lock_guard lock(mutex_);
  if (stop_ || fate_ != Fate::kOpen) return false;
  if (written_ < batch_.size()) return true;
  batch_.clear();
  written_ = 0;
  std::swap(batch_, given_);
  writing_ = !batch_.empty();
  return true;
}

// Or for more to write, or for the reader to leave.
bool DescriptorWriter::wait_for_room() {
  const bool has_text = written_ < batch_.size();
  const auto wish = static_cast<short>(has_text ? POLLOUT : 0);
  std::array<pollfd, 2> both{{{descriptor_, wish, 0}, {bell_.descriptor(), POLLIN, 0}}};
  (void)::poll(both.data(), both.size(), -1);
  if (both[1].revents != 0) bell_.quiet();
  if (has_text) return both[0].revents != 0;
  constexpr auto kLeft = static_cast<short>(POLLERR | POLLHUP | POLLNVAL);
  if ((both[0].revents & kLeft) != 0) end(EPIPE);
  return false;
}

void DescriptorWriter::write_some() {
  const std::string_view rest = std::string_view(batch_).substr(written_);
  const ssize_t written = ::write(descriptor_, rest.data(), piece_of(rest));
  if (written >= 0) {
    written_ += static_cast<std::size_t>(written);
  } else if (errno != EINTR && errno != EAGAIN) {
    end(errno);
  }
}

void DescriptorWriter::end(int error) {
  const std::lock_guard lock(mutex_);
  fate_ = error == EPIPE ? Fate::kGone : Fate::kFailed;
  error_ = error;
  given_.clear();
  writing_ = false;
}

}  // namespace wick::cli
