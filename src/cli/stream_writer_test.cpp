#include "cli/stream_writer.hpp"

#include <fcntl.h>
#include <gtest/gtest.h>
#include <signal.h>
#include <sys/poll.h>
#include <unistd.h>

#include <array>
#include <functional>
#include <utility>

namespace wick::cli::stream_writer_test {
namespace {

using Fate = TextSink::Fate;

class Pipe {
 public:
  Pipe() {
    ::signal(SIGPIPE, SIG_IGN);
    std::array<int, 2> ends{};
    EXPECT_EQ(::pipe(ends.data()), 0);
    read_ = ends[0];
    write_ = ends[1];
  }
  ~Pipe() {
    if (read_ >= 0) ::close(read_);
    ::close(write_);
  }
  Pipe(const Pipe&) = delete;
  Pipe& operator=(const Pipe&) = delete;

  [[nodiscard]] int write_end() const { return write_; }
  void leave() { ::close(std::exchange(read_, -1)); }

  std::string read(std::size_t size) const {
    std::string text;
    std::array<char, 4096> block{};
    while (text.size() < size) {
      const ssize_t got = ::read(read_, block.data(), std::min(block.size(), size - text.size()));
      if (got <= 0) break;
      text.append(block.data(), static_cast<std::size_t>(got));
    }
    return text;
  }

 private:
  int read_{-1};
  int write_{-1};
};

// The thread takes its time; the test takes none that it need not.
bool becomes(const std::function<bool()>& state) {
  for (int i = 0; i < 2'000; ++i) {
    if (state()) return true;
    (void)::poll(nullptr, 0, 2);
  }
  return false;
}

TEST(DescriptorWriter, WritesInOrder) {
  const Pipe pipe;
  DescriptorWriter writer(pipe.write_end());
  EXPECT_TRUE(writer.idle());
  std::string expected;
  for (int i = 0; i < 1'000; ++i) {
    const std::string line = "line " + std::to_string(i) + "\n";
    expected += line;
    writer.give(line);
  }
  EXPECT_EQ(pipe.read(expected.size()), expected);
  EXPECT_TRUE(becomes([&] { return writer.idle(); }));
  EXPECT_EQ(writer.fate(), Fate::kOpen);
}

TEST(DescriptorWriter, ASlowReaderMakesNobodyWait) {
  const Pipe pipe;
  std::string expected;
  {
    DescriptorWriter writer(pipe.write_end());
    const std::string line(1'000, 'x');
    while (writer.ready() && expected.size() < (10U << 20U)) {
      expected += line + "\n";
      writer.give(line + "\n");
      if (expected.size() % 32'032 == 0) (void)becomes([&] { return writer.ready(); });
    }
    EXPECT_FALSE(writer.ready());
    EXPECT_FALSE(writer.idle());
    EXPECT_EQ(pipe.read(expected.size()), expected);
    EXPECT_TRUE(becomes([&] { return writer.idle() && writer.ready(); }));
    while (writer.ready()) writer.give(line + "\n");
  }
  SUCCEED() << "and it ends though nobody reads";
}

TEST(DescriptorWriter, ALineLongerThanAPipeTakes) {
  const Pipe pipe;
  DescriptorWriter writer(pipe.write_end());
  const std::string text = std::string(300'000, 'a') + "\nb\n";
  writer.give(text);
  EXPECT_EQ(pipe.read(text.size()), text);
}

TEST(DescriptorWriter, NoticesThatTheReaderLeft) {
  Pipe pipe;
  DescriptorWriter writer(pipe.write_end());
  EXPECT_EQ(writer.fate(), Fate::kOpen);
  pipe.leave();
  EXPECT_TRUE(becomes([&] { return writer.fate() == Fate::kGone; })) << "with nothing to write";
  writer.give("nobody reads this\n");
  EXPECT_TRUE(writer.idle());
}

TEST(DescriptorWriter, NoticesThatTheReaderLeftWhileItWaits) {
  Pipe pipe;
  DescriptorWriter writer(pipe.write_end());
  writer.give(std::string(1U << 20U, 'x'));
  EXPECT_FALSE(writer.idle());
  pipe.leave();
  EXPECT_TRUE(becomes([&] { return writer.fate() == Fate::kGone; }));
}

TEST(DescriptorWriter, TellsAFailure) {
  const int full = ::open("/dev/full", O_WRONLY);
  ASSERT_GE(full, 0);
  {
    DescriptorWriter writer(full);
    writer.give("x\n");
    EXPECT_TRUE(becomes([&] { return writer.fate() == Fate::kFailed; }));
    EXPECT_EQ(writer.failure(), "cannot write standard output: No space left on device");
  }
  ::close(full);
}

}  // namespace
}  // namespace wick::cli::stream_writer_test
