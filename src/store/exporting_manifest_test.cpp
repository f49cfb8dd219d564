#include "store/exporting_manifest.hpp"

#include <gtest/gtest.h>

namespace wick::store::exporting_manifest_test {
namespace {

using namespace std::chrono_literals;

ManifestEntry entry_of(const std::string& path) {
  const core::UtcTime day = core::midnight(2024, 3, 5);
  return {.path = path,
          .id = {core::Provider::kBinance, core::Market::kSpot, core::ChartType::kKlines, "BTCUSDT",
                 core::Interval::k1mo},
          .range = {day, day + 24h},
          .rows = 23,
          .expected = 24,
          .bytes = 4000,
          .sha256 = "ab"};
}

TEST(ExportManifest, SaysWhatIsInEachFile) {
  Manifest manifest;
  add(manifest, entry_of("b.csv"));
  add(manifest, entry_of("a\".csv"));
  EXPECT_EQ(manifest_text(manifest, "candlewick 1"),
            R"({"format":"candlewick-export/1","writer":"candlewick 1","files":[
{"path":"a\".csv","provider":"binance","market":"spot","chart":"klines","symbol":"BTCUSDT",)"
            R"("interval":"1M","from":"2024-03-05T00:00:00Z","to":"2024-03-06T00:00:00Z",)"
            R"("rows":23,"expected_rows":24,"bytes":4000,"sha256":"ab"},
{"path":"b.csv","provider":"binance","market":"spot","chart":"klines","symbol":"BTCUSDT",)"
            R"("interval":"1M","from":"2024-03-05T00:00:00Z","to":"2024-03-06T00:00:00Z",)"
            R"("rows":23,"expected_rows":24,"bytes":4000,"sha256":"ab"}
]}
)");
}

TEST(ExportManifest, IsReadAgainAsItWasWritten) {
  Manifest manifest;
  add(manifest, entry_of("b.csv"));
  add(manifest, entry_of("a\".csv"));
  const auto read = read_manifest(manifest_text(manifest, "x"));
  ASSERT_TRUE(read) << read.error().what;
  EXPECT_EQ(*read, manifest);
  EXPECT_EQ(read_manifest(manifest_text({}, "x"))->size(), 0U);
}

TEST(ExportManifest, AnythingElseIsRefused) {
  for (const char* text : {"", "{}", "[1]", R"({"format":"candlewick-export/2","files":[]})",
                           R"({"format":"candlewick-export/1","files":[{"rows":1}]})",
                           R"({"format":"candlewick-export/1"})"}) {
    const auto read = read_manifest(text);
    ASSERT_FALSE(read) << text;
    EXPECT_EQ(read.error().kind, base::ErrorKind::kCorrupt);
  }
}

}  // namespace
}  // namespace wick::store::exporting_manifest_test
