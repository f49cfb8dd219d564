#include "cli/amounts.hpp"

#include <gtest/gtest.h>

#include "cli/meter.hpp"

namespace wick::cli::amounts_test {
namespace {

using namespace std::chrono_literals;

TEST(Amounts, BytesAsPeopleReadThem) {
  const std::pair<std::uint64_t, const char*> cases[] = {{0, "0 B"},
                                                         {999, "999 B"},
                                                         {1000, "1.0 kB"},
                                                         {1099, "1.0 kB"},
                                                         {999'999, "999.9 kB"},
                                                         {1'000'000, "1.0 MB"},
                                                         {35'149'999, "35.1 MB"},
                                                         {10'000'000'000, "10.0 GB"},
                                                         {18'446'744'073'709'551'615U, "18.4 EB"}};
  for (const auto& [bytes, text] : cases) EXPECT_EQ(bytes_text(bytes), text);
}

TEST(Amounts, TimesAndCounts) {
  EXPECT_EQ(seconds_text(0us), "0.00 s");
  EXPECT_EQ(seconds_text(45ms), "0.04 s");
  EXPECT_EQ(seconds_text(9990ms), "9.99 s");
  EXPECT_EQ(seconds_text(59999ms), "59 s");
  EXPECT_EQ(seconds_text(200s), "3 min 20 s");
  EXPECT_EQ(plural(1, "file"), "1 file");
  EXPECT_EQ(plural(0, "file"), "0 files");
  EXPECT_EQ(instant_text(core::midnight(2024, 3, 5) + 10h + 31min), "2024-03-05T10:31Z");
  EXPECT_EQ(instant_text(core::midnight(2024, 3, 5) + 7s), "2024-03-05T00:00:07Z");
}

TEST(Amounts, ATableIsAsWideAsItsTextsAndNoWider) {
  TextTable table({TextTable::Side::kLeft, TextTable::Side::kRight, TextTable::Side::kLeft});
  table.add({"a", "1", "x"});
  table.add({"long", "100", ""});
  table.add({"b"});
  EXPECT_EQ(table.text(), "a       1  x\nlong  100\nb\n");
}

TEST(Amounts, JsonMembersInTheirOrder) {
  JsonObject json;
  json.text("a", "x\"y").number("b", 7).raw("c", "[]").time("d", core::midnight(2024, 1, 1));
  EXPECT_EQ(json.finish(), R"({"a":"x\"y","b":7,"c":[],"d":"2024-01-01T00:00:00Z"})");
  EXPECT_EQ(JsonObject().finish(), "{}");
  EXPECT_EQ(json_array({}), "[]");
  EXPECT_EQ(json_array({"1", "2"}), "[1,2]");
}

TEST(Meter, RateAndTimeLeft) {
  EXPECT_EQ(meter_text({0, 4, 0}, "file", 1s), "0 of 4 files");
  EXPECT_EQ(meter_text({1, 4, 0}, "file", 2s), "1 of 4 files, 0/s, 6.00 s left");
  EXPECT_EQ(meter_text({2, 4, 6'000'000}, "file", 2s), "2 of 4 files, 3.0 MB/s, 2.00 s left");
  EXPECT_EQ(meter_text({4, 4, 0}, "file", 2s), "4 of 4 files, 2/s, 0.00 s left");
}

}  // namespace
}  // namespace wick::cli::amounts_test
