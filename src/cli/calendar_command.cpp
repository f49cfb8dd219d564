#include "cli/calendar_command.hpp"

#include <chrono>
#include <utility>

#include "cli/calendar_text.hpp"
#include "cli/failure_json.hpp"
#include "cli/live_calendars.hpp"
#include "cli/live_settings.hpp"
#include "cli/runtime.hpp"
#include "core/time_text.hpp"
#include "io/posix_files.hpp"
#include "zone/zone_database.hpp"

namespace wick::cli {
namespace {

constexpr std::size_t kFileBytesMax = 1 << 20;
using File = wiring::CalendarWanted::File;
constexpr std::chrono::days kListed{7};

struct Asked {
  wiring::CalendarWanted wanted;
  core::UtcTime at;
  core::TimeRange listed;
  std::optional<std::string> without;  // which file is not about this calendar
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

// The calendar that `wick live` uses, but for what is asked for otherwise.
base::Result<void> choose(const CalendarOptions& options, const Shell& shell, Asked& asked) {
  io::PosixFiles files;
  wiring::LiveConfig::Calendar config{.profile = options.profile};
  if (options.profile.empty() || options.overrides.empty()) {
    auto settings = load_live_settings(shell, {});
    if (!settings) return settings.error();
    config = std::move(settings->live.config.calendar);
  }
  const std::string profile = options.profile.empty() ? config.profile : options.profile;
  if (!options.overrides.empty()) {
    auto text = files.read(options.overrides, kFileBytesMax);
    if (!text) return text.error();
    asked.wanted = {.profile = profile, .overrides = File{options.overrides, *std::move(text)}};
    return {};
  }
  const auto overrides = read_overrides(config, files);
  if (!overrides) return overrides.error();
  asked.wanted = live_calendar(config, profile, *overrides);
  asked.without = passed_over(config, asked.wanted, *overrides);
  return {};
}

base::Result<Asked> understood(const CalendarOptions& options, const Shell& shell) {
  Asked asked;
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
  const bool instant_alone = !options.list && !options.next;
  if (!options.symbol.empty() && !instant_alone) {
    return invalid("--symbol is of one instant; leave out --list and --next");
  }
  if (options.next && options.json) return invalid("--json says what is next; leave out --next");
  asked.at = *at;
  asked.listed = {*from, *to};
  if (auto chosen = choose(options, shell, asked); !chosen) return chosen.error();
  return asked;
}

Exit print(const Shell& shell, const std::string& text) {
  std::fputs(text.c_str(), shell.out);
  return Exit::kOk;
}

// From the store of `wick live` alone.
base::Result<SessionStatistics> statistics_of(const CalendarOptions& options, const Asked& asked,
                                              const core::Calendar& calendar, const Shell& shell) {
  const auto symbol = wiring::parse_live_symbol(options.symbol);
  if (!symbol) return invalid("--symbol is '" + options.symbol + "'; write it as XAU/USD");
  const auto settings = load_live_settings(shell, {});
  if (!settings) return settings.error();
  Runtime runtime(settings->program, shell);
  const core::SeriesId minutes{.provider = core::Provider::kFxcm,
                               .market = core::Market::kFx,
                               .symbol = symbol->wire,
                               .interval = core::Interval::k1m};
  return stored_statistics(runtime.cache(), minutes, calendar, {asked.at, runtime.now().mono});
}

Exit tell_with_statistics(const CalendarOptions& options, const Asked& asked,
                          const core::Calendar& calendar, const Shell& shell) {
  const auto statistics = statistics_of(options, asked, calendar, shell);
  if (!statistics) return Refusal(shell, options.json)(statistics.error());
  return print(shell, options.json
                          ? calendar_json(calendar, asked.at, &*statistics)
                          : calendar_text(calendar, asked.at) + statistics_text(*statistics));
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

void tell_of_overrides(const Asked& asked, const core::Calendar& calendar, const Shell& shell) {
  if (asked.without) say(shell, *asked.without);
  if (!asked.wanted.overrides) return;
  const std::string& path = asked.wanted.overrides->path;
  say(shell, asked.wanted.dates_alone ? "with the holidays of " + path : "changed by " + path);
  for (const std::string& idle : wiring::idle_dates(asked.wanted, calendar, zone::read_zone)) {
    say(shell, idle);
  }
  if (!calendar.holidays_run_out(asked.at)) return;
  say(shell, "the last holiday of " + asked.wanted.profile + " is over on " +
                 core::to_date(*calendar.holidays_end()) + "; write the next ones into " + path);
}

}  // namespace

Exit run_calendar(const CalendarOptions& options, const Shell& shell) {
  if (options.profiles) {
    return print(shell, options.json ? calendar_profiles_json() : calendar_profiles_text());
  }
  const Refusal refuse(shell, options.json);
  const auto asked = understood(options, shell);
  if (!asked) return refuse(asked.error());
  const auto calendar = wiring::make_calendar(asked->wanted, zone::read_zone);
  if (!calendar) return refuse(calendar.error());
  const core::TimeRange known = calendar->known();
  const core::UtcTime first = options.list ? asked->listed.begin : asked->at;
  const core::UtcTime last = options.list ? asked->listed.end : asked->at;
  if (first < known.begin || last > known.end || first >= known.end) {
    return refuse(invalid("the calendar is known from " + core::to_date(known.begin) + " to " +
                          core::to_date(known.end - core::Micros{1})));
  }
  tell_of_overrides(*asked, *calendar, shell);
  if (!options.symbol.empty()) return tell_with_statistics(options, *asked, *calendar, shell);
  return print(shell, answer(options, *asked, *calendar));
}

}  // namespace wick::cli
