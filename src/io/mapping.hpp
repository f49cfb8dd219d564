// Files in memory as they lie on the disk: mapped, watched by the fault guard, and remembered when
// they were lost; or read, where that is quicker, and then nothing can be lost. What is handed out
// may outlive the object that made it. Any thread.
//
// A mapping stays for a while after the last who looked at it has gone, for it costs more to make
// than to check all of a day that lies in it. Whoever asks for the same file again gets the same
// pages, which are the file as it is by then. What is kept is address space and pages that the
// system may take at any time; a file that is removed keeps its room on the disk for as long.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>

#include "port/files.hpp"

namespace wick::io {

class Mappings {
 public:
  static constexpr std::uint64_t kKeptBytesMax = std::uint64_t{64} << 20U;  // a year of minutes
  static constexpr std::size_t kKeptMax = 512;

  Mappings();
  ~Mappings();
  Mappings(const Mappings&) = delete;
  Mappings& operator=(const Mappings&) = delete;

  // Read are small files, and all where no more can be mapped or watched.
  [[nodiscard]] base::Result<port::Mapped> map(const std::string& path);

  // See port::Files::lost_mapping(). A cut inside the last page raises no signal; it shows by the
  // file's last byte, unless that was a zero already.
  [[nodiscard]] std::optional<std::string> lost() const;

 private:
  class Register;
  std::shared_ptr<Register> register_;
};

}  // namespace wick::io
