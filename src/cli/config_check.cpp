#include "cli/config_check.hpp"

#include <set>

#include "base/json_text.hpp"
#include "cli/amounts.hpp"
#include "io/posix_files.hpp"
#include "wiring/calendar.hpp"
#include "wiring/live_config.hpp"
#include "zone/zone_database.hpp"

namespace wick::cli {
namespace {

constexpr std::size_t kFileMax = 1U << 20U;

enum class Kind { kEnv, kRuntime, kCalendar, kProgram };

Kind kind_of(const std::string& path) {
  const std::string name = path.substr(path.rfind('/') + 1);
  if (name.find(".env") != std::string::npos) return Kind::kEnv;
  if (name.find("runtime") != std::string::npos) return Kind::kRuntime;
  return name.find("calendar") != std::string::npos ? Kind::kCalendar : Kind::kProgram;
}

const char* name_of(Kind kind) {
  switch (kind) {
    case Kind::kEnv:
      return "env file";
    case Kind::kRuntime:
      return "runtime settings";
    case Kind::kCalendar:
      return "calendar";
    case Kind::kProgram:
      break;
  }
  return "program settings";
}

void judge_live(const wiring::LiveSources& sources, FileVerdict& verdict) {
  auto loaded = wiring::load_live_config(sources);
  if (loaded) {
    verdict.warnings = std::move(loaded->warnings);
  } else {
    verdict.error = loaded.error();
  }
}

// Nothing where they are wrong: they are told so.
std::string overrides_of(const std::string& runtime) {
  auto text = io::PosixFiles().read(runtime, kFileMax);
  if (!text) return "";
  const auto loaded =
      wiring::load_live_config({.runtime = wiring::Config::File{runtime, *std::move(text)}});
  return loaded ? loaded->config.calendar.overrides : "";
}

void judge(Kind kind, const wiring::Config::File& file, FileVerdict& verdict) {
  if (kind == Kind::kEnv) {
    judge_live({.env_files = {file}}, verdict);
  } else if (kind == Kind::kRuntime) {
    judge_live({.runtime = file}, verdict);
  } else if (kind == Kind::kCalendar) {
    wiring::CalendarWanted wanted;
    wanted.overrides = {file.path, file.text};
    const auto calendar = wiring::make_calendar(wanted, zone::read_zone);
    if (calendar) {
      verdict.warnings = wiring::idle_dates(wanted, *calendar, zone::read_zone);
    } else {
      verdict.error = calendar.error();
    }
  } else {
    const auto config = wiring::Config::load({}, file);
    if (!config) verdict.error = config.error();
  }
}

FileVerdict check_file(const std::string& path, Kind kind) {
  FileVerdict verdict{.path = path, .what = name_of(kind)};
  auto text = io::PosixFiles().read(path, kFileMax);
  if (text) {
    judge(kind, {path, *std::move(text)}, verdict);
  } else {
    verdict.error = text.error();
    // A file that cannot be read is no wrong use of anything.
    verdict.error->kind = base::ErrorKind::kUnavailable;
  }
  return verdict;
}

}  // namespace

std::vector<FileVerdict> check_config_files(const std::vector<std::string>& paths,
                                            const std::string& overrides) {
  std::set<std::string> calendars{overrides};
  for (const std::string& path : paths) {
    if (kind_of(path) == Kind::kRuntime) calendars.insert(overrides_of(path));
  }
  std::vector<FileVerdict> verdicts;
  verdicts.reserve(paths.size());
  for (const std::string& path : paths) {
    verdicts.push_back(
        check_file(path, calendars.contains(path) ? Kind::kCalendar : kind_of(path)));
  }
  return verdicts;
}

std::string verdict_text(const FileVerdict& verdict) {
  if (verdict.error) return "";
  const std::size_t count = verdict.warnings.size();
  std::string text = verdict.path + ": good " + verdict.what;
  text += count == 0 ? "\n" : ", " + plural(count, "warning") + "\n";
  for (const std::string& warning : verdict.warnings) text += "  " + warning + "\n";
  return text;
}

std::string verdict_json(const FileVerdict& verdict) {
  std::vector<std::string> warnings;
  for (const std::string& warning : verdict.warnings) {
    warnings.push_back(base::json_quoted(warning));
  }
  JsonObject object;
  object.text("file", verdict.path).text("what", verdict.what);
  object.raw("good", verdict.error ? "false" : "true").raw("warnings", json_array(warnings));
  if (verdict.error) object.text("error", verdict.error->what);
  return object.finish();
}

}  // namespace wick::cli
