// What the import says, and where it looks.
#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>

#include "cli/cache_import_check.hpp"
#include "cli/cache_import_report.hpp"
#include "cli/cache_import_walk.hpp"
#include "io/posix_files.hpp"

namespace wick::cli::cache_import_test {
namespace {

const core::UtcTime kDay = core::midnight(2024, 3, 5);

ImportReport report_of_one() {
  ImportReport report;
  report.folder = "old";
  report.bars_files = 3;
  report.series.push_back({.id = {core::Provider::kBinance, core::Market::kSpot,
                                  core::ChartType::kKlines, "BTCUSDT", core::Interval::k1h},
                           .files = 2,
                           .refused_files = 1,
                           .rows = 30,
                           .span = {kDay, kDay + core::kDay},
                           .counts = {.sealed = 1, .incomplete = 1, .tail_rows = 6}});
  return report;
}

TEST(ImportVerdict, SaysHowItWent) {
  ImportReport report = report_of_one();
  EXPECT_EQ(verdict(report), Exit::kOk);
  add(report.ignored, "no .arrow file", "x.json");
  EXPECT_EQ(verdict(report), Exit::kOk);
  add(report.refused_rows, "it lacks a number", "a 2024-03-05T00:00:00Z");
  EXPECT_EQ(verdict(report), Exit::kPartial);
  report.refused_rows.clear();
  add(report.refused, "it is Parquet", "a");
  EXPECT_EQ(verdict(report), Exit::kPartial);
  report.failure = base::Error{base::ErrorKind::kUnavailable, "the disk is full"};
  EXPECT_EQ(verdict(report), Exit::kFailed);
  EXPECT_EQ(verdict(ImportReport{}), Exit::kNoData);
}

TEST(ImportReasons, AreCountedAndTheFirstThreeNamed) {
  Reasons reasons;
  for (const char* path : {"a", "b", "c", "d"}) add(reasons, "why", path);
  add(reasons, "else", "e");
  EXPECT_EQ(count(reasons), 5U);
  EXPECT_EQ(reasons["why"].times, 4U);
  EXPECT_EQ(reasons["why"].examples, (std::vector<std::string>{"a", "b", "c"}));
}

TEST(ImportText, FitsATerminal) {
  ImportReport report = report_of_one();
  report.forming_rows = 2;
  const std::string why =
      "it is compressed with LZ4; recompress it and do so with as many words as it takes";
  for (const char* path : {"a/1.arrow", "a/2.arrow", "a/3.arrow", "a/4.arrow"}) {
    add(report.refused, why, path);
  }
  EXPECT_EQ(text_of(report),
            "market  symbol       from        to          files  whole  parts  refused\n"
            "spot    BTCUSDT  1h  2024-03-05  2024-03-05      2      1      1        1\n"
            "2 files taken\n"
            "  1 whole period (days, or months of long bars) new\n"
            "  1 part of one that is not whole; 6 new bars kept in the tail\n"
            "  2 bars left out that may have been forming when the file was written\n"
            "refused 4 files: it is compressed with LZ4; recompress it and do so with as\n"
            "    many words as it takes\n"
            "    a/1.arrow\n"
            "    a/2.arrow\n"
            "    a/3.arrow\n"
            "    ...\n");
}

TEST(ImportJson, IsOneDocument) {
  ImportReport report = report_of_one();
  report.layouts["market/DATE"] = 3;
  add(report.refused, "it is \"odd\"", "a.arrow");
  EXPECT_EQ(json_of(report),
            R"({"folder":"old","dry_run":false,"found_files":3,"taken_files":2,"refused_files":1,)"
            R"("ignored_files":0,"refused_rows":0,"forming_rows":0,"repeated_rows":0,"sealed":1,)"
            R"("unchanged":0,"incomplete":1,"tail_rows":6,"known_rows":0,"differing_rows":0,)"
            R"("layouts":{"market/DATE":3},"series":[{"provider":"binance","market":"spot",)"
            R"("chart":"klines","symbol":"BTCUSDT","interval":"1h","from":"2024-03-05T00:00:00Z",)"
            R"("to":"2024-03-06T00:00:00Z","files":2,"refused_files":1,"rows":30,"sealed":1,)"
            R"("unchanged":0,"incomplete":1,"tail_rows":6,"known_rows":0,"differing_rows":0}],)"
            R"("refused":[{"reason":"it is \"odd\"","files":1,"examples":["a.arrow"]}],)"
            R"("rows_refused":[],"ignored":[]})"
            "\n");
}

class WalkTest : public testing::Test {
 protected:
  WalkTest() {  // a folder of its own: others may run at the same time
    std::string name = testing::TempDir() + "wick-walk-XXXXXX";
    root_ = ::mkdtemp(name.data());
  }
  ~WalkTest() override { std::filesystem::remove_all(root_); }

  void put(const std::string& path) const {
    std::filesystem::create_directories((root_ / path).parent_path());
    std::ofstream(root_ / path) << "x";
  }

  std::filesystem::path root_;
  io::PosixFiles files_;
};

TEST_F(WalkTest, FindsFilesInOrderAndFollowsNoLinks) {
  put("b/c/2.arrow");
  put("b/1.arrow");
  put("a.json");
  std::filesystem::create_directory_symlink(root_, root_ / "b/loop");
  std::filesystem::create_symlink("/etc/passwd", root_ / "outside.arrow");
  const Walked walked = walk(files_, root_.string());
  EXPECT_EQ(walked.files, (std::vector<std::string>{"a.json", "b/1.arrow", "b/c/2.arrow"}));
  EXPECT_EQ(walked.links, (std::vector<std::string>{"outside.arrow", "b/loop"}));
  EXPECT_TRUE(walked.closed.empty());
}

TEST_F(WalkTest, EndsFarDown) {
  std::string deep;
  for (std::size_t i = 0; i < kWalkDepthMax; ++i) deep += "d/";
  put(deep + "in.arrow");
  put(deep + "d/out.arrow");
  const Walked walked = walk(files_, root_.string());
  EXPECT_EQ(walked.files, std::vector<std::string>{deep + "in.arrow"});
  ASSERT_EQ(walked.closed.size(), 1U);
  EXPECT_EQ(walked.closed.front().path, deep + "d");
}

}  // namespace
}  // namespace wick::cli::cache_import_test
