#include <gtest/gtest.h>
#include <wick/time.hpp>

#include <filesystem>
#include <fstream>

namespace wick::calendar_test {
namespace {

Time at(const char* text) {
  return *parse_time(text, {});
}

Calendar calendar(const char* profile = "fxcm-default") {
  auto opened = Calendar::open(profile);
  EXPECT_TRUE(opened) << opened.error().what;
  return *std::move(opened);
}

TEST(Calendar, TellsTheStateOfAMarket) {
  const auto state = calendar().at(at("2025-01-08T10:00"));  // a Wednesday in winter
  ASSERT_TRUE(state);
  EXPECT_TRUE(state->open);
  EXPECT_EQ(state->reason, "trading");
  EXPECT_FALSE(state->pause);
  EXPECT_EQ(state->day, (Range{at("2025-01-07T22:00"), at("2025-01-08T22:00")}));
  EXPECT_FALSE(state->holidays_end);
  EXPECT_EQ(state->next_close, at("2025-01-08T22:00"));
  EXPECT_EQ(state->next_open, at("2025-01-08T23:00"));
  ASSERT_TRUE(state->session);
  EXPECT_EQ(state->session->tag, "LDN_METALS");
  EXPECT_EQ(state->session->timezone, "Europe/London");
  EXPECT_EQ(state->session->range, (Range{at("2025-01-08T08:00"), at("2025-01-08T16:30")}));
  ASSERT_EQ(state->stats.size(), 3U);
  EXPECT_EQ(state->stats[1].session.tag, "LDN_METALS");
  EXPECT_EQ(state->stats[1].trading_minutes, 120);
}

TEST(Calendar, TellsWhyAMarketIsClosed) {
  const auto state = calendar("fx").at(at("2025-07-12T12:00"));  // a Saturday in summer
  ASSERT_TRUE(state);
  EXPECT_FALSE(state->open);
  EXPECT_EQ(state->reason, "weekend");
  EXPECT_EQ(state->pause, "overnight");  // 33 hours are left of it
  EXPECT_EQ(state->next_open, at("2025-07-13T21:00"));
  EXPECT_EQ(state->next_close, at("2025-07-18T21:00"));
  EXPECT_FALSE(state->session);
  const auto crypto = calendar("crypto").at(at("2025-07-12T12:00"));
  ASSERT_TRUE(crypto);
  EXPECT_TRUE(crypto->open);
  EXPECT_FALSE(crypto->next_open);
}

TEST(Calendar, HoursAreCutAtTheEndsOfTheRange) {
  const Range day{at("2025-01-08T12:00"), at("2025-01-09T12:00")};
  const auto hours = calendar().hours(day);
  ASSERT_TRUE(hours);
  EXPECT_EQ(*hours, (std::vector<Range>{{day.from, at("2025-01-08T22:00")},
                                        {at("2025-01-08T23:00"), day.to}}));
  EXPECT_EQ(*calendar().trading_minutes(day), 23 * 60);
  EXPECT_EQ(*calendar().trading_minutes({day.from, day.from}), 0);
}

TEST(Calendar, KnowsItsYearsAndNoOthers) {
  const Calendar fxcm = calendar();
  EXPECT_EQ(fxcm.known(), (Range{at("1990-01-01"), at("2038-01-01")}));
  EXPECT_TRUE(fxcm.at(at("1990-01-01")));
  for (const char* text : {"1989-12-31T23:59:59", "2038-01-01"}) {
    const auto state = fxcm.at(at(text));
    ASSERT_FALSE(state);
    EXPECT_EQ(state.error().kind, ErrorKind::kInvalid);
    EXPECT_EQ(state.error().what, "the calendar is known from 1990-01-01 to 2037-12-31");
  }
  EXPECT_FALSE(fxcm.hours({at("2037-12-31"), at("2038-01-02")}));
  EXPECT_FALSE(fxcm.hours({at("2025-01-02"), at("2025-01-01")}));
  EXPECT_FALSE(fxcm.trading_minutes({at("1989-12-31"), at("1990-01-02")}));
}

TEST(Calendar, ProfilesOpenByTheirNames) {
  const auto profiles = Calendar::profiles();
  ASSERT_EQ(profiles.size(), 7U);
  EXPECT_EQ(profiles.front().name, "fxcm-default");
  for (const Calendar::Profile& profile : profiles) {
    EXPECT_EQ(calendar(profile.name.c_str()).profile(), profile.name);
    EXPECT_FALSE(profile.about.empty());
  }
  const auto unknown = Calendar::open("metal");
  ASSERT_FALSE(unknown);
  EXPECT_EQ(unknown.error().kind, ErrorKind::kInvalid);
  EXPECT_NE(unknown.error().what.find("did you mean 'metals'?"), std::string::npos);
}

TEST(Calendar, OverridesComeFromAFile) {
  const auto path = std::filesystem::path(::testing::TempDir()) / "wick_calendar_overrides.json";
  std::ofstream(path) << R"({"holidays": ["2025-01-08"]})";
  const auto changed = Calendar::open("fx", path);
  ASSERT_TRUE(changed);
  EXPECT_EQ(changed->at(at("2025-01-08T10:00"))->reason, "holiday");
  EXPECT_EQ(changed->at(at("2025-01-08T10:00"))->holidays_end, at("2025-01-09"));
  std::ofstream(path) << R"({"holiday": []})";
  const auto wrong = Calendar::open("fx", path);
  std::filesystem::remove(path);
  const auto gone = Calendar::open("fx", path);
  ASSERT_FALSE(wrong);
  ASSERT_FALSE(gone);
  EXPECT_EQ(wrong.error().kind, ErrorKind::kInvalid);
  EXPECT_EQ(gone.error().kind, ErrorKind::kInvalid);
  EXPECT_NE(gone.error().what.find(path), std::string::npos);
}

}  // namespace
}  // namespace wick::calendar_test
