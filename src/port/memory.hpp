// Small facts that are worth keeping for a while: a listing date, an object that was not there.
//
// A convenience and never a proof. Whoever implements it may share it between processes, may forget
// at any time and may fail to keep anything, in silence; whoever asks must do as well without it.
#pragma once

#include <optional>
#include <string>

#include "core/time.hpp"

namespace wick::port {

class Memory {
 public:
  virtual ~Memory() = default;

  // What was last remembered under that key, unless its time is over.
  [[nodiscard]] virtual std::optional<std::string> recall(const std::string& key,
                                                          core::UtcTime now) = 0;
  virtual void remember(const std::string& key, std::string value, core::UtcTime until) = 0;
};

}  // namespace wick::port
