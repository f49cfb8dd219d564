// Every target of this folder over its corpus, under the sanitizers and without a fuzzer.
//
// An input that breaks a target ends the whole program; its file is named then.
#include <gtest/gtest.h>
#include <unistd.h>

#include <algorithm>
#include <csignal>
#include <cstdint>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>
#include <vector>

#include "tests/fuzz/replayed.hpp"

// The sanitizers ask for these by name. Each defect then ends in a signal, where the input is
// named.
extern "C" __attribute__((visibility("default"))) const char* __asan_default_options() {
  return "abort_on_error=1:hard_rss_limit_mb=2048";
}
extern "C" __attribute__((visibility("default"))) const char* __ubsan_default_options() {
  return "abort_on_error=1:print_stacktrace=1";
}

namespace wick::fuzz::replay_test {
namespace {

namespace fs = std::filesystem;

std::string input_now;

void name_input(int signal) {
  for (const char* part : {"fuzz: the input is ", input_now.c_str(), "\n"}) {
    if (::write(STDERR_FILENO, part, std::strlen(part)) < 0) break;
  }
  std::signal(signal, SIG_DFL);
  std::raise(signal);
}

std::vector<fs::path> corpus_of(const std::string& name) {
  std::vector<fs::path> inputs;
  for (const auto& entry :
       fs::directory_iterator(fs::path(WICK_SOURCE) / "tests/fuzz/corpus" / name)) {
    inputs.push_back(entry.path());
  }
  std::ranges::sort(inputs);
  return inputs;
}

std::vector<std::uint8_t> bytes_of(const fs::path& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

class Replay : public testing::TestWithParam<Replayed> {};

TEST_P(Replay, Corpus) {
  std::signal(SIGABRT, name_input);
  const std::vector<fs::path> inputs = corpus_of(GetParam().name);
  ASSERT_FALSE(inputs.empty()) << "nothing to replay";
  input_now = "the empty one";
  const std::uint8_t nothing{};
  GetParam().target(&nothing, 0);
  for (const fs::path& path : inputs) {
    input_now = path.string();
    const std::vector<std::uint8_t> bytes = bytes_of(path);
    EXPECT_EQ(GetParam().target(bytes.data(), bytes.size()), 0);
  }
}

std::string name_of(const testing::TestParamInfo<Replayed>& one) {
  return one.param.name;
}

INSTANTIATE_TEST_SUITE_P(, Replay, testing::ValuesIn(kReplayed), name_of);

}  // namespace
}  // namespace wick::fuzz::replay_test
