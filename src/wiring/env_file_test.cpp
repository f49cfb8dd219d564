#include "wiring/env_file.hpp"

#include <gtest/gtest.h>

#include <map>
#include <optional>
#include <random>
#include <regex>

namespace wick::wiring::env_file_test {
namespace {

std::vector<EnvEntry> read(std::string_view text) {
  auto entries = read_env_file("e", text);
  EXPECT_TRUE(entries) << (entries ? "" : entries.error().what);
  return entries ? *entries : std::vector<EnvEntry>{};
}

std::string value(std::string_view text) {
  const auto entries = read(text);
  return entries.size() == 1 ? entries.front().value : "(not one entry)";
}

std::string error(std::string_view text) {
  return read_env_file(".env.local", text).error().what;
}

TEST(EnvFile, ADispatcherIsTwoLines) {
  EXPECT_EQ(read("AI_ONE_ENV_FILE=.env.local\nFXCM_CONNECTOR_VERSION_OVERRIDE=3.3\n"),
            (std::vector<EnvEntry>{{"AI_ONE_ENV_FILE", ".env.local", 1},
                                   {"FXCM_CONNECTOR_VERSION_OVERRIDE", "3.3", 2}}));
}

TEST(EnvFile, ValuesAreBareOrQuoted) {
  EXPECT_EQ(value("A=b"), "b");
  EXPECT_EQ(value("A="), "");
  EXPECT_EQ(value("A=b=c=="), "b=c==");
  EXPECT_EQ(value(" export\tA = b c \t"), "b c");
  EXPECT_EQ(value("export=1"), "1");
  EXPECT_EQ(value("A='b # \"c\" \\n'"), "b # \"c\" \\n");
  EXPECT_EQ(value(R"(A="b # 'c' \n\t\"\\\$\x")"), "b # 'c' \n\t\"\\$\\x");
  EXPECT_EQ(value("A=$HOME"), "$HOME");
  EXPECT_EQ(value("A=b'c'"), "b'c'");
  EXPECT_EQ(value("A=\"\""), "");
}

TEST(EnvFile, CommentsAndEmptyLinesCount) {
  EXPECT_EQ(read("\xEF\xBB\xBF# first\r\n\r\n  # second\r\nA=b # third\r\nC='d'\t#\r\nE=f#g"),
            (std::vector<EnvEntry>{{"A", "b", 4}, {"C", "d", 5}, {"E", "f#g", 6}}));
  EXPECT_EQ(value("A=#b"), "");
  EXPECT_EQ(value("A= #b"), "");
  EXPECT_TRUE(read("").empty());
}

TEST(EnvFile, WhatIsNoAssignmentIsNamedWithoutItsText) {
  EXPECT_EQ(error("A=1\n\nsecret\n"), ".env.local:3: write NAME=value");
  EXPECT_EQ(error("=secret"), ".env.local:1: write NAME=value");
  EXPECT_EQ(error("export A"), ".env.local:1: write NAME=value");
  EXPECT_EQ(error("A B=secret"), ".env.local:1: write NAME=value");
  EXPECT_EQ(error("P='secret"), ".env.local:1: the quote of P is not closed on its line");
  EXPECT_EQ(error("P=\"secret\\\""), ".env.local:1: the quote of P is not closed on its line");
  EXPECT_EQ(error("P='a'secret"), ".env.local:1: there is more after the closing quote of P");
  EXPECT_EQ(error("P='a'#"), ".env.local:1: there is more after the closing quote of P");
  EXPECT_EQ(error(std::string_view("A=1\nP=a\0b", 9)), ".env.local:2: it holds a byte of zero");
}

// The same grammar once more, as regular expressions over whole lines.
std::optional<std::vector<EnvEntry>> slowly(std::string text) {
  static const std::regex nothing("[ \\t]*(#[^\\n]*)?");
  static const std::regex head("[ \\t]*(export[ \\t]+)?([-A-Za-z0-9_.]+)[ \\t]*=[ \\t]*([^\\n]*)");
  static const std::regex single("'([^']*)'([ \\t]*|[ \\t]+#[^\\n]*)");
  static const std::regex twice("\"((\\\\[nrt\"\\\\$]|[^\"])*)\"([ \\t]*|[ \\t]+#[^\\n]*)");
  static const std::regex comment("(^|[ \\t])#[^\\n]*");
  if (text.starts_with("\xEF\xBB\xBF")) text = text.substr(3);
  std::vector<EnvEntry> entries;
  std::size_t number = 0;
  while (!text.empty()) {
    std::string line = text.substr(0, text.find('\n'));
    text = text.substr(std::min(line.size() + 1, text.size()));
    ++number;
    if (!line.empty() && line.back() == '\r') line.pop_back();
    std::smatch parts;
    if (std::regex_match(line, nothing)) continue;
    if (!std::regex_match(line, parts, head)) return std::nullopt;
    EnvEntry entry{parts[2], "", number};
    const std::string rest = parts[3];
    if (std::regex_match(rest, parts, single)) {
      entry.value = parts[1];
    } else if (rest.starts_with('"')) {
      // The expression may back-track over an escape; the value must then be cut anew.
      std::string value;
      std::size_t at = 1;
      for (; at < rest.size() && rest[at] != '"'; ++at) {
        const std::string two = rest.substr(at, 2);
        const std::map<std::string, char> meant = {{"\\n", '\n'}, {"\\r", '\r'},  {"\\t", '\t'},
                                                   {"\\\"", '"'}, {"\\\\", '\\'}, {"\\$", '$'}};
        const auto found = meant.find(two);
        value += found == meant.end() ? rest[at] : found->second;
        at += found == meant.end() ? 0 : 1;
      }
      if (at >= rest.size()) return std::nullopt;
      if (!std::regex_match("\"\"" + rest.substr(at + 1), twice)) return std::nullopt;
      entry.value = value;
    } else if (rest.starts_with('\'')) {
      return std::nullopt;
    } else {
      entry.value = std::regex_replace(rest, comment, "", std::regex_constants::format_first_only);
      while (!entry.value.empty() &&
             std::string(" \t").find(entry.value.back()) != std::string::npos)
        entry.value.pop_back();
    }
    entries.push_back(entry);
  }
  return entries;
}

TEST(EnvFile, TenThousandFilesAreReadAsASlowReaderReadsThem) {
  constexpr unsigned kSeed = 20240601;
  std::mt19937 random(kSeed);
  const std::vector<std::string> words = {
      "A",  "FXCM_X", "=", "=",      "'",  "\"",   "#", " ",   "\t", "\n",
      "\n", "\\",     "n", "export", "\r", "\r\n", "$", "x y", ".-", "\xEF\xBB\xBF"};
  int good = 0;
  for (int i = 0; i < 10000; ++i) {
    std::string text = random() % 2 == 0 ? "A=" : "";
    for (auto length = random() % 14; length > 0; --length) text += words[random() % words.size()];
    const auto fast = read_env_file("e", text);
    const auto slow = slowly(text);
    ASSERT_EQ(static_cast<bool>(fast), slow.has_value()) << "seed " << kSeed << ": " << text;
    if (!slow) continue;
    ASSERT_EQ(*fast, *slow) << "seed " << kSeed << ": " << text;
    good += slow->empty() ? 0 : 1;
  }
  EXPECT_GT(good, 500);
}

}  // namespace
}  // namespace wick::wiring::env_file_test
