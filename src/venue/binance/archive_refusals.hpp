// What the archive refused lately, so that it is not asked again in vain, by whatever process.
//
// An object that was not there is left alone for a day, or for an hour while it may still be on its
// way; the whole archive for a while after every host of it refused us. Without a memory, nothing
// is known and nothing is kept.
#pragma once

#include <optional>
#include <string>

#include "base/error.hpp"
#include "port/memory.hpp"

namespace wick::venue::binance {

class ArchiveRefusals {
 public:
  // `memory`, where there is one, must outlive this.
  ArchiveRefusals(port::Memory* memory, core::Micros blocked_for)
      : memory_(memory), blocked_for_(blocked_for) {}

  struct Object {
    std::string name;     // with its .zip
    core::UtcTime end{};  // of its day or month
  };
  // Why the object is not to be asked for now; nothing where it may be.
  [[nodiscard]] std::optional<base::Error> known(const Object& object, core::UtcTime now) const;

  void was_absent(const Object& object, core::UtcTime now);
  void was_blocked(core::UtcTime now);

 private:
  [[nodiscard]] std::optional<core::UtcTime> seen(const std::string& key, core::UtcTime now) const;
  void keep(const std::string& key, core::UtcTime now, core::Micros length);

  port::Memory* memory_;
  core::Micros blocked_for_;
};

}  // namespace wick::venue::binance
