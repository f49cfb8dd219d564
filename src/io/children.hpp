// Other programs for real: pipes to and from them, and a thread for each.
//
// A program that says more than is taken has to wait; one that says a line too long, or does not
// read what it is sent, is ended. None is left behind: dropping a child closes its input, SIGTERM
// and then SIGKILL follow after some patience, and this object waits for all of them.
#pragma once

#include <chrono>
#include <cstddef>
#include <list>
#include <memory>
#include <thread>

#include "base/log.hpp"
#include "io/bell.hpp"
#include "io/child_inbox.hpp"
#include "port/child.hpp"

namespace wick::io {

class ChildRun;

struct ChildrenOptions {
  std::size_t line_bytes_max{std::size_t{1} << 20U};
  std::size_t outbox_bytes_max{std::size_t{1} << 20U};  // sent, but not yet read by it
  ChildInbox::Limits inbox{};                           // and one piece more
  std::chrono::milliseconds patience{2'000};            // before the next, harder word
};

// start() and its children belong to one thread.
class Children final : public port::Children {
 public:
  Children(ChildrenOptions options, const Bell& bell, base::Log log);  // the bell: must outlive
  ~Children() override;
  Children(const Children&) = delete;
  Children& operator=(const Children&) = delete;

  [[nodiscard]] std::unique_ptr<port::Child> start(const Command& command) override;

 private:
  struct Running {
    std::shared_ptr<ChildRun> run;
    std::jthread thread;
  };
  const ChildrenOptions options_;
  const Bell& bell_;
  const base::Log log_;
  std::list<Running> running_;
};

}  // namespace wick::io
