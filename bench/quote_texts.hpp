// The same quotes as two feeds write them, one a line.
#pragma once

#include <string>

namespace wick::bench {

// Full-refresh snapshots of FIX 4.4 with all the fields that FXCM sends.
[[nodiscard]] std::string fix_quotes();
// Ticks of a gateway, docs/formats/gateway.md.
[[nodiscard]] std::string gateway_ticks();

}  // namespace wick::bench
