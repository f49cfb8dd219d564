#include "cli/bar_strip.hpp"

#include <gtest/gtest.h>

namespace wick::cli::bar_strip_test {
namespace {

TEST(BarStrip, BlocksOnlyWhereTheTerminalSpeaksUtf8) {
  using Environment = wiring::Environment;
  EXPECT_EQ(glyphs_of({}), Glyphs::kAscii);
  EXPECT_EQ(glyphs_of(Environment{{"LANG", "de_DE.UTF-8"}}), Glyphs::kBlocks);
  EXPECT_EQ(glyphs_of(Environment{{"LANG", "C.utf8"}}), Glyphs::kBlocks);
  EXPECT_EQ(glyphs_of(Environment{{"LANG", "de_DE.UTF-8"}, {"LC_ALL", "C"}}), Glyphs::kAscii);
  EXPECT_EQ(glyphs_of(Environment{{"LANG", "C"}, {"LC_CTYPE", "C.UTF-8"}, {"LC_ALL", ""}}),
            Glyphs::kBlocks);
}

TEST(BarStrip, ABarIsItsShareOfTheWidth) {
  EXPECT_EQ(amount_bar({50, 100}, 10, Glyphs::kAscii), "#####");
  EXPECT_EQ(amount_bar({100, 100}, 10, Glyphs::kAscii), "##########");
  EXPECT_EQ(amount_bar({1, 1'000'000}, 10, Glyphs::kAscii), "#") << "little is not nothing";
  EXPECT_EQ(amount_bar({0, 100}, 10, Glyphs::kAscii), "");
  EXPECT_EQ(amount_bar({0, 0}, 10, Glyphs::kBlocks), "");
  EXPECT_EQ(amount_bar({200, 100}, 4, Glyphs::kAscii), "####") << "and never more than all";
  EXPECT_EQ(amount_bar({5, 8}, 1, Glyphs::kBlocks), "▋");
  EXPECT_EQ(amount_bar({21, 32}, 4, Glyphs::kBlocks), "██▋");
  EXPECT_EQ(amount_bar({1, 1'000'000}, 4, Glyphs::kBlocks), "▏");
  EXPECT_EQ(amount_bar({UINT64_MAX / 2, UINT64_MAX}, 4, Glyphs::kBlocks), "█▉");
}

TEST(BarStrip, AStripHasAGlyphForEachCell) {
  const std::vector<Cell> cells = {Cell::kFull, Cell::kPart, Cell::kEmpty, Cell::kFull};
  EXPECT_EQ(coverage_strip(cells, Glyphs::kAscii), "#+.#");
  EXPECT_EQ(coverage_strip(cells, Glyphs::kBlocks), "█▒░█");
  EXPECT_EQ(coverage_strip({}, Glyphs::kBlocks), "");
}

}  // namespace
}  // namespace wick::cli::bar_strip_test
