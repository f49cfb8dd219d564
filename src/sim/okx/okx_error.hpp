// OKX's own errors: codes and texts, and the HTTP statuses they come with.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "sim/http.hpp"

namespace wick::sim {

struct OkxError {
  int status{};
  int code{};
  std::string message;
};

[[nodiscard]] OkxError okx_busy();                               // 50001
[[nodiscard]] OkxError okx_timeout();                            // 50004
[[nodiscard]] OkxError okx_too_many_requests();                  // 50011
[[nodiscard]] OkxError okx_missing(std::string_view parameter);  // 50014
[[nodiscard]] OkxError okx_system_error();                       // 50026
[[nodiscard]] OkxError okx_wrong(std::string_view parameter);    // 51000
[[nodiscard]] OkxError okx_unknown_instrument();                 // 51001

// {"code":"51001","msg":"...","data":[]}; the refusal of too many requests has no data.
[[nodiscard]] std::string okx_error_json(const OkxError& error);
[[nodiscard]] Response okx_error_response(const OkxError& error);

// The error of that code with its usual text; nothing for a code that is not known here.
[[nodiscard]] std::optional<OkxError> known_okx_error(int code);
[[nodiscard]] std::string known_okx_error_codes();  // with commas

}  // namespace wick::sim
