#include "io/children.hpp"

#include <utility>
#include <variant>

#include "io/child_run.hpp"

namespace wick::io {
namespace {

using port::ChildEvent;

class Owner final : public port::Child {
 public:
  Owner(std::shared_ptr<ChildRun> run, base::Log log) : run_(std::move(run)), log_(std::move(log)) {
    log_.debug("child started");
  }
  ~Owner() override { run_->leave(); }
  Owner(const Owner&) = delete;
  Owner& operator=(const Owner&) = delete;

  void send(std::string line) override { run_->send(line); }
  std::optional<ChildEvent> take() override {
    auto [event, drained] = run_->inbox().take();
    if (drained) run_->resume();
    if (const auto* ended = event ? std::get_if<port::Ended>(&*event) : nullptr) {
      log_.debug("child ended", {{"error", ended->error.what}});
    }
    return std::move(event);
  }

 private:
  const std::shared_ptr<ChildRun> run_;
  const base::Log log_;
};

// One that could not be started has only this to say.
class Stillborn final : public port::Child {
 public:
  explicit Stillborn(base::Error error) : last_(port::Ended{std::move(error)}) {}
  void send(std::string /*line*/) override {}
  std::optional<ChildEvent> take() override { return std::exchange(last_, std::nullopt); }

 private:
  std::optional<ChildEvent> last_;
};

}  // namespace

Children::Children(ChildrenOptions options, const Bell& bell, base::Log log)
    : options_(options), bell_(bell), log_(std::move(log)) {}

Children::~Children() {
  for (const auto& one : running_) one.run->leave();
}

std::unique_ptr<port::Child> Children::start(const Command& command) {
  running_.remove_if([](const Running& one) { return one.run->over(); });
  auto process = spawn(command);
  if (!process) {
    bell_.ring();
    return std::make_unique<Stillborn>(process.error());
  }
  auto run = std::make_shared<ChildRun>(*std::move(process), options_, bell_);
  running_.push_back({run, std::jthread([run] { run->run(); })});
  return std::make_unique<Owner>(std::move(run), log_.with({"program", command.words.front()}));
}

}  // namespace wick::io
