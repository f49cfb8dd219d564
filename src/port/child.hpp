// Another program, started by us, that speaks lines.
#pragma once

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "base/error.hpp"
#include "core/time.hpp"

namespace wick::port {

struct Line {
  std::string text;  // without its end
  core::MonoTime received{};
};
struct Complaint {
  std::string text;  // a line of its standard error, for people
};
struct Ended {
  base::Error error;  // the last event: "exited with 3", "killed by signal 9", "no such program"
};
using ChildEvent = std::variant<Line, Complaint, Ended>;

// Dropping the object closes its standard input, and ends it soon after where it does not end by
// itself. Lines wait until they are taken, but only a bounded amount of them: then the child is
// made to wait. A line beyond a bound ends the child with an error.
class Child {
 public:
  virtual ~Child() = default;
  virtual void send(std::string line) = 0;  // its end is added; after Ended it goes nowhere
  [[nodiscard]] virtual std::optional<ChildEvent> take() = 0;  // nothing: none has come yet
};

class Children {
 public:
  struct Command {
    std::vector<std::string> words;                  // the program and its arguments
    std::map<std::string, std::string> environment;  // beside what we have ourselves
  };
  virtual ~Children() = default;
  // Whoever waits in the reactor is woken when an event has come.
  [[nodiscard]] virtual std::unique_ptr<Child> start(const Command& command) = 0;
};

}  // namespace wick::port
