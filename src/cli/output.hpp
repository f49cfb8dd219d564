// Where a command's result goes: standard output, or a file that appears whole or not at all.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "base/result.hpp"
#include "cli/shell.hpp"
#include "io/posix_files.hpp"

namespace wick::cli {

class Output {
 public:
  // An empty path is standard output.
  Output(const Shell& shell, std::string path);
  ~Output();  // what was not committed leaves no trace
  Output(const Output&) = delete;
  Output& operator=(const Output&) = delete;

  [[nodiscard]] base::Result<void> write(std::string_view text);
  [[nodiscard]] base::Result<void> commit();

 private:
  [[nodiscard]] base::Result<void> begin();

  std::FILE* out_;
  std::string path_;
  std::string beside_;
  io::PosixFiles files_;
  std::optional<port::Files::Handle> file_;
};

}  // namespace wick::cli
