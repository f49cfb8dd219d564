#include "metrics/figures.hpp"

#include <gtest/gtest.h>

namespace wick::metrics::figures_test {
namespace {

const Family kBars{"bars_total", "Bars told.", Family::Kind::kCount};
const Family kLag{"a_lag_seconds", "Now less the last bar's end.", Family::Kind::kLevel};

TEST(Figures, WithoutAnyTheTextIsEmpty) {
  EXPECT_EQ(Figures().text(), "");
}

TEST(Figures, FamiliesComeByNameWithWhatTheyAre) {
  Figures figures;
  figures.set(kBars, {{"symbol", "XAUUSD"}, {"tf", "1m"}}, 3);
  figures.set(kLag, {}, 1.5);
  EXPECT_EQ(figures.text(),
            "# HELP a_lag_seconds Now less the last bar's end.\n"
            "# TYPE a_lag_seconds gauge\n"
            "a_lag_seconds 1.5\n"
            "# HELP bars_total Bars told.\n"
            "# TYPE bars_total counter\n"
            "bars_total{symbol=\"XAUUSD\",tf=\"1m\"} 3\n");
}

TEST(Figures, ALevelFallsAndACountDoesNot) {
  Figures figures;
  for (const double value : {5.0, 4.0}) {
    figures.set(kBars, {}, value);
    figures.set(kLag, {}, value);
  }
  EXPECT_NE(figures.text().find("\nbars_total 5\n"), std::string::npos);
  EXPECT_NE(figures.text().find("\na_lag_seconds 4\n"), std::string::npos);
  figures.set(kBars, {}, 7);
  EXPECT_NE(figures.text().find("\nbars_total 7\n"), std::string::npos);
}

// Milliseconds of a date are exact.
TEST(Figures, LargeNumbersAreWhole) {
  Figures figures;
  figures.set(kLag, {}, 1'764'541'739'999);
  EXPECT_NE(figures.text().find("a_lag_seconds 1764541739999\n"), std::string::npos)
      << figures.text();
}

TEST(Figures, AnySymbolIsALabel) {
  Figures figures;
  figures.set(kLag, {{"symbol", "a\"b\\c\nd"}}, 0);
  EXPECT_NE(figures.text().find(R"({symbol="a\"b\\c\nd"} 0)"), std::string::npos) << figures.text();
}

}  // namespace
}  // namespace wick::metrics::figures_test
