// What every pool behind port::Workers must do, and every reactor behind port::Reactor.
#include <gtest/gtest.h>

#include "fake/world.hpp"
#include "io/reactor.hpp"

namespace wick::workers_contract_test {
namespace {

using namespace std::chrono_literals;

struct Bench {
  port::Reactor* reactor{};
  port::Workers* workers{};
  std::shared_ptr<void> keep;
};

Bench virtual_time() {
  auto world = std::make_shared<fake::World>(1, core::midnight(2024, 1, 1));
  return {world.get(), world.get(), world};
}

Bench real_time() {
  auto reactor = std::make_shared<io::Reactor>(
      io::Reactor::Options{.curl = {.ca_file = "", .user_agent = ""}, .worker_threads = 2},
      base::Log({.level = base::LogLevel::kOff}));
  return {reactor.get(), &reactor->workers(), reactor};
}

struct Maker {
  const char* name;
  Bench (*make)();
};

class WorkersContract : public testing::TestWithParam<Maker> {
 protected:
  Bench bench_ = GetParam().make();
};

TEST_P(WorkersContract, EveryJobIsDoneAndWakesTheReactor) {
  std::vector<port::Pending<int>> pending;
  for (int i = 0; i < 500; ++i) {
    pending.push_back(port::submit(*bench_.workers, [i] { return i * i; }));
  }
  for (int i = 0; i < 500; ++i) {
    auto& one = pending[static_cast<std::size_t>(i)];
    while (!one.ready()) bench_.reactor->wait(bench_.reactor->now().mono + 10s);
    EXPECT_EQ(one.take(), i * i);
  }
}

TEST_P(WorkersContract, WaitingEndsAtTheTimeAskedFor) {
  const core::Now start = bench_.reactor->now();
  const core::MonoTime until = start.mono + 20ms;
  while (bench_.reactor->now().mono < until) bench_.reactor->wait(until);
  EXPECT_GE(bench_.reactor->now().utc, start.utc);
}

TEST_P(WorkersContract, ThePastIsNotWaitedFor) {
  const core::MonoTime start = bench_.reactor->now().mono;
  bench_.reactor->wait(start - 1s);
  EXPECT_LT(bench_.reactor->now().mono - start, 5s);
}

INSTANTIATE_TEST_SUITE_P(, WorkersContract,
                         testing::Values(Maker{"Virtual", virtual_time}, Maker{"Real", real_time}),
                         [](const auto& one) { return std::string(one.param.name); });

// Dropping a pool while jobs wait loses them quietly, and never hangs.
TEST(WorkerPool, EndsWithJobsStillQueued) {
  for (int round = 0; round < 50; ++round) {
    const io::Bell bell;
    io::WorkerPool pool(3, bell);
    for (int i = 0; i < 20; ++i) pool.run([] {});
  }
}

}  // namespace
}  // namespace wick::workers_contract_test
