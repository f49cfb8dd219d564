// Any text as an override file: a calendar whose answers agree with each other, or one line of why
// not that names the file.
#include "tests/fuzz/input.hpp"
#include "wiring/calendar.hpp"

namespace {

using namespace wick;

base::Result<core::ZoneRules> zone(const std::string& name) {
  const core::UtcTime spring = core::midnight(2025, 3, 9) + std::chrono::hours{7};
  const core::UtcTime autumn = core::midnight(2025, 11, 2) + std::chrono::hours{6};
  if (name == "UTC") return core::ZoneRules{{}, {}};
  if (name == "Asia/Tokyo") return core::ZoneRules{std::chrono::hours{9}, {}};
  if (name == "America/New_York" || name == "Europe/London") {
    const std::chrono::hours winter{name == "Europe/London" ? 0 : -5};
    return core::ZoneRules{winter, {{spring, winter + std::chrono::hours{1}}, {autumn, winter}}};
  }
  return base::Error{base::ErrorKind::kInvalid, "there is no time zone"};
}

void check(const core::Calendar& calendar) {
  const core::TimeRange known = calendar.known();
  std::int64_t open_minutes = 0;
  for (core::UtcTime t = known.begin; t < known.end;) {
    const core::TimeRange stretch = calendar.stretch(t);
    const bool open = calendar.is_open(t);
    WICK_CHECK(stretch.begin == t && t < stretch.end);
    WICK_CHECK(open == (calendar.reason(t) == core::MarketReason::kTrading));
    const auto next = open ? calendar.next_close(t) : calendar.next_open(t);
    WICK_CHECK(next ? *next == stretch.end : stretch.end == known.end);
    WICK_CHECK(calendar.day(t).contains(t));
    const auto session = calendar.session(t);
    WICK_CHECK(!session || session->range.contains(t));
    if (open) open_minutes += (stretch.end - t) / std::chrono::minutes{1};
    t = stretch.end;
  }
  WICK_CHECK(calendar.trading_minutes(known) == open_minutes);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  wiring::CalendarWanted wanted;
  wanted.overrides = {"o.json", std::string(fuzz::Input(data, size).rest())};
  wanted.years = {2025, 2025};
  const auto calendar = wiring::make_calendar(wanted, zone);
  if (calendar) {
    check(*calendar);
  } else {
    WICK_CHECK(calendar.error().kind == base::ErrorKind::kInvalid);
    WICK_CHECK(calendar.error().what.starts_with("o.json: "));
  }
  return 0;
}
