// What whoever starts other programs for port::Children must do: the machine's own, and the fake.
#include <gtest/gtest.h>

#include <map>
#include <variant>

#include "fake/children.hpp"
#include "io/reactor.hpp"

namespace wick::children_contract_test {
namespace {

using namespace std::chrono_literals;

constexpr int kMany = 20'000;
constexpr std::size_t kLarge = 700'000;
constexpr int kFlood = 200;  // lines of kFloodBytes: far more than an inbox holds
constexpr std::size_t kFloodBytes = 100'000;

// One side of the contract: a reactor, and a starter of the programs of this test.
class Bench {
 public:
  virtual ~Bench() = default;
  virtual port::Reactor& reactor() = 0;
  virtual port::Children& children() = 0;
  virtual port::Children::Command command(const std::string& what) = 0;
};

class FakeBench final : public Bench, fake::ChildProgram {
 public:
  port::Reactor& reactor() override { return world_; }
  port::Children& children() override { return children_; }
  port::Children::Command command(const std::string& what) override {
    return {.words = {what}, .environment = {}};
  }

 private:
  void started(const port::Children::Command& with,
               std::shared_ptr<fake::ChildPeer> peer) override {
    const std::string what = with.words.front();
    if (what == "missing") peer->end({base::ErrorKind::kUnsupported, "no such program: missing"});
    if (what == "many") {
      for (int i = 0; i < kMany; ++i) peer->say(std::to_string(i));
    }
    if (what == "large") peer->say(std::string(kLarge, 'x'));
    if (what == "complain") {
      peer->complain("oh dear");
      peer->say("after");
    }
    if (what == "flood") {
      for (int i = 0; i < kFlood; ++i) peer->say(std::string(kFloodBytes, 'y'));
    }
    if (what == "environment") peer->say(with.environment.at("WICK_WORD"));
    if (what == "exit") {
      peer->say("last");
      peer->end({base::ErrorKind::kUnavailable, "exited with 3"});
    }
    peers_.push_back(std::move(peer));
  }
  void received(const std::string& line, fake::ChildPeer& peer) override { peer.say(line); }

  fake::World world_{1, core::midnight(2024, 1, 1)};
  std::vector<std::shared_ptr<fake::ChildPeer>> peers_;
  fake::Children children_{world_, *this};
};

class RealBench final : public Bench {
 public:
  port::Reactor& reactor() override { return reactor_; }
  port::Children& children() override { return reactor_.children(); }
  port::Children::Command command(const std::string& what) override {
    static const std::map<std::string, std::string> scripts = {
        {"echo", "exec cat"},
        {"exit", "echo last; exit 3"},
        {"many", "seq 0 19999; exec cat"},
        {"large", "head -c 700000 /dev/zero | tr '\\0' x; echo; exec cat"},
        {"complain", "echo oh dear >&2; sleep 0.05; echo after; exec cat"},
        {"flood",
         "yes $(head -c 99999 /dev/zero | tr '\\0' y) 2>/dev/null | cut -c1-100000 | "
         "sed s/$/y/ | head -n 200; exec cat"},
        {"environment", "echo $WICK_WORD; exec cat"}};
    if (what == "missing") return {.words = {"/nowhere/missing"}, .environment = {}};
    return {.words = {"sh", "-c", scripts.at(what)}, .environment = {}};
  }

 private:
  io::Reactor reactor_{{.curl = {.ca_file = "", .user_agent = ""}, .worker_threads = 1},
                       base::Log({.level = base::LogLevel::kOff})};
};

struct Maker {
  const char* name;
  std::unique_ptr<Bench> (*make)();
};

class ChildrenContract : public testing::TestWithParam<Maker> {
 protected:
  std::unique_ptr<port::Child> start(const std::string& what) {
    return bench_->children().start(bench_->command(what));
  }

  // The next event in words; a line is itself.
  std::string next(port::Child& child) {
    const core::MonoTime patience = bench_->reactor().now().mono + 30s;
    while (bench_->reactor().now().mono < patience) {
      if (auto event = child.take()) return shown(*event);
      bench_->reactor().wait(patience);
    }
    return "(nothing came)";
  }
  std::string shown(port::ChildEvent& event) {
    if (const auto* ended = std::get_if<port::Ended>(&event)) {
      error_ = ended->error;
      return "(ended)";
    }
    if (const auto* complaint = std::get_if<port::Complaint>(&event)) {
      return "(complains: " + complaint->text + ")";
    }
    auto& line = std::get<port::Line>(event);
    EXPECT_GE(line.received, last_received_);
    EXPECT_LE(line.received, bench_->reactor().now().mono);
    return std::move(line.text);
  }

