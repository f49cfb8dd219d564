// A log of bars that writes on a thread of its own, so that no sync of a disk delays a stream.
#pragma once

#include <condition_variable>
#include <memory>
#include <mutex>
#include <optional>
#include <thread>
#include <variant>
#include <vector>

#include "port/bar_log.hpp"
#include "port/clock.hpp"

namespace wick::io {

class BarKeeper final : public port::BarLog {
 public:
  // The thread alone touches the log from here on. The clock must outlive this.
  BarKeeper(std::unique_ptr<port::BarLog> log, const port::Clock& clock);
  ~BarKeeper() override;  // what was not finished may be lost
  BarKeeper(const BarKeeper&) = delete;
  BarKeeper& operator=(const BarKeeper&) = delete;

  void take(const core::SeriesId& id, const core::Bar& bar, core::Mark mark,
            core::Now now) override;
  void take_hole(const core::SeriesId& id, const core::Hole& hole, core::Now now) override;
  void step(core::Now /*now*/) override {}  // the thread steps by itself
  [[nodiscard]] core::MonoTime wake() const override { return core::MonoTime::max(); }
  // Returns when all is written. Another program may be about to let go of a lock, so that what
  // fails only now is tried again for half a second.
  void finish(core::Now now) override;
  [[nodiscard]] std::optional<base::Error> trouble() const override;
  [[nodiscard]] std::int64_t failures() const override;

 private:
  struct Marked {
    core::Bar bar;
    core::Mark mark;
  };
  struct Taken {
    core::SeriesId id;
    std::variant<Marked, core::Hole> what;
    core::Now now;
  };
  void work();
  void write(const std::vector<Taken>& taken);
  void finish_log(core::Now now);

  std::unique_ptr<port::BarLog> log_;
  const port::Clock& clock_;

  mutable std::mutex mutex_;
  std::condition_variable changed_;
  // Guarded by the mutex.
  std::vector<Taken> taken_;
  std::optional<base::Error> trouble_;
  std::int64_t failures_{0};
  std::optional<core::Now> finishing_;
  bool finished_{false};
  bool stop_{false};

  std::thread thread_;  // the last, so that it finds all else made
};

}  // namespace wick::io
