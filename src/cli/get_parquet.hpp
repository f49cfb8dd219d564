// How to have bars as Parquet, which this program leaves to those who have a library for it.
#pragma once

#include <string>

#include "cli/get_request.hpp"

namespace wick::cli {

// A shell line: the same request as an Arrow stream, and one line of Python that writes it.
[[nodiscard]] std::string parquet_pipe(const GetOptions& options);

}  // namespace wick::cli