  base::Error error_;
  core::MonoTime last_received_{};
  std::unique_ptr<Bench> bench_ = GetParam().make();
};

TEST_P(ChildrenContract, LinesComeInOrder) {
  const auto child = start("many");
  for (int i = 0; i < kMany; ++i) ASSERT_EQ(next(*child), std::to_string(i));
  EXPECT_FALSE(child->take());
}

TEST_P(ChildrenContract, WhatIsSentArrivesInOrder) {
  const auto child = start("echo");
  for (int i = 0; i < 2'000; ++i) child->send(std::to_string(i));
  child->send("");
  child->send(std::string(200'000, 'z'));
  for (int i = 0; i < 2'000; ++i) ASSERT_EQ(next(*child), std::to_string(i));
  EXPECT_EQ(next(*child), "");
  EXPECT_EQ(next(*child), std::string(200'000, 'z'));
}

TEST_P(ChildrenContract, ALongLineComesWhole) {
  const auto child = start("large");
  EXPECT_EQ(next(*child), std::string(kLarge, 'x'));
}

TEST_P(ChildrenContract, ComplaintsAreToldAsSuch) {
  const auto child = start("complain");
  EXPECT_EQ(next(*child), "(complains: oh dear)");
  EXPECT_EQ(next(*child), "after");
}

TEST_P(ChildrenContract, EndedIsTheLastEvent) {
  const auto child = start("exit");
  EXPECT_EQ(next(*child), "last");
  EXPECT_EQ(next(*child), "(ended)");
  EXPECT_EQ(error_.kind, base::ErrorKind::kUnavailable);
  EXPECT_EQ(error_.what, "exited with 3");
  child->send("anybody?");
  const auto other = start("echo");
  other->send("here");
  EXPECT_EQ(next(*other), "here");
  EXPECT_FALSE(child->take());
}

TEST_P(ChildrenContract, AProgramThatIsNotThereHasEnded) {
  const auto child = start("missing");
  EXPECT_EQ(next(*child), "(ended)");
  EXPECT_EQ(error_.kind, base::ErrorKind::kUnsupported);
  EXPECT_NE(error_.what.find("no such program"), std::string::npos) << error_.what;
  EXPECT_FALSE(child->take());
}

TEST_P(ChildrenContract, NothingOfAFloodIsMissing) {
  const auto child = start("flood");
  const auto busy = start("echo");
  busy->send("others are served");
  EXPECT_EQ(next(*busy), "others are served");
  for (int i = 0; i < kFlood; ++i) ASSERT_EQ(next(*child), std::string(kFloodBytes, 'y')) << i;
  child->send("still there");
  EXPECT_EQ(next(*child), "still there");
}

TEST_P(ChildrenContract, TheEnvironmentReachesIt) {
  auto command = bench_->command("environment");
  command.environment["WICK_WORD"] = "secret word";
  const auto child = bench_->children().start(command);
  EXPECT_EQ(next(*child), "secret word");
}

TEST_P(ChildrenContract, DroppingDisturbsNobody) {
  const auto stays = start("echo");
  for (int i = 0; i < 6; ++i) {
    start("many").reset();
    const auto begun = start("flood");
    if (i % 2 == 0) {
      EXPECT_EQ(next(*begun).size(), kFloodBytes);
    }
  }
  stays->send("still here");
  EXPECT_EQ(next(*stays), "still here");
}

TEST_P(ChildrenContract, EachHasItsOwnEvents) {
  std::vector<std::unique_ptr<port::Child>> children;
  for (int i = 0; i < 12; ++i) children.push_back(start("echo"));
  for (std::size_t i = 0; i < children.size(); ++i) children[i]->send(std::to_string(i));
  for (std::size_t i = 0; i < children.size(); ++i) {
    EXPECT_EQ(next(*children[i]), std::to_string(i));
    EXPECT_FALSE(children[i]->take());
  }
}

INSTANTIATE_TEST_SUITE_P(
    , ChildrenContract,
    testing::Values(
        Maker{"Fake", []() -> std::unique_ptr<Bench> { return std::make_unique<FakeBench>(); }},
        Maker{"Posix", []() -> std::unique_ptr<Bench> { return std::make_unique<RealBench>(); }}),
    [](const auto& one) { return std::string(one.param.name); });

}  // namespace
}  // namespace wick::children_contract_test
