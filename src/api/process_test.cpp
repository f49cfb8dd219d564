#include "api/process.hpp"

#include <gtest/gtest.h>
#include <sys/wait.h>
#include <unistd.h>

namespace wick::api::process_test {
namespace {

TEST(Process, IsAnotherOneAfterAFork) {
  ASSERT_EQ(this_process(), ::getpid());
  const pid_t child = ::fork();
  if (child == 0) ::_exit(this_process() == ::getpid() ? 0 : 1);
  int status = 0;
  ASSERT_EQ(::waitpid(child, &status, 0), child);
  EXPECT_TRUE(WIFEXITED(status) && WEXITSTATUS(status) == 0);
  EXPECT_EQ(this_process(), ::getpid());
}

}  // namespace
}  // namespace wick::api::process_test
