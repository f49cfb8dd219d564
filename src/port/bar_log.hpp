// Where bars of a stream are laid down one by one, until their day is whole.
#pragma once

#include <cstdint>
#include <optional>

#include "base/error.hpp"
#include "core/bar.hpp"
#include "core/hole.hpp"
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

  // Of these instants the source has no bar. A log of bars alone may pass it over.
  virtual void take_hole(const core::SeriesId& id, const core::Hole& hole, core::Now now) {
    (void)id;
    (void)hole;
    (void)now;
  }

  // Writes what is due, a bounded amount at a time.
  virtual void step(core::Now now) = 0;
  [[nodiscard]] virtual core::MonoTime wake() const = 0;

  // Writes all there is. Durable on return, or there is trouble.
  virtual void finish(core::Now now) = 0;

  // Why something is not kept, if anything is not; nothing again as soon as all of it is.
  [[nodiscard]] virtual std::optional<base::Error> trouble() const = 0;
  // Of writing, ever.
  [[nodiscard]] virtual std::int64_t failures() const { return 0; }
};

}  // namespace wick::port
