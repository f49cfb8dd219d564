#include "cli/standard_descriptors.hpp"

#include <fcntl.h>
#include <gtest/gtest.h>
#include <unistd.h>

namespace wick::cli::standard_descriptors_test {
namespace {

// What a process that has closed those finds afterwards: the number of its next file, or 100 where
// a write to its output succeeds.
int next_file_without(bool in, bool out, bool err) {
  if (in) ::close(STDIN_FILENO);
  if (out) ::close(STDOUT_FILENO);
  if (err) ::close(STDERR_FILENO);
  fill_standard_descriptors();
  if (out && ::write(STDOUT_FILENO, "x", 1) == 1) return 100;
  char byte = 0;
  if (in && ::read(STDIN_FILENO, &byte, 1) != 0) return 101;
  return ::open("/dev/null", O_RDONLY) >= 3 ? 0 : 1;
}

TEST(StandardDescriptors, NoFileGetsTheirNumbers) {
  for (const int closed : {1, 2, 3, 4, 5, 6, 7}) {
    EXPECT_EXIT(::_exit(next_file_without((closed & 1) != 0, (closed & 2) != 0, (closed & 4) != 0)),
                testing::ExitedWithCode(0), "")
        << closed;
  }
}

TEST(StandardDescriptors, ThoseThatAreOpenStayAsTheyAre) {
  int ends[2] = {};
  ASSERT_EQ(::pipe(ends), 0);
  const int next = ends[1] + 1;
  fill_standard_descriptors();
  const int file = ::open("/dev/null", O_RDONLY);
  EXPECT_EQ(file, next);
  for (const int one : {ends[0], ends[1], file}) ::close(one);
}

}  // namespace
}  // namespace wick::cli::standard_descriptors_test
