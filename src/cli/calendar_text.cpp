#include "cli/calendar_text.hpp"

#include "base/json_text.hpp"
#include "cli/amounts.hpp"
#include "core/time_text.hpp"

namespace wick::cli {
namespace {

using Moment = std::optional<core::UtcTime>;

std::string json_time(Moment t) {
  return t ? base::json_quoted(core::to_iso(*t)) : "null";
}

std::string wait_text(core::Micros time) {
  const auto minutes = std::chrono::ceil<std::chrono::minutes>(time).count();
  const auto days = minutes / 60 / 24;
  const auto hours = minutes / 60 % 24;
  std::string text = days > 0 ? std::to_string(days) + " d " : "";
  if (days > 0 || hours > 0) text += std::to_string(hours) + " h ";
  return text + std::to_string(minutes % 60) + " min";
}

std::string moment_text(Moment t, core::UtcTime at) {
  return t ? instant_text(*t) + ", in " + wait_text(*t - at) : "never, as far as is known";
}

std::string reason_text(core::MarketReason reason) {
  std::string text(core::name(reason));
  for (char& c : text) c = c == '_' ? ' ' : c;
  return text;
}

// Of a market that is closed, and known to open again.
std::string detail_json(const core::Calendar& calendar, core::UtcTime at) {
  const Moment opens = calendar.is_open(at) ? std::nullopt : calendar.next_open(at);
  return opens ? base::json_quoted(core::pause_detail(*opens - at)) : "null";
}

std::string range_json(core::TimeRange range) {
  JsonObject json;
  return json.raw("begin", json_time(range.begin)).raw("end", json_time(range.end)).finish();
}

std::string session_json(const core::Session& session) {
  JsonObject json;
  json.text("tag", session.window->tag).text("timezone", session.window->timezone);
  json.raw("session_open_utc", json_time(session.range.begin));
  return json.raw("session_close_utc", json_time(session.range.end)).finish();
}

std::string stats_json(const core::Calendar& calendar, core::UtcTime at,
                       const SessionStatistics* statistics) {
  JsonObject stats;
  for (const core::SessionSoFar& so_far : calendar.sessions_so_far(at)) {
    const core::Session& session = so_far.session;
    JsonObject json;
    json.text("tag", session.window->tag).text("timezone", session.window->timezone);
    json.raw("session_open_utc", json_time(session.range.begin));
    json.raw("session_close_utc", json_time(session.range.end));
    json.number("trading_minutes", static_cast<std::uint64_t>(so_far.trading_minutes));
    if (statistics != nullptr) json.raw("symbols", statistics_json(*statistics, session));
    stats.raw(session.window->tag, json.finish());
  }
  return stats.finish();
}

}  // namespace

std::string calendar_text(const core::Calendar& calendar, core::UtcTime at) {
  const bool open = calendar.is_open(at);
  const Moment opens = calendar.next_open(at);
  const Moment closes = calendar.next_close(at);
  std::string why = open ? "" : " (" + reason_text(calendar.reason(at)) + ")";
  TextTable table({TextTable::Side::kLeft, TextTable::Side::kLeft});
  if (open) {
    table.add({"  closes", moment_text(closes, at)});
    table.add({"  opens again", moment_text(opens, at)});
  } else {
    table.add({"  opens", moment_text(opens, at)});
    table.add({"  closes", moment_text(closes, at)});
  }
  const auto session = calendar.session(at);
  table.add({"  session", session
                              ? session->window->tag + ", " + instant_text(session->range.begin) +
                                    " to " + instant_text(session->range.end)
                              : "none"});
  return calendar.rules().name + " is " + (open ? "open" : "closed") + why + " at " +
         instant_text(at) + "\n" + table.text();
}

std::string calendar_next_text(const core::Calendar& calendar, core::UtcTime at) {
  const bool open = calendar.is_open(at);
  const Moment next = open ? calendar.next_close(at) : calendar.next_open(at);
  return next ? (open ? "closes " : "opens ") + instant_text(*next) + "\n" : "";
}

std::string calendar_json(const core::Calendar& calendar, core::UtcTime at,
                          const SessionStatistics* statistics) {
  const auto session = calendar.session(at);
  JsonObject json;
  json.text("profile", calendar.rules().name).raw("at", json_time(at));
  json.raw("open", calendar.is_open(at) ? "true" : "false");
  json.text("reason", core::name(calendar.reason(at)));
  json.raw("state_detail", detail_json(calendar, at));
  json.raw("next_open", json_time(calendar.next_open(at)));
  json.raw("next_close", json_time(calendar.next_close(at)));
  json.raw("day", range_json(calendar.day(at)));
  json.raw("holidays_end", json_time(calendar.holidays_end()));
  json.raw("session", session ? session_json(*session) : "null");
  return json.raw("stats", stats_json(calendar, at, statistics)).finish() + "\n";
}

std::string calendar_hours_text(const core::Calendar& calendar, core::TimeRange range) {
  TextTable table({TextTable::Side::kLeft, TextTable::Side::kLeft, TextTable::Side::kRight});
  table.add({"opens", "closes", "trading"});
  for (const core::TimeRange& hours : calendar.hours(range)) {
    table.add(
        {instant_text(hours.begin), instant_text(hours.end), wait_text(hours.end - hours.begin)});
  }
  return table.text();
}

std::string calendar_hours_json(const core::Calendar& calendar, core::TimeRange range) {
  std::vector<std::string> all;
  for (const core::TimeRange& hours : calendar.hours(range)) {
    all.push_back(R"({"open":)" + json_time(hours.begin) + R"(,"close":)" + json_time(hours.end) +
                  "}");
  }
  JsonObject json;
  json.text("profile", calendar.rules().name);
  json.raw("from", json_time(range.begin)).raw("to", json_time(range.end));
  json.number("trading_minutes", static_cast<std::uint64_t>(calendar.trading_minutes(range)));
  return json.raw("hours", json_array(all)).finish() + "\n";
}

std::string calendar_profiles_text() {
  TextTable table({TextTable::Side::kLeft, TextTable::Side::kLeft});
  for (const core::CalendarRules& rules : core::shipped_calendars()) {
    table.add({rules.name, rules.about});
  }
  return table.text();
}

std::string calendar_profiles_json() {
  std::vector<std::string> all;
  for (const core::CalendarRules& rules : core::shipped_calendars()) {
    all.push_back(JsonObject().text("profile", rules.name).text("about", rules.about).finish());
  }
  return json_array(all) + "\n";
}

}  // namespace wick::cli
