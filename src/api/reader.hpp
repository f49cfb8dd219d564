// The cache as any thread may ask it: what it has whole is answered by whoever wants it, without a
// word to the thread that fetches. For the sources of this room alone.
#pragma once

#include <wick/bars.hpp>

#include <optional>
#include <span>
#include <vector>

#include "api/sight.hpp"
#include "io/device_random.hpp"
#include "io/posix_files.hpp"
#include "io/system_clock.hpp"
#include "store/cache.hpp"
#include "store/events.hpp"
#include "wiring/history.hpp"

namespace wick::api {

// Any number of threads at once. Touches no network.
class Reader {
 public:
  explicit Reader(const wiring::Config& config);
  Reader(const Reader&) = delete;
  Reader& operator=(const Reader&) = delete;

  // One sight for each request, in their order; none at all where somebody else must understand
  // them first, or where it would take so long that a watch should be told in between.
  [[nodiscard]] std::vector<Sight> look(std::span<const Request> requests);

  // The same bars, events and errors as from the thread that fetches. Nothing, and the sights are
  // as they were, where one of them needs more than the cache.
  [[nodiscard]] std::optional<std::vector<Result<Bars>>> answers(std::vector<Sight>& sights);

 private:
  [[nodiscard]] Sight look(Question question, core::Now now);
  [[nodiscard]] Result<Bars> answer(Sight sight);

  io::DeviceRandom random_;
  io::PosixFiles files_;
  io::SystemClock clock_;
  store::Cache cache_;
  wiring::History history_;  // of the cache alone: it plans, and nobody else is asked
  store::Events events_;
};

}  // namespace wick::api
