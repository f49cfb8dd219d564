// What an HTTP answer of Binance means for whoever asked.
#pragma once

#include <optional>
#include <string>

#include "base/error.hpp"
#include "port/http.hpp"

namespace wick::venue::binance {

// Nothing where the status is 200. `what` names the thing asked for.
[[nodiscard]] std::optional<base::Error> archive_verdict(const port::HttpResponse& response,
                                                         const std::string& what);
[[nodiscard]] std::optional<base::Error> rest_verdict(const port::HttpResponse& response,
                                                      const std::string& what);

// Whether it says that there is no such symbol.
[[nodiscard]] bool denies_symbol(const port::HttpResponse& response);

}  // namespace wick::venue::binance
