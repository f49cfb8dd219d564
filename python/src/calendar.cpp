#include "calendar.hpp"

#include <nanobind/stl/string.h>
#include <wick/time.hpp>

#include <optional>
#include <string>

#include "client.hpp"

namespace nb = nanobind;

namespace wick::python {
namespace {

nb::object micros(const std::optional<Time>& time) {
  if (!time) return nb::none();
  return nb::int_(time->time_since_epoch().count());
}

nb::dict session_dict(const Session& session) {
  nb::dict value;
  value["tag"] = session.tag;
  value["timezone"] = session.timezone;
  value["session_open_utc"] = micros(session.range.from);
  value["session_close_utc"] = micros(session.range.to);
  return value;
}

// By the names of `wick calendar --json`.
nb::dict state_dict(const Calendar& calendar, Time at, const MarketState& state) {
  nb::dict value;
  value["profile"] = calendar.profile();
  value["at"] = micros(at);
  value["open"] = state.open;
  value["reason"] = state.reason;
  value["state_detail"] = state.pause ? nb::object(nb::str(state.pause->c_str())) : nb::none();
  value["next_open"] = micros(state.next_open);
  value["next_close"] = micros(state.next_close);
  nb::dict day;
  day["begin"] = micros(state.day.from);
  day["end"] = micros(state.day.to);
  value["day"] = day;
  value["holidays_end"] = micros(state.holidays_end);
  value["session"] = state.session ? nb::object(session_dict(*state.session)) : nb::none();
  nb::dict stats;
  for (const MarketState::SoFar& so_far : state.stats) {
    nb::dict session = session_dict(so_far.session);
    session["trading_minutes"] = so_far.trading_minutes;
    stats[so_far.session.tag.c_str()] = session;
  }
  value["stats"] = stats;
  return value;
}

nb::dict failed(const Error& error) {
  nb::dict answer;
  answer["error"] = error_dict(error);
  return answer;
}

}  // namespace

void bind_calendar(nb::module_& module) {
  nb::class_<Calendar>(module, "Calendar")
      .def("at", [](const Calendar& calendar, std::int64_t since_1970) {
        const Time at{Micros{since_1970}};
        const auto state = calendar.at(at);
        return state ? state_dict(calendar, at, *state) : failed(state.error());
      });
  module.def("calendar",
             [](const std::string& profile, const std::string& overrides) -> nb::object {
               auto calendar = Calendar::open(profile, overrides);
               if (!calendar) return failed(calendar.error());
               return nb::cast(*std::move(calendar));
             });
  module.def("calendars", [] {
    nb::dict all;
    for (const Calendar::Profile& profile : Calendar::profiles()) {
      all[profile.name.c_str()] = profile.about;
    }
    return all;
  });
}

}  // namespace wick::python
