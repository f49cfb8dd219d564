// Files in memory as they lie on the disk: mapped, watched by the fault guard, and remembered when
// they were lost; or read, where that is quicker, and then nothing can be lost. What is handed out
// may outlive the object that made it. Any thread.
#pragma once

#include <memory>
#include <optional>
#include <string>

#include "port/files.hpp"

namespace wick::io {

class Mappings {
 public:
  Mappings();

  // Read are small files, some days at a time, and all where no more can be mapped or watched.
  [[nodiscard]] base::Result<port::Mapped> map(const std::string& path);

  // See port::Files::lost_mapping(). A cut inside the last page raises no signal; it shows by the
  // file's last byte, unless that was a zero already.
  [[nodiscard]] std::optional<std::string> lost() const;

 private:
  class Register;
  std::shared_ptr<Register> register_;
};

}  // namespace wick::io
