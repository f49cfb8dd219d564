// The exchange's own errors, with the texts and the HTTP statuses it gives them.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "sim/market/market.hpp"
#include "sim/rest/limiter.hpp"

namespace wick::sim {

struct VenueError {
  int status{400};
  int code{};
  std::string message;
  std::optional<Micros> retry_after{};  // rounded up to seconds on the wire
};

[[nodiscard]] std::string error_json(const VenueError& error);  // {"code":-1121,"msg":"..."}

[[nodiscard]] VenueError unknown_error();                                              // -1000
[[nodiscard]] VenueError internal_error();                                             // -1001
[[nodiscard]] VenueError too_much_weight(const RateLimit& limit, Micros retry_after);  // -1003
[[nodiscard]] VenueError banned(Micros until, Micros now);                             // -1003
[[nodiscard]] VenueError backend_timeout();                                            // -1007
[[nodiscard]] VenueError overloaded();                                                 // -1008
[[nodiscard]] VenueError start_after_end();                                            // -1023
[[nodiscard]] VenueError illegal_characters(std::string_view name,
                                            std::string_view legal);             // -1100
[[nodiscard]] VenueError duplicate_parameter();                                  // -1101
[[nodiscard]] VenueError missing_parameter(std::string_view name);               // -1102
[[nodiscard]] VenueError unread_parameters(std::size_t read, std::size_t sent);  // -1104
[[nodiscard]] VenueError empty_parameter(std::string_view name);                 // -1105
[[nodiscard]] VenueError overflowed(std::string_view name);                      // -1108
[[nodiscard]] VenueError invalid_interval();                                     // -1120
[[nodiscard]] VenueError invalid_symbol();                                       // -1121
[[nodiscard]] VenueError span_too_long(std::int64_t hours);                      // -1127
[[nodiscard]] VenueError invalid_combination();                                  // -1128
[[nodiscard]] VenueError invalid_data(std::string_view name);                    // -1130
[[nodiscard]] VenueError invalid_time_unit();                                    // -1194

}  // namespace wick::sim
