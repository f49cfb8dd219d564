// What went wrong at which tier, as JSON.
#pragma once

#include <string>
#include <vector>

#include "cli/shell.hpp"
#include "history/retrieval.hpp"

namespace wick::cli {

// Ends a command that has printed nothing yet: one line on stderr, the exit code that fits, and
// where a document was asked for {"error":{"kind":...,"what":...,"retry_after_s":n}}, the last
// where a server said so. The shell must outlive it.
class Refusal {
 public:
  Refusal(const Shell& shell, bool json) : shell_(shell), json_(json) {}
  [[nodiscard]] Exit operator()(const base::Error& error) const;

 private:
  const Shell& shell_;
  bool json_;
};

// [{"tier":...,"kind":...,"what":...,"times":n,"retry_after_s":n}], the last where a server said so
[[nodiscard]] std::string failures_json(const std::vector<history::Failure>& failures);

}  // namespace wick::cli
