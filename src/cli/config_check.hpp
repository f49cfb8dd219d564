// Whether the files that hold settings are good, each by itself.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/error.hpp"

namespace wick::cli {

struct FileVerdict {
  std::string path{};
  std::string what{};  // env file, runtime settings, calendar, program settings
  std::vector<std::string> warnings{};
  std::optional<base::Error> error{};
};

// What a file is follows from its name; files of calendar overrides may have any, where they are
// named here or by one of the runtime settings among `paths`.
[[nodiscard]] std::vector<FileVerdict> check_config_files(const std::vector<std::string>& paths,
                                                          const std::string& overrides);

[[nodiscard]] std::string verdict_text(const FileVerdict& verdict);
[[nodiscard]] std::string verdict_json(const FileVerdict& verdict);

}  // namespace wick::cli
