// What the answers of all servers have in common.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "port/http.hpp"

namespace wick::venue {

// The server's own clock as its Date header tells it, in whole seconds.
[[nodiscard]] std::optional<core::UtcTime> server_time(const port::HttpResponse& response);

// How long the server wants to be left alone; `untold` where it does not say.
[[nodiscard]] core::Micros retry_after(const port::HttpResponse& response, core::Micros untold);

// A server's own words, as far as they are safe to print, and not too many of them.
[[nodiscard]] std::string printable(std::string_view words);

// "klines: HTTP 503"
[[nodiscard]] std::string status_of(const port::HttpResponse& response, const std::string& what);

}  // namespace wick::venue
