// One run of another program, on a thread of its own. For the sources of this room alone.
//
// The thread reads, writes, and sees to the end: an owner who leaves closes the program's input;
// where that does not end it a SIGTERM does, and then a SIGKILL.
#pragma once

#include <chrono>
#include <mutex>
#include <optional>
#include <string>

#include "io/bell.hpp"
#include "io/child_inbox.hpp"
#include "io/child_process.hpp"
#include "io/children.hpp"

namespace wick::io {

class ChildRun {
 public:
  ChildRun(ChildProcess process, const ChildrenOptions& options, const Bell& bell)
      : options_(options), inbox_(options.inbox, bell), id_(process.id) {
    input_.emplace(std::move(process.input));
    output_.from.emplace(std::move(process.output));
    complaints_.from.emplace(std::move(process.complaints));
  }

  // From any thread.
  void send(const std::string& line);
  void leave();
  [[nodiscard]] ChildInbox& inbox() { return inbox_; }
  void resume() const { awake_.ring(); }  // there is room in the inbox again

  void run();  // until the program has ended
  [[nodiscard]] bool over() const;

 private:
  using Clock = std::chrono::steady_clock;
  struct Source {
    std::optional<Descriptor> from{};  // nothing: it has ended
    std::string begun{};               // a line without its end
  };
  enum class Escalation { kNone, kInputClosed, kTerminated, kKilled };

  void wait() const;
  void read(Source& source, bool complaining);
  void take_lines(Source& source, bool complaining);
  void tell(std::string text, bool complaining);
  void write();
  void look_after_the_owner();
  void blame(const std::string& fault);
  void end();
  void escalate();
  [[nodiscard]] bool listening() const;
  [[nodiscard]] bool has_ended();

  const ChildrenOptions options_;
  ChildInbox inbox_;
  const pid_t id_;
  Bell awake_;

  mutable std::mutex mutex_;
  std::string outbox_;  // by mutex_
  bool left_{};         // by mutex_
  bool over_{};         // by mutex_

  std::optional<Descriptor> input_;
  Source output_;
  Source complaints_;
  std::string writing_;
  std::string fault_;  // why we end it, where we do
  bool deaf_{};        // nobody wants to hear any more
  bool last_words_{};  // it has ended
  Escalation escalation_{Escalation::kNone};
  Clock::time_point next_escalation_{};
};

}  // namespace wick::io
