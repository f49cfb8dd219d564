#include "wiring/calendar_file.hpp"

#include <simdjson.h>

#include <algorithm>
#include <map>
#include <vector>

#include "base/check.hpp"
#include "wiring/calendar_edges.hpp"

namespace wick::wiring {
namespace {

namespace dom = simdjson::dom;
using base::Result;

constexpr std::string_view kMark = "\xEF\xBB\xBF";

base::Error wrong(const std::string& place, const std::string& what) {
  return {base::ErrorKind::kInvalid, place + " " + what};
}

std::string in_quotes(std::string_view text) {
  return "'" + std::string(text) + "'";
}

struct BreakText {
  std::string_view start;
  std::string_view end;
  std::string zone{"UTC"};
};

// Reads one document into rules. Every reader takes the value and the place where it stands.
class Reader {
 public:
  Reader(core::CalendarRules rules, const ZoneReader& read_zone)
      : rules_(std::move(rules)), read_zone_(read_zone) {}

  Result<void> read(std::string_view key, const dom::element& value);
  core::CalendarRules take() { return std::move(rules_); }

 private:
  Result<core::WeekEdge> week_edge(const dom::element& value, const std::string& place,
                                   std::chrono::weekday day);
  Result<core::DailyBreak> checked(const BreakText& text, const std::string& place);
  Result<core::DailyBreak> daily_break(const dom::element& value, const std::string& place);
  Result<core::Holiday> holiday(const dom::element& value, const std::string& place);
  Result<core::DatedEdge> dated_edge(const dom::element& value, const std::string& place);
  Result<core::SessionWindow> window(const dom::element& value, const std::string& place);
  Result<core::DayStart> day_start(const dom::element& value, const std::string& place);

  template <typename Part>
  using PartReader = Result<Part> (Reader::*)(const dom::element&, const std::string&);
  template <typename Part>
  Result<void> read_list(std::string_view key, const dom::element& value, PartReader<Part> read_one,
                         std::vector<Part>& parts);

  Result<std::chrono::seconds> zone_offset(const std::string& zone, const std::string& place);
  static Result<core::DayMinutes> time(std::string_view text, const std::string& place);

