// Our errors, as the public face tells them. For the sources of this room alone.
#pragma once

#include <wick/error.hpp>

#include "base/error.hpp"
#include "history/retrieval.hpp"

namespace wick::api {

[[nodiscard]] ErrorKind kind_of(base::ErrorKind kind);
[[nodiscard]] Error error_of(const base::Error& error);
[[nodiscard]] Error symbol_error(const base::Error& error);  // kInvalid is about the symbol here
[[nodiscard]] TierFailure failure_of(const history::Failure& failure);
[[nodiscard]] Error cancelled();

// Why a question got no bar at all.
[[nodiscard]] Error nothing_obtained(const std::string& series, const history::Answer& answer);

}  // namespace wick::api
