// What only real programs do: not end, leave their descendants behind, and inherit what is open.
#include "io/children.hpp"

#include <gtest/gtest.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <csignal>
#include <variant>

#include "io/reactor.hpp"

namespace wick::io::children_test {
namespace {

using namespace std::chrono_literals;

class RealChildren : public testing::Test {
 protected:
  static ChildrenOptions hasty() {
    return {.line_bytes_max = 10'000, .outbox_bytes_max = 200'000, .inbox = {}, .patience = 100ms};
  }
  std::unique_ptr<port::Child> start(const std::string& script) {
    return children_->start({.words = {"sh", "-c", script}, .environment = {}});
  }
  port::ChildEvent next(port::Child& child) {
    const auto patience = std::chrono::steady_clock::now() + 30s;
    while (std::chrono::steady_clock::now() < patience) {
      if (auto event = child.take()) return *std::move(event);
      usleep(1'000);
    }
    ADD_FAILURE() << "nothing came";
    return port::Ended{{}};
  }
  std::string line(port::Child& child) {
    const auto event = next(child);
    const auto* text = std::get_if<port::Line>(&event);
    return text == nullptr ? "(no line)" : text->text;
  }
  std::string end(port::Child& child) {
    for (;;) {
      const auto event = next(child);
      if (const auto* ended = std::get_if<port::Ended>(&event)) return ended->error.what;
    }
  }
  static bool alive(const std::string& id) { return ::kill(std::stoi(id), 0) == 0; }

  Bell bell_;
  std::unique_ptr<Children> children_ =
      std::make_unique<Children>(hasty(), bell_, base::Log({.level = base::LogLevel::kOff}));
};

TEST_F(RealChildren, AClosedInputIsTheFirstWord) {
  auto child = start("trap '' TERM; echo $$; cat; echo done > /dev/null");
  const std::string id = line(*child);
  child.reset();
  children_.reset();
  EXPECT_FALSE(alive(id));
}

TEST_F(RealChildren, WhatHearsNothingIsKilled) {
  auto child = start("trap '' TERM; echo $$; while :; do sleep 0.05; done");
  const std::string id = line(*child);
  child.reset();
  children_.reset();
  EXPECT_FALSE(alive(id));
  EXPECT_EQ(::waitpid(-1, nullptr, WNOHANG), -1);  // no zombies
  EXPECT_EQ(errno, ECHILD);
}

TEST_F(RealChildren, DescendantsEndWithIt) {
  auto child = start("sleep 1000 & echo $!; cat");
  const std::string id = line(*child);
  ASSERT_TRUE(alive(id));
  child.reset();
  children_.reset();
  for (int i = 0; i < 1'000 && alive(id); ++i) usleep(5'000);  // until init has taken it in
  EXPECT_FALSE(alive(id));
}

TEST_F(RealChildren, ADescendantThatHoldsThePipeDoesNotHideTheEnd) {
  const auto child = start("sleep 1000 & echo on; exit 4");
  EXPECT_EQ(line(*child), "on");
  EXPECT_EQ(end(*child), "exited with 4");
}

TEST_F(RealChildren, ASignalIsNamed) {
  const auto child = start("kill -9 $$");
  EXPECT_EQ(end(*child), "killed by signal 9");
}

TEST_F(RealChildren, ALineTooLongEndsIt) {
  const auto child = start("head -c 20000 /dev/zero | tr '\\0' x; cat");
  EXPECT_EQ(end(*child), "it said a line of more than 10000 bytes");
  EXPECT_FALSE(child->take());
}

TEST_F(RealChildren, WhoDoesNotReadIsEnded) {
  const auto child = start("while :; do sleep 0.05; done");
  for (int i = 0; i < 500; ++i) child->send(std::string(1'000, 'x'));
  EXPECT_EQ(end(*child), "it does not read its input");
}

TEST_F(RealChildren, AClosedInputOfItsOwnKillsNobody) {
  const auto child = start("exec <&-; echo deaf; sleep 0.3; echo still; exit 0");
  EXPECT_EQ(line(*child), "deaf");
  for (int i = 0; i < 100; ++i) child->send("hello?");
  EXPECT_EQ(line(*child), "still");
  EXPECT_EQ(end(*child), "exited with 0");
}

TEST_F(RealChildren, TheLastWordsAreHeardWithoutTheEndOfALine) {
  const auto child = start("printf 'no end'; printf 'nor here' >&2; exit 1");
  EXPECT_EQ(line(*child), "no end");
  const auto complaint = next(*child);
  ASSERT_TRUE(std::holds_alternative<port::Complaint>(complaint));
  EXPECT_EQ(std::get<port::Complaint>(complaint).text, "nor here");
  EXPECT_EQ(end(*child), "exited with 1");
}

TEST_F(RealChildren, NoOpenFileIsInherited) {
  const int leaked = ::dup(0);  // without O_CLOEXEC
  const auto other = start("cat");
  const auto child = start("ls /proc/self/fd | tr '\\n' ' '; echo; cat");
  EXPECT_EQ(line(*child), "0 1 2 3 ");  // 3 is the folder that ls reads
  ::close(leaked);
}

TEST_F(RealChildren, SignalsAreAsProgramsExpectThem) {
  sigset_t all;
  sigset_t before;
  ::sigfillset(&all);
  ::pthread_sigmask(SIG_SETMASK, &all, &before);
  const auto child = start("kill -TERM $$; echo survived");
  ::pthread_sigmask(SIG_SETMASK, &before, nullptr);
  EXPECT_EQ(end(*child), "killed by signal 15");
}

TEST_F(RealChildren, NothingToStartIsAnError) {
  const auto child = children_->start({});
  EXPECT_EQ(end(*child), "no program is named");
}

}  // namespace
}  // namespace wick::io::children_test
