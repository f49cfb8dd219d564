// How far along work on many files is: on one line of a terminal, or now and then as a line.
#pragma once

#include <cstdint>
#include <cstdio>
#include <string>

#include "cli/shell.hpp"
#include "core/time.hpp"

namespace wick::cli {

struct MeterReading {
  std::uint64_t done{};
  std::uint64_t total{};
  std::uint64_t bytes{};  // done; 0 where they do not matter
};
// "120 of 400 files, 812.0 MB/s, 0.31 s left"
[[nodiscard]] std::string meter_text(const MeterReading& reading, const std::string& noun,
                                     core::Micros spent);

class Meter {
 public:
  Meter(const Shell& shell, std::string noun);
  ~Meter() { clear(); }
  Meter(const Meter&) = delete;
  Meter& operator=(const Meter&) = delete;

  // On a terminal after a quiet half second, elsewhere every ten seconds.
  void show(const MeterReading& reading, core::MonoTime now);
  void clear();

 private:
  std::FILE* out_;
  bool terminal_;
  std::string noun_;
  core::MonoTime start_{};
  core::MonoTime shown_{};
  bool visible_{false};
};

}  // namespace wick::cli
