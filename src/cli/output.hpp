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

  // What is written was made of files mapped by `files`: where one of those was cut in the meantime
  // nothing more is written, because part of it would be made of nothing.
  void made_of(const port::Files& files) { source_ = &files; }

  [[nodiscard]] base::Result<void> write(std::string_view text);
  [[nodiscard]] base::Result<void> commit();

 private:
  [[nodiscard]] base::Result<void> begin();
  [[nodiscard]] base::Result<void> check_source() const;

  std::FILE* out_;
  std::string path_;
  std::string beside_;
  io::PosixFiles files_;
  std::optional<port::Files::Handle> file_;
  const port::Files* source_{nullptr};
};

}  // namespace wick::cli
