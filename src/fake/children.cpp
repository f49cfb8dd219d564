#include "fake/children.hpp"

#include <algorithm>
#include <deque>
#include <utility>

namespace wick::fake {
namespace {

using port::ChildEvent;

// Both ends share the pipes; the owner's end keeps them, so events for one who has left vanish.
struct Pipes final : ChildPeer, std::enable_shared_from_this<Pipes> {
  Pipes(World& w, ChildProgram& p) : world(w), program(p) {}

  void say(std::string line) override { arrive(port::Line{std::move(line), {}}); }
  void complain(std::string text) override { arrive(port::Complaint{std::move(text)}); }
  void end(base::Error error) override {
    if (std::exchange(ended, true)) return;
    deliver(port::Ended{std::move(error)});
  }

  void arrive(ChildEvent event) {
    if (!ended) deliver(std::move(event));
  }
  // Whatever the travel time, nothing overtakes what was said before it.
  void deliver(ChildEvent event) {
    const core::MonoTime now = world.now().mono;
    const core::Micros trip{static_cast<std::int64_t>(20 + world.random().below(3'000))};
    last_arrival = std::max(last_arrival + core::Micros{1}, now + trip);
    world.after(last_arrival - now, [pipes = weak_from_this(), event = std::move(event)]() mutable {
      const auto alive = pipes.lock();
      if (!alive) return;
      if (auto* line = std::get_if<port::Line>(&event)) line->received = alive->world.now().mono;
      alive->inbox.push_back(std::move(event));
    });
  }

  World& world;
  ChildProgram& program;
  std::deque<ChildEvent> inbox;
  core::MonoTime last_arrival{};
  bool ended{false};
};

class Owner final : public port::Child {
 public:
  explicit Owner(std::shared_ptr<Pipes> pipes) : pipes_(std::move(pipes)) {}
  ~Owner() override {
    if (!pipes_->ended) pipes_->program.input_ended(*pipes_);
  }
  Owner(const Owner&) = delete;
  Owner& operator=(const Owner&) = delete;

  void send(std::string line) override {
    const core::MonoTime now = pipes_->world.now().mono;
    last_sent_ = std::max(last_sent_ + core::Micros{1}, now + core::Micros{30});
    pipes_->world.after(last_sent_ - now,
                        [pipes = std::weak_ptr<Pipes>(pipes_), line = std::move(line)] {
                          const auto alive = pipes.lock();
                          if (alive && !alive->ended) alive->program.received(line, *alive);
                        });
  }

  std::optional<ChildEvent> take() override {
    if (pipes_->inbox.empty()) return std::nullopt;
    ChildEvent event = std::move(pipes_->inbox.front());
    pipes_->inbox.pop_front();
    return event;
  }

 private:
  std::shared_ptr<Pipes> pipes_;
  core::MonoTime last_sent_{};
};

}  // namespace

std::unique_ptr<port::Child> Children::start(const Command& command) {
  auto pipes = std::make_shared<Pipes>(world_, program_);
  auto owner = std::make_unique<Owner>(pipes);
  program_.started(command, std::move(pipes));
  return owner;
}

}  // namespace wick::fake
