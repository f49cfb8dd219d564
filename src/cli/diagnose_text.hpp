// A diagnosis for people and for machines. Pure.
#pragma once

#include <string>
#include <vector>

#include "cli/diagnose_verdict.hpp"

namespace wick::cli {

struct DiagnosisPage {
  core::SeriesId id{};
  core::UtcTime at{};
  std::vector<Finding> findings{};
  LocalState local{};
  Diagnosis diagnosis{};
};

// No line is wider than 80 columns but for words that are.
[[nodiscard]] std::string diagnosis_text(const DiagnosisPage& page, bool colour);
[[nodiscard]] std::string diagnosis_json(const DiagnosisPage& page);

}  // namespace wick::cli
