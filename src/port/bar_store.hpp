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

class BarStore : public BarSource {
 public:
  [[nodiscard]] virtual std::unique_ptr<Keeping> keep(const core::SeriesId& id) = 0;
};

}  // namespace wick::port
