// Where bars of a stream are laid down one by one, until their day is whole.
#pragma once

#include <optional>

#include "base/error.hpp"
#include "core/bar.hpp"
#include "core/series_id.hpp"
#include "core/time.hpp"

namespace wick::port {

// Nothing here stops a stream: a disk that is full or read-only costs the keeping and nothing else.
class BarLog {
 public:
  virtual ~BarLog() = default;

  // A final bar. It is durable a bounded time later; until then a crash may lose it, and history
  // fetches it again. A bar of the same instant that came before loses where this one's mark beats
  // it.
  virtual void take(const core::SeriesId& id, const core::Bar& bar, core::Mark mark,
                    core::Now now) = 0;

  // Writes what is due, a bounded amount at a time.
  virtual void step(core::Now now) = 0;
  [[nodiscard]] virtual core::MonoTime wake() const = 0;

  // Writes all there is. Durable on return, or there is trouble.
  virtual void finish(core::Now now) = 0;

  // Why something was not kept, if anything was not.
  [[nodiscard]] virtual std::optional<base::Error> trouble() const = 0;
};

}  // namespace wick::port
