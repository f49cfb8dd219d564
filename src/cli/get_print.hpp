// The result of `wick get` in its format, to where it was asked for.
#pragma once

#include <vector>

#include "cli/get_fetch.hpp"
#include "cli/output.hpp"

namespace wick::cli {

struct PrintStyle {
  bool with_final{};  // --include-open was given
  bool bars{true};    // in a JSON document
  bool colour{};
  int columns{80};
};

// Block by block, so that no more than a few megabytes of text are held at a time; the document of
// one symbol, a table and a chart are held whole.
[[nodiscard]] base::Result<void> print(const std::vector<Answered>& answers,
                                       const GetRequest& request, const PrintStyle& style,
                                       Output& output);

}  // namespace wick::cli