  core::CalendarRules rules_;
  const ZoneReader& read_zone_;
};

Result<std::string_view> text_of(const dom::element& value, const std::string& place) {
  std::string_view text;
  if (value.get(text) != simdjson::SUCCESS) return wrong(place, "must be a text");
  return text;
}

Result<std::string_view> member(const dom::object& object, std::string_view key,
                                const std::string& place) {
  dom::element value;
  if (object.at_key(key).get(value) != simdjson::SUCCESS) {
    return wrong(place, "has no '" + std::string(key) + "'");
  }
  return text_of(value, place + "." + std::string(key));
}

Result<std::string_view> member_or(const dom::object& object, std::string_view key,
                                   std::string_view fallback, const std::string& place) {
  dom::element value;
  if (object.at_key(key).get(value) != simdjson::SUCCESS) return fallback;
  return text_of(value, place + "." + std::string(key));
}

Result<void> only_known(const dom::object& object, std::initializer_list<std::string_view> known,
                        const std::string& place) {
  std::vector<std::string_view> seen;
  for (const auto& [key, value] : object) {
    const bool again = std::ranges::find(seen, key) != seen.end();
    if (again) return wrong(place, "has " + in_quotes(key) + " twice");
    seen.push_back(key);
    if (std::ranges::find(known, key) != known.end()) continue;
    std::string names;
    for (const std::string_view name : known) {
      names += (names.empty() ? "" : ", ") + std::string(name);
    }
    return wrong(place, "has an unknown key " + in_quotes(key) + "; there are " + names);
  }
  return {};
}

Result<core::DayMinutes> Reader::time(std::string_view text, const std::string& place) {
  if (const auto parsed = parse_day_time(text)) return *parsed;
  return wrong(place, "is " + in_quotes(text) + "; write a time as 17:00");
}

// Its standard time: the smaller of the offsets of a winter and a summer.
Result<std::chrono::seconds> Reader::zone_offset(const std::string& zone,
                                                 const std::string& place) {
  const auto rules = read_zone_(zone);
  if (!rules) return base::within(place, rules.error());
  return std::min(rules->offset_at(core::midnight(2025, 1, 1)),
                  rules->offset_at(core::midnight(2025, 7, 1)));
}

// The day is that of Greenwich: where it is still the day before there, the next one is meant. So
// 00:00 in Tokyo opens the week on Sunday 15:00 UTC, which is Tokyo's Monday.
Result<core::WeekEdge> Reader::week_edge(const dom::element& value, const std::string& place,
                                         std::chrono::weekday day) {
  const auto text = text_of(value, place);
  if (!text) return text.error();
  const ZonedText zoned = split_zone(*text);
  const auto at = time(zoned.text, place);
  if (!at) return at.error();
  const auto offset = zone_offset(zoned.zone, place);
  if (!offset) return offset.error();
  const std::chrono::days later{*at < *offset ? 1 : 0};
  return core::WeekEdge{day + later, *at, zoned.zone};
}

BreakText break_of(std::string_view text) {
  const ZonedText zoned = split_zone(text);
  const std::size_t dash = std::min(zoned.text.find('-'), zoned.text.size());
  return {zoned.text.substr(0, dash), zoned.text.substr(std::min(dash + 1, zoned.text.size())),
          zoned.zone};
}

Result<BreakText> break_of(const dom::array& list, const std::string& place) {
  BreakText text;
  std::string_view zone = text.zone;
  const std::size_t size = list.size();
  const bool good = (size == 2 || size == 3) &&  //
                    list.at(0).get(text.start) == simdjson::SUCCESS &&
                    list.at(1).get(text.end) == simdjson::SUCCESS &&
                    (size == 2 || list.at(2).get(zone) == simdjson::SUCCESS);
  if (!good) return wrong(place, R"(must be as ["17:00", "18:00", "America/New_York"])");
  text.zone = zone_of_alias(zone);
  return text;
}

Result<BreakText> break_of(const dom::object& object, const std::string& place) {
  const auto start = member(object, "start", place);
  if (!start) return start.error();
  const auto end = member(object, "end", place);
  if (!end) return end.error();
  const auto zone = member_or(object, "tz", "UTC", place);
  if (!zone) return zone.error();
  return BreakText{*start, *end, zone_of_alias(*zone)};
}

Result<BreakText> break_of(const dom::element& value, const std::string& place) {
  std::string_view text;
  dom::array list;
  dom::object object;
  if (value.get(text) == simdjson::SUCCESS) return break_of(text);
  if (value.get(list) == simdjson::SUCCESS) return break_of(list, place);
  if (value.get(object) == simdjson::SUCCESS) {
    auto known = only_known(object, {"start", "end", "tz"}, place);
    return known ? break_of(object, place) : known.error();
  }
  return wrong(place, "must be as 17:00-18:00@America/New_York");
}

Result<core::DailyBreak> Reader::daily_break(const dom::element& value, const std::string& place) {
  const auto text = break_of(value, place);
  return text ? checked(*text, place) : text.error();
}

Result<core::DailyBreak> Reader::checked(const BreakText& text, const std::string& place) {
  const auto start = time(text.start, place);
  if (!start) return start.error();
  const auto end = time(text.end, place);
  if (!end) return end.error();
  if (*start == *end) return wrong(place, "begins and ends at " + std::string(text.start));
  if (auto offset = zone_offset(text.zone, place); !offset) return offset.error();
  return core::DailyBreak{*start, *end, text.zone};
}

Result<core::Holiday> Reader::holiday(const dom::element& value, const std::string& place) {
  const auto text = text_of(value, place);
  if (!text) return text.error();
  const ZonedText zoned = split_zone(*text);
  const auto day = parse_day(zoned.text);
  if (!day) return wrong(place, "is " + in_quotes(*text) + "; write a day as 2025-12-25");
  if (auto offset = zone_offset(zoned.zone, place); !offset) return offset.error();
  return core::Holiday{*day, zoned.zone};
}

Result<core::DatedEdge> Reader::dated_edge(const dom::element& value, const std::string& place) {
  const auto text = text_of(value, place);
  if (!text) return text.error();
  const ZonedText zoned = split_zone(*text);
  const bool parted = zoned.text.size() == 16 && (zoned.text[10] == 'T' || zoned.text[10] == ' ');
  const auto day = parted ? parse_day(zoned.text.substr(0, 10)) : std::nullopt;
  const auto at = parted ? parse_day_time(zoned.text.substr(11)) : std::nullopt;
  if (!day || !at) {
    return wrong(place, "is " + in_quotes(*text) + "; write 2025-12-24T13:45@America/New_York");
  }
  if (auto offset = zone_offset(zoned.zone, place); !offset) return offset.error();
  return core::DatedEdge{*day, *at, zoned.zone};
}

Result<core::SessionWindow> Reader::window(const dom::element& value, const std::string& place) {
  dom::object object;
  if (value.get(object) != simdjson::SUCCESS) {
    return wrong(place, "must be an object with tag, start, end, tz");
  }
  if (auto known = only_known(object, {"tag", "start", "end", "tz", "timezone"}, place); !known) {
    return known.error();
  }
  const auto tag = member(object, "tag", place);
  if (!tag) return tag.error();
  if (tag->find_first_not_of(" \t") == std::string_view::npos) {
    return wrong(place + ".tag", "is empty; write a name as LDN");
  }
  const auto text = break_of(object, place);
  if (!text) return text.error();
  const auto hours = checked(*text, place);
  if (!hours) return hours.error();
  const auto shown = member_or(object, "timezone", hours->zone, place);
  if (!shown) return shown.error();
  return core::SessionWindow{std::string(*tag), hours->start, hours->end, hours->zone,
                             std::string(*shown)};
}

Result<core::DayStart> Reader::day_start(const dom::element& value, const std::string& place) {
  const auto text = text_of(value, place);
  if (!text) return text.error();
  const ZonedText zoned = split_zone(*text);
  const auto at = time(zoned.text, place);
  if (!at) return at.error();
  if (auto offset = zone_offset(zoned.zone, place); !offset) return offset.error();
  return core::DayStart{*at, zoned.zone};
}

template <typename Part>
Result<void> Reader::read_list(std::string_view key, const dom::element& value,
                               PartReader<Part> read_one, std::vector<Part>& parts) {
  dom::array list;
  if (value.get(list) != simdjson::SUCCESS) return wrong(std::string(key), "must be a list");
  parts.clear();
  for (const dom::element item : list) {
    const std::string place = std::string(key) + "[" + std::to_string(parts.size()) + "]";
    auto part = (this->*read_one)(item, place);
    if (!part) return part.error();
    parts.push_back(*std::move(part));
  }
  return {};
}

Result<void> Reader::read(std::string_view key, const dom::element& value) {
  if (key == "daily_breaks") return read_list(key, value, &Reader::daily_break, rules_.breaks);
  if (key == "holidays") return read_list(key, value, &Reader::holiday, rules_.holidays);
  if (key == "early_closes") {
    return read_list(key, value, &Reader::dated_edge, rules_.early_closes);
  }
  if (key == "late_opens") return read_list(key, value, &Reader::dated_edge, rules_.late_opens);
  if (key == "session_windows") return read_list(key, value, &Reader::window, rules_.windows);
  if (key == "day_start") {
    auto day = day_start(value, std::string(key));
    if (!day) return day.error();
    rules_.day = *std::move(day);
    return {};
  }
  const bool opens = key == "weekly_open_utc";
  auto edge = week_edge(value, std::string(key), opens ? std::chrono::Sunday : std::chrono::Friday);
  if (!edge) return edge.error();
  core::WeeklySession& week = rules_.weeks.front();
  (opens ? week.open : week.close) = *std::move(edge);
  return {};
}

// A key that stands twice, with its lines; the last one would win unseen.
Result<void> no_key_twice(const simdjson::padded_string& text) {
  namespace od = simdjson::ondemand;
  od::parser parser;
  od::document document;
  od::object object;
  if (parser.iterate(text).get(document) != simdjson::SUCCESS) return {};
  if (document.get_object().get(object) != simdjson::SUCCESS) return {};
  std::map<std::string, std::ptrdiff_t, std::less<>> lines;
  for (auto entry : object) {
    od::field field;
    if (std::move(entry).get(field) != simdjson::SUCCESS) return {};
    const char* const place = field.key().raw();
    const auto line = 1 + std::count(text.data(), place, '\n');
    std::string_view key;
    if (field.unescaped_key().get(key) != simdjson::SUCCESS) return {};
    const auto [first, fresh] = lines.emplace(key, line);
    if (fresh) continue;
    return base::Error{base::ErrorKind::kInvalid, "line " + std::to_string(line) + ": " +
                                                      in_quotes(key) + " is already set on line " +
                                                      std::to_string(first->second)};
  }
  return {};
}

}  // namespace

Result<core::CalendarRules> read_calendar_file(std::string_view text, core::CalendarRules rules,
                                               const ZoneReader& read_zone) {
  WICK_CHECK(rules.weeks.size() == 1);
  dom::parser parser;
  dom::object object;
  if (text.starts_with(kMark)) text.remove_prefix(kMark.size());
  const simdjson::padded_string padded(text);
  if (const auto error = parser.parse(padded).get(object); error != simdjson::SUCCESS) {
    return base::Error{base::ErrorKind::kInvalid, std::string("it is not a JSON object (") +
                                                      simdjson::error_message(error) + ")"};
  }
  if (auto once = no_key_twice(padded); !once) return once.error();
  const auto known = only_known(object,
                                {"holidays", "daily_breaks", "weekly_open_utc", "weekly_close_utc",
                                 "session_windows", "early_closes", "late_opens", "day_start"},
                                "the file");
  if (!known) return known.error();
  Reader reader(std::move(rules), read_zone);
  for (const auto& [key, value] : object) {
    if (auto done = reader.read(key, value); !done) return done.error();
  }
  return reader.take();
}

}  // namespace wick::wiring
