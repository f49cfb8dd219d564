// wick verify: every byte of the store against its checksums, and against the archive's if asked.
#pragma once

#include "cli/care_request.hpp"
#include "cli/remote_check.hpp"
#include "cli/shell.hpp"

namespace wick::cli {

struct VerifyOptions {
  CareOptions care{};
  bool remote{};
};

[[nodiscard]] Exit run_verify(const VerifyOptions& options, const Shell& shell);

// What was found, for people: a line for each thing that is not as it should be, then the sum.
struct Verified {
  std::vector<Surveyed> files;
  std::vector<std::string> remarks;  // of the folders: leftovers, unknown files
  std::vector<base::Error> unreadable;
  std::vector<RemoteFinding> remote;
  bool asked_remote{};
  core::Micros elapsed{};
};
[[nodiscard]] std::string verified_text(const Verified& verified);
[[nodiscard]] std::string verified_json(const Verified& verified);
[[nodiscard]] Exit verdict(const Verified& verified);

// The remarks that a census gives rise to.
[[nodiscard]] std::vector<std::string> remarks_of(const store::Census& census);

// The lines about what the archive has changed.
[[nodiscard]] std::string remote_text(const std::vector<RemoteFinding>& findings);

}  // namespace wick::cli
