#include "zone/zone_database.hpp"

#include <date/tz.h>

#include <fstream>
#include <optional>
#include <stdexcept>
#include <vector>

namespace wick::zone {
namespace {

constexpr const char* kFolder = "/usr/share/zoneinfo/";
constexpr date::sys_seconds kBegin = date::sys_days{date::year{1990} / 1 / 1};
constexpr date::sys_seconds kEnd = date::sys_days{date::year{2038} / 1 / 1};
constexpr date::sys_seconds kTableEnd = date::sys_days{date::year{2037} / 1 / 1};

// The last line of a zone's file, as in EST5EDT,M3.2.0,M11.1.0: with a comma where clocks go on
// changing after the table.
bool has_rule_after_table(const std::string& name) {
  std::ifstream file(kFolder + name, std::ios::binary);
  std::string line;
  std::string last;
  while (std::getline(file, line)) last = line;
  return last.find(',') != std::string::npos;
}

class Walk {
 public:
  void to(const date::sys_info& info) {
    if (!offset_) {
      first_ = info.offset;
    } else if (*offset_ != info.offset) {
      changes_.push_back({core::UtcTime{info.begin.time_since_epoch()}, info.offset});
    }
    offset_ = info.offset;
  }
  core::ZoneRules rules() { return {first_, std::move(changes_)}; }

 private:
  std::chrono::seconds first_{};
  std::optional<std::chrono::seconds> offset_;
  std::vector<core::ZoneChange> changes_;
};

base::Result<core::ZoneRules> walk(const date::time_zone& table) {
  Walk walk;
  date::sys_info info = table.get_info(kBegin);
  walk.to(info);
  while (info.end < kEnd) {
    info = table.get_info(info.end);
    walk.to(info);
  }
  if (info.begin < kTableEnd && has_rule_after_table(table.name())) {
    return base::Error{base::ErrorKind::kUnsupported,
                       "the table of time zone " + table.name() +
                           " does not reach 2037; install time zones made with zic -b fat"};
  }
  return walk.rules();
}

}  // namespace

base::Result<core::ZoneRules> read_zone(const std::string& name) {
  try {
    (void)date::get_tzdb();
  } catch (const std::exception& failure) {
    return base::Error{base::ErrorKind::kUnsupported,
                       std::string("there is no database of time zones (") + failure.what() +
                           "); install the package tzdata"};
  }
  try {
    return walk(*date::locate_zone(name));
  } catch (const std::runtime_error&) {
    return base::Error{base::ErrorKind::kInvalid,
                       "there is no time zone '" + name + "'; write it as in America/New_York"};
  }
}

}  // namespace wick::zone
