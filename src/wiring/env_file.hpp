// A .env file as the assignments that stand in it, in their order.
//
// NAME=value, also after `export`; values bare, in 'single' quotes (as they are) or in "double"
// ones
// (\n \r \t \" \\ \$ mean what they usually mean). A # at the beginning of a line, or after a blank
// behind a bare or a quoted value, begins a comment. Lines end in LF or CRLF; a byte order mark is
// skipped. Nothing is expanded: $HOME is five letters. A line that is anything else is refused with
// its number, without its text, which may hold a secret.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"

namespace wick::wiring {

struct EnvEntry {
  std::string name{};
  std::string value{};
  std::size_t line{};  // from 1

  bool operator==(const EnvEntry&) const = default;
};

// The error begins with "PATH:LINE: ".
[[nodiscard]] base::Result<std::vector<EnvEntry>> read_env_file(const std::string& path,
                                                                std::string_view text);

}  // namespace wick::wiring
