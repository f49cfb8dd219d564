#include "cli/calendar_command.hpp"

#include <chrono>

#include "cli/calendar_text.hpp"
#include "core/time_text.hpp"
#include "io/posix_files.hpp"
#include "zone/zone_database.hpp"

namespace wick::cli {
namespace {

constexpr std::size_t kFileBytesMax = 1 << 20;
constexpr std::chrono::days kListed{7};

struct Asked {
  wiring::CalendarWanted wanted;
  core::UtcTime at;
  core::TimeRange listed;
};

base::Error invalid(const std::string& what) {
  return {base::ErrorKind::kInvalid, what};
}

base::Result<core::UtcTime> instant(const std::string& text, const char* flag,
                                    core::UtcTime fallback) {
  if (text.empty()) return fallback;
  if (const auto t = core::parse_utc(text)) return *t;
  return invalid(std::string(flag) + " is '" + text + "'; write an instant as 2024-12-25T12:00");
}

core::UtcTime now() {
  return std::chrono::floor<std::chrono::seconds>(std::chrono::system_clock::now());
}

// The named file must be there; the one that is looked for by itself need not.
base::Result<void> find_overrides(const CalendarOptions& options, Asked& asked) {
  const bool named = !options.overrides.empty();
  if (!named && options.profile != wiring::kDefaultCalendar) return {};
  const std::string path = named ? options.overrides : std::string(wiring::kCalendarOverrides);
  io::PosixFiles files;
  auto text = files.read(path, kFileBytesMax);
  if (!text && !named && text.error().kind == base::ErrorKind::kUnsupported) return {};
  if (!text) return text.error();
  asked.wanted.overrides = {path, *std::move(text)};
  return {};
}

base::Result<Asked> understood(const CalendarOptions& options) {
  Asked asked;
  asked.wanted.profile = options.profile;
  const auto at = instant(options.at, "--at", now());
  if (!at) return at.error();
  const auto from = instant(options.from, "--from", *at);
  if (!from) return from.error();
  const auto to = instant(options.to, "--to", *from + kListed);
  if (!to) return to.error();
  if (*to <= *from) return invalid("--to must be after --from");
  const bool ranged = !options.from.empty() || !options.to.empty();
  if (ranged && !options.list) return invalid("--from and --to are of --list; add that");
  if (options.next && options.list) return invalid("--next and --list exclude each other");
  if (options.next && options.json) return invalid("--json says what is next; leave out --next");
  asked.at = *at;
  asked.listed = {*from, *to};
  if (auto found = find_overrides(options, asked); !found) return found.error();
  return asked;
}

std::string answer(const CalendarOptions& options, const Asked& asked,
                   const core::Calendar& calendar) {
  if (options.list) {
    return options.json ? calendar_hours_json(calendar, asked.listed)
                        : calendar_hours_text(calendar, asked.listed);
  }
  if (options.next) return calendar_next_text(calendar, asked.at);
  return options.json ? calendar_json(calendar, asked.at) : calendar_text(calendar, asked.at);
}

Exit print(const Shell& shell, const std::string& text) {
  std::fputs(text.c_str(), shell.out);
  return Exit::kOk;
}

}  // namespace

Exit run_calendar(const CalendarOptions& options, const Shell& shell) {
  if (options.profiles) {
    return print(shell, options.json ? calendar_profiles_json() : calendar_profiles_text());
  }
  const auto asked = understood(options);
  if (!asked) return complain(shell, asked.error());
  const auto calendar = wiring::make_calendar(asked->wanted, zone::read_zone);
  if (!calendar) return complain(shell, calendar.error());
  const core::TimeRange known = calendar->known();
  const core::UtcTime first = options.list ? asked->listed.begin : asked->at;
  const core::UtcTime last = options.list ? asked->listed.end : asked->at;
  if (first < known.begin || last > known.end || first >= known.end) {
    return complain(shell, invalid("the calendar is known from " + core::to_date(known.begin) +
                                   " to " + core::to_date(known.end - core::Micros{1})));
  }
  if (asked->wanted.overrides) say(shell, "changed by " + asked->wanted.overrides->path);
  return print(shell, answer(options, *asked, *calendar));
}

}  // namespace wick::cli
