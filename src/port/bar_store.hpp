// A place that can be asked for bars and that can keep what others brought.
#pragma once

#include <memory>
#include <optional>

#include "port/bar_source.hpp"

namespace wick::port {

// What one request brings in, on its way to where it is kept. Nothing here stops a request: a disk
// that is full or read-only costs the keeping and nothing else.
class Keeping {
 public:
  virtual ~Keeping() = default;

  // A reply of another source. What becomes complete by it is durable on return.
  virtual void take(const Reply& reply, core::Now now) = 0;

  // No more will come. Where something could not be had, what was had is kept all the same.
  virtual void finish(bool interrupted, core::Now now) = 0;

  // Why something was not kept, if anything was not.
  [[nodiscard]] virtual std::optional<base::Error> trouble() const = 0;
};

// The right to be the one who fetches certain days or months of a series. Whoever has taken a turn
// has it until this goes, also by being killed.
class Turns {
 public:
  virtual ~Turns() = default;

  // False while somebody else has a part of it.
  [[nodiscard]] virtual bool take(core::TimeRange days) = 0;
};

class BarStore : public BarSource {
 public:
  [[nodiscard]] virtual std::unique_ptr<Keeping> keep(const core::SeriesId& id) = 0;

  // Nothing where turns cannot be told apart, as on a read-only disk.
  [[nodiscard]] virtual std::unique_ptr<Turns> turns(const core::SeriesId& id) {
    (void)id;
    return nullptr;
  }
};

}  // namespace wick::port
