#include "sim/rest/venue_error.hpp"

namespace wick::sim {
namespace {

VenueError bad_request(int code, std::string message) {
  return {400, code, std::move(message)};
}

std::string in_quotes(std::string_view text) {
  return "'" + std::string(text) + "'";
}

std::string window(const RateLimit& limit) {
  return std::to_string(limit.num) + " " + std::string(unit_name(limit));
}

}  // namespace

std::string error_json(const VenueError& error) {
  std::string out = "{\"code\":" + std::to_string(error.code) + ",\"msg\":\"";
  for (const char c : error.message) {
    const bool plain = c >= 0x20 && c < 0x7f;  // a path quoted in a message may hold any byte
    if (c == '"' || c == '\\') out += '\\';
    out += plain ? c : '?';
  }
  return out + "\"}";
}

VenueError unknown_error() {
  return {500, -1000, "An unknown error occurred while processing the request."};
}

VenueError internal_error() {
  return {500, -1001, "Internal error; unable to process your request. Please try again."};
}

VenueError too_much_weight(const RateLimit& limit, Micros retry_after) {
  const std::string number = std::to_string(limit.limit);
  const std::string what =
      limit.type == LimitType::kRawRequests
          ? "Too many requests; current limit is " + number + " requests per "
          : "Too much request weight used; current limit is " + number + " request weight per ";
  return {429, -1003,
          what + window(limit) +
              ". Please use WebSocket Streams for live updates to avoid polling the API.",
          retry_after};
}

VenueError banned(Micros until, Micros now) {
  return {418, -1003,
          "Way too much request weight used; IP banned until " + std::to_string(until / 1000) +
              ". Please use WebSocket Streams for live updates to avoid bans.",
          until - now};
}

VenueError backend_timeout() {
  return {408, -1007,
          "Timeout waiting for response from backend server. Send status unknown; execution "
          "status unknown."};
}

VenueError overloaded() {
  return {503, -1008,
          "Server is currently overloaded with other requests. Please try again in a few "
          "minutes."};
}

VenueError start_after_end() {
  return bad_request(-1023, "Start time is greater than end time.");
}

VenueError illegal_characters(std::string_view name, std::string_view legal) {
  return bad_request(-1100, "Illegal characters found in parameter " + in_quotes(name) +
                                "; legal range is " + in_quotes(legal) + ".");
}

VenueError duplicate_parameter() {
  return bad_request(-1101, "Duplicate values for a parameter detected.");
}

VenueError missing_parameter(std::string_view name) {
  return bad_request(-1102, "Mandatory parameter " + in_quotes(name) +
                                " was not sent, was empty/null, or malformed.");
}

VenueError unread_parameters(std::size_t read, std::size_t sent) {
  return bad_request(-1104, "Not all sent parameters were read; read " +
                                in_quotes(std::to_string(read)) + " parameter(s) but was sent " +
                                in_quotes(std::to_string(sent)) + ".");
}

VenueError empty_parameter(std::string_view name) {
  return bad_request(-1105, "Parameter " + in_quotes(name) + " was empty.");
}

VenueError overflowed(std::string_view name) {
  return bad_request(-1108, "Parameter " + in_quotes(name) + " overflowed.");
}

VenueError invalid_interval() {
  return bad_request(-1120, "Invalid interval.");
}

VenueError invalid_symbol() {
  return bad_request(-1121, "Invalid symbol.");
}

VenueError span_too_long(std::int64_t hours) {
  return bad_request(
      -1127, "More than " + std::to_string(hours) + " hours between startTime and endTime.");
}

VenueError invalid_combination() {
  return bad_request(-1128, "Combination of optional parameters invalid.");
}

VenueError invalid_data(std::string_view name) {
  return bad_request(-1130, "Data sent for parameter " + in_quotes(name) + " is not valid.");
}

VenueError invalid_time_unit() {
  return bad_request(-1194,
                     "Invalid value for time unit; expected either MICROSECOND or MILLISECOND.");
}

}  // namespace wick::sim
