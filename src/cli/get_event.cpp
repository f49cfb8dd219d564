#include "cli/get_event.hpp"

#include "wiring/fetch_event.hpp"

namespace wick::cli {

store::Event event_of(const Answered& answered, core::TimeRange range, core::UtcTime at,
                      std::string_view command) {
  return wiring::event_of({answered.id, answered.answer, answered.elapsed}, range, at, command);
}

std::string event_json(const Answered& answered, core::TimeRange range, core::UtcTime at,
                       std::string_view command) {
  return store::event_line(event_of(answered, range, at, command));
}

}  // namespace wick::cli
