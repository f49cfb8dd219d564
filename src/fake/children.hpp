// Other programs in virtual time.
#pragma once

#include <memory>
#include <string>

#include "fake/world.hpp"
#include "port/child.hpp"

namespace wick::fake {

// The program's end of one run; usable until its owner drops the child.
class ChildPeer {
 public:
  virtual ~ChildPeer() = default;
  virtual void say(std::string line) = 0;       // arrives later, in order
  virtual void complain(std::string text) = 0;  // as well
  virtual void end(base::Error error) = 0;      // the owner sees Ended; nothing arrives after it
};

// A program is told of each run, of each line, and of the end of its input.
class ChildProgram {
 public:
  virtual ~ChildProgram() = default;
  virtual void started(const port::Children::Command& command, std::shared_ptr<ChildPeer> peer) = 0;
  virtual void received(const std::string& line, ChildPeer& peer) = 0;
  virtual void input_ended(ChildPeer& peer) { (void)peer; }
};

class Children final : public port::Children {
 public:
  // Both must outlive every child.
  Children(World& world, ChildProgram& program) : world_(world), program_(program) {}
  [[nodiscard]] std::unique_ptr<port::Child> start(const Command& command) override;

 private:
  World& world_;
  ChildProgram& program_;
};

}  // namespace wick::fake
