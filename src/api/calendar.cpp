#include <wick/time.hpp>

#include <utility>

#include "api/error.hpp"
#include "core/time_text.hpp"
#include "io/posix_files.hpp"
#include "wiring/calendar.hpp"
#include "zone/zone_database.hpp"

namespace wick {
namespace {

Error invalid(std::string what) {
  return {.kind = ErrorKind::kInvalid, .what = std::move(what)};
}

base::Result<wiring::CalendarWanted> wanted(const std::string& profile,
                                            const std::string& overrides) {
  constexpr std::size_t kFileMax = 1U << 20U;
  wiring::CalendarWanted wanted{.profile = profile};
  if (overrides.empty()) return wanted;
  auto text = io::PosixFiles().read(overrides, kFileMax);
  if (!text) return base::Error{base::ErrorKind::kInvalid, text.error().what};
  wanted.overrides = {overrides, *std::move(text)};
  return wanted;
}

Range told(core::TimeRange range) {
  return {range.begin, range.end};
}

Session told(const core::Session& session) {
  return {session.window->tag, session.window->timezone, told(session.range)};
}

}  // namespace

class Calendar::Book {
 public:
  explicit Book(core::Calendar calendar) : calendar_(std::move(calendar)) {}

  [[nodiscard]] const core::Calendar& calendar() const { return calendar_; }
  [[nodiscard]] core::TimeRange known() const { return calendar_.known(); }

  [[nodiscard]] bool knows(Time time) const { return time >= known().begin && time < known().end; }
  [[nodiscard]] bool knows(Range range) const {
    return range.from >= known().begin && range.to <= known().end && range.from <= range.to;
  }
  [[nodiscard]] Error stranger() const {
    return invalid("the calendar is known from " + core::to_date(known().begin) + " to " +
                   core::to_date(known().end - core::Micros{1}));
  }

 private:
  core::Calendar calendar_;
};

Calendar::Calendar(std::shared_ptr<const Book> book) : book_(std::move(book)) {}

std::vector<Calendar::Profile> Calendar::profiles() {
  std::vector<Profile> all;
  for (const core::CalendarRules& rules : core::shipped_calendars()) {
    all.push_back({rules.name, rules.about});
  }
  return all;
}

Result<Calendar> Calendar::open(const std::string& profile, const std::string& overrides) {
  const auto asked = wanted(profile, overrides);
  if (!asked) return api::error_of(asked.error());
  auto calendar = wiring::make_calendar(*asked, zone::read_zone);
  if (!calendar) return api::error_of(calendar.error());
  return Calendar(std::make_shared<const Book>(*std::move(calendar)));
}

const std::string& Calendar::profile() const {
  return book_->calendar().rules().name;
}

Range Calendar::known() const {
  return told(book_->known());
}

Result<MarketState> Calendar::at(Time time) const {
  if (!book_->knows(time)) return book_->stranger();
  const core::Calendar& calendar = book_->calendar();
  MarketState state{.open = calendar.is_open(time),
                    .reason = std::string(core::name(calendar.reason(time))),
                    .next_open = calendar.next_open(time),
                    .next_close = calendar.next_close(time),
                    .day = told(calendar.day(time)),
                    .holidays_end = calendar.holidays_end()};
  if (!state.open && state.next_open) state.pause = core::pause_detail(*state.next_open - time);
  if (const auto session = calendar.session(time)) state.session = told(*session);
  for (const core::SessionSoFar& so_far : calendar.sessions_so_far(time)) {
    state.stats.push_back({told(so_far.session), so_far.trading_minutes});
  }
  return state;
}

Result<std::vector<Range>> Calendar::hours(Range range) const {
  if (!book_->knows(range)) return book_->stranger();
  std::vector<Range> all;
  for (const core::TimeRange& hours : book_->calendar().hours({range.from, range.to})) {
    all.push_back(told(hours));
  }
  return all;
}

Result<std::int64_t> Calendar::trading_minutes(Range range) const {
  if (!book_->knows(range)) return book_->stranger();
  return book_->calendar().trading_minutes({range.from, range.to});
}

}  // namespace wick
