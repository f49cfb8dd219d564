// What the archive publishes today, held against what was fetched from it.
//
// Each object that sealed files name is looked at once: its CHECKSUM is fetched, a few at a time.
// Where it is not the one that is known, the object itself is fetched, and what differs becomes a
// revision in the store.
#pragma once

#include <map>
#include <set>
#include <string>
#include <vector>

#include "cli/runtime.hpp"
#include "cli/survey.hpp"
#include "store/revising.hpp"

namespace wick::cli {

struct NamedObject {
  core::SeriesId id;
  std::string name;                 // with its .zip, without the host
  std::set<std::string> checksums;  // as the files state them
};
[[nodiscard]] std::vector<NamedObject> named_objects(const std::vector<Surveyed>& files);

enum class Comparison : std::uint8_t {
  kSame,
  kVerified,    // taken without a checksum once; the one that is published now fits
  kChanged,     // fetched again and taken in
  kNoChecksum,  // none is published
  kFailed,
};

// What the published checksum says of an object; kChanged where it has to be fetched again.
// `taken` is that of the version that was looked at last, where the journal knows one.
[[nodiscard]] Comparison judge(const std::set<std::string>& known, const std::string& taken,
                               const std::string& published);

struct RemoteFinding {
  NamedObject object;
  Comparison comparison{};
  std::string published;
  store::Revised revised;
  std::string why;  // of a failure
};
// In the order of the objects.
[[nodiscard]] std::vector<RemoteFinding> compare_with_archive(std::vector<NamedObject> objects,
                                                              const wiring::Config& config,
                                                              Runtime& runtime, Meter& meter);

}  // namespace wick::cli
