// What an HTTP answer of OKX means for whoever asked.
#pragma once

#include <optional>
#include <string>

#include "base/error.hpp"
#include "port/http.hpp"

namespace wick::venue::okx {

// Nothing where the status is 200, though the body may yet be an error: parse_candles() sees that.
// `what` names the thing asked for.
[[nodiscard]] std::optional<base::Error> rest_verdict(const port::HttpResponse& response,
                                                      const std::string& what);

}  // namespace wick::venue::okx
