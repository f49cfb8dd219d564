#include "cli/progress.hpp"

#include <gtest/gtest.h>

#include <cstdlib>

namespace wick::cli::progress_test {
namespace {

using namespace std::chrono_literals;

const core::MonoTime kStart{1h};

// What a progress writes when it is shown at those times, half of it done.
std::string written(ProgressStyle style, std::initializer_list<core::Micros> times) {
  char* text = nullptr;
  std::size_t size = 0;
  std::FILE* const out = ::open_memstream(&text, &size);
  Progress progress(out, style);
  for (const core::Micros time : times) progress.show({500, 1000}, kStart + time);
  progress.clear();
  std::fclose(out);
  std::string copy(text, size);
  std::free(text);
  return copy;
}

TEST(Progress, HowFarHowFastAndHowLongStill) {
  EXPECT_EQ(progress_text({0, 1000}, 5s), "0 %  0 of 1000 bars");
  EXPECT_EQ(progress_text({250, 1000}, 10s), "25 %  250 of 1000 bars, 25/s, 30 s left");
  EXPECT_EQ(progress_text({1, 100}, 1s), "1 %  1 of 100 bars, 1/s, 1 min 39 s left");
  EXPECT_EQ(progress_text({10, 100}, 0s), "10 %  10 of 100 bars");
  EXPECT_EQ(progress_text({10, 100, "the request limit"}, 9s),
            "10 %  10 of 100 bars, waiting for the request limit");
}

TEST(Progress, OnATerminalItIsRedrawnAndThenGone) {
  EXPECT_EQ(written(ProgressStyle::kTerminal, {0s, 400ms}), "") << "most work is done by then";
  EXPECT_EQ(written(ProgressStyle::kTerminal, {0s, 500ms, 550ms, 1s}),
            "\r###############............... 50 %  500 of 1000 bars, 1000/s, 1 s left\x1b[K"
            "\r###############............... 50 %  500 of 1000 bars, 500/s, 1 s left\x1b[K"
            "\r\x1b[K");
}

TEST(Progress, ElsewhereItIsALineNowAndThen) {
  EXPECT_EQ(written(ProgressStyle::kLines, {0s, 1s, 9s, 10s, 11s, 20s}),
            "50 %  500 of 1000 bars, 50/s, 10 s left\n50 %  500 of 1000 bars, 25/s, 20 s left\n");
  EXPECT_EQ(written(ProgressStyle::kNone, {0s, 100s}), "");
}

}  // namespace
}  // namespace wick::cli::progress_test
