#include "wiring/live_config_sources.hpp"

#include <gtest/gtest.h>

#include "fake/files.hpp"
#include "wiring/live_config.hpp"

namespace wick::wiring::live_config_sources_test {
namespace {

void write(fake::Files& files, const std::string& path, const std::string& text) {
  ASSERT_TRUE(files.make_folders(port::folder_of(path)));
  ASSERT_TRUE(port::replace_file(files, path, text, 1));
}

std::vector<std::string> paths(const LiveSources& sources) {
  std::vector<std::string> named;
  for (const Config::File& file : sources.env_files) named.push_back(file.path);
  if (sources.runtime) named.push_back(sources.runtime->path);
  return named;
}

TEST(LiveConfigSources, NothingNeedsToBeThere) {
  fake::Files files;
  const auto sources = read_live_sources({{"A", "b"}}, files);
  ASSERT_TRUE(sources);
  EXPECT_TRUE(paths(*sources).empty());
  EXPECT_EQ(*whole_environment(*sources), (Environment{{"A", "b"}}));
}

TEST(LiveConfigSources, TheDispatcherNamesTheProfile) {
  fake::Files files;
  write(files, ".env", "AI_ONE_ENV_FILE=.env.local\nA=1\nB=1\nC=1\n");
  write(files, ".env.local", "B=2\nC=2\nD=\n");
  write(files, "config/runtime_settings.json", "{}");
  const auto sources = read_live_sources({{"C", "3"}, {"B", ""}, {"NO_COLOR", ""}}, files);
  ASSERT_TRUE(sources);
  EXPECT_EQ(paths(*sources),
            (std::vector<std::string>{".env", ".env.local", "config/runtime_settings.json"}));
  EXPECT_EQ(*whole_environment(*sources), (Environment{{"AI_ONE_ENV_FILE", ".env.local"},
                                                       {"A", "1"},
                                                       {"B", "2"},
                                                       {"C", "3"},
                                                       {"NO_COLOR", ""}}));
}

TEST(LiveConfigSources, AProfileThatNamesAProfileIsTold) {
  fake::Files files;
  write(files, ".env", "AI_ONE_ENV_FILE=.env.local\n");
  write(files, ".env.local", "A=1\nAI_ONE_ENV_FILE=.env.other\n");
  const auto sources = read_live_sources({}, files);
  ASSERT_TRUE(sources);
  const std::vector<std::string> told = {
      ".env.local:2: AI_ONE_ENV_FILE is ignored: a profile names no other one"};
  EXPECT_EQ(sources->warnings, told);
  const auto loaded = load_live_config(*sources);
  ASSERT_TRUE(loaded);
  EXPECT_EQ(loaded->warnings, told);
}

TEST(LiveConfigSources, OtherPlacesCanBeNamed) {
  fake::Files files;
  write(files, "/etc/fxcm/.env", "AI_ONE_ENV_FILE=.env.prod\n");
  write(files, "/etc/fxcm/.env.prod", "WICK_RUNTIME_SETTINGS=/etc/fxcm/r.json\n");
  write(files, "/etc/fxcm/.env.two", "");
  write(files, "/etc/fxcm/r.json", "{}");
  Environment environment = {{"WICK_ENV_FILE", "/etc/fxcm/.env"}};
  auto sources = read_live_sources(environment, files);
  ASSERT_TRUE(sources);
  EXPECT_EQ(paths(*sources), (std::vector<std::string>{"/etc/fxcm/.env", "/etc/fxcm/.env.prod",
                                                       "/etc/fxcm/r.json"}));
  environment["AI_ONE_ENV_FILE"] = "/etc/fxcm/.env.two";
  sources = read_live_sources(environment, files);
  ASSERT_TRUE(sources);
  EXPECT_EQ(paths(*sources), (std::vector<std::string>{"/etc/fxcm/.env", "/etc/fxcm/.env.two"}));
}

std::string error(const Environment& environment, fake::Files& files) {
  const auto sources = read_live_sources(environment, files);
  return sources ? "(read)" : sources.error().what;
}

TEST(LiveConfigSources, AFileThatIsNamedMustBeThere) {
  fake::Files files;
  EXPECT_EQ(error({{"WICK_ENV_FILE", "x.env"}}, files),
            "WICK_ENV_FILE names x.env, which is not there");
  EXPECT_EQ(error({{"WICK_RUNTIME_SETTINGS", "r.json"}}, files),
            "WICK_RUNTIME_SETTINGS names r.json, which is not there");
  EXPECT_EQ(error({{"AI_ONE_ENV_FILE", "p"}}, files),
            "AI_ONE_ENV_FILE names p, which is not there");
  write(files, ".env", "AI_ONE_ENV_FILE=.env.local");
  EXPECT_EQ(error({}, files), ".env: AI_ONE_ENV_FILE names .env.local, which is not there");
  write(files, ".env", "AI_ONE_ENV_FILE");
  EXPECT_EQ(error({}, files), ".env:1: write NAME=value");
}

}  // namespace
}  // namespace wick::wiring::live_config_sources_test
