// The diagnosis of a broker's instrument: the cache, the candle files, and the live feed in use.
#pragma once

#include "base/result.hpp"
#include "cli/diagnose_command.hpp"
#include "cli/diagnose_text.hpp"
#include "cli/runtime.hpp"

namespace wick::cli {

// Whether the words ask for one.
[[nodiscard]] bool is_fx(const DiagnoseOptions& options);

// Knocks for real, a bounded time.
[[nodiscard]] base::Result<DiagnosisPage> diagnose_fx(const DiagnoseOptions& options,
                                                      Runtime& runtime);

}  // namespace wick::cli
