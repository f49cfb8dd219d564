// libcurl, loaded when the network is first needed: linking it would cost every start of the
// program some milliseconds.
#pragma once

#include <memory>

#include "base/result.hpp"

namespace wick::io {

struct CurlFunctions;  // the functions used, by name; see the source of CurlHttp

// From any thread. Once loaded it is there at once for whoever asks next.
[[nodiscard]] base::Result<std::shared_ptr<const CurlFunctions>> load_curl();

}  // namespace wick::io
