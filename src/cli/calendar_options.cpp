#include "cli/calendar_command.hpp"
#include "cli/command_line.hpp"

namespace wick::cli {

void add_calendar(Command program, CalendarOptions& options) {
  Command calendar =
      program.add_command("calendar", "Whether a market is open, why, and what comes next");
  calendar.add_option("PROFILE", options.profile,
                      "fxcm-default fx metals us-index eu-index hk-index crypto; by default "
                      "calendar.profile, fxcm-default where nothing else is said");
  calendar.add_option("--at", options.at, "Another instant than now, UTC: 2024-12-25T12:00");
  calendar.add_flag("--next", options.next, "Only when it opens or closes next");
  calendar.add_flag("--list", options.list, "The opening hours of a range: the next week");
  calendar.add_option("--from", options.from, "First instant of the list; --at by default");
  calendar.add_option("--to", options.to, "End of the list; a week after its begin by default");
  calendar.add_flag("--profiles", options.profiles, "The calendars that there are");
  calendar.add_option(
      "--overrides", options.overrides,
      "A file of changes; by default the one that wick live takes, calendar.overrides");
  calendar.add_option("--symbol", options.symbol,
                      "Also what the stored bars of wick live say of its last sessions: XAU/USD");
  calendar.add_flag("--json", options.json, "One JSON document");
  calendar.set_footer(
      "Known are the years 1990 to 2037. No exchange is asked.\n"
      "Exit codes: 0 answered, open or not; 1 no answer; 2 wrong usage, or a mistake in the file.\n"
      "\nExamples:\n"
      "  wick calendar\n"
      "  wick calendar fx --at 2024-03-10T20:30 --json\n"
      "  wick calendar metals --next\n"
      "  wick calendar metals --symbol XAU/USD --json | jq .stats\n"
      "  wick calendar eu-index --list --from 2024-03-25 --to 2024-04-05\n"
      "  wick calendar --profiles");
  calendar.runs([&options](const Shell& shell) { return run_calendar(options, shell); });
}

}  // namespace wick::cli
