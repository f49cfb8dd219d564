// The thread behind a Stream, and the world it listens in. For the sources of this room alone.
#pragma once

#include <wick/stream.hpp>

#include <memory>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

#include "api/candle_queue.hpp"
#include "api/question.hpp"
#include "api/world.hpp"

namespace wick::api {

// Lives in the process that made it: after a fork the child has memory of it and no thread, and
// must not touch it.
class StreamDesk {
 public:
  struct Place {
    wiring::Config config;
    base::Log log;
    std::unique_ptr<World> world;
  };
  StreamDesk(Place place, StreamQuestion question);
  ~StreamDesk();
  StreamDesk(const StreamDesk&) = delete;
  StreamDesk& operator=(const StreamDesk&) = delete;

  [[nodiscard]] bool of_this_process() const;
  [[nodiscard]] CandleQueue& queue() { return queue_; }
  [[nodiscard]] const std::vector<std::string>& symbols() const { return symbols_; }
  [[nodiscard]] const std::string& interval() const { return interval_; }
  [[nodiscard]] std::vector<Stream::Refusal> refused() const;

  void stop();
  void close();  // any number of threads

 private:
  void work();
  void learn_phase();
  void note_refusals(const std::vector<live::CandleStream::Refusal>& refusals);
  [[nodiscard]] World& world() const { return *place_.world; }

  int process_;
  Place place_;
  StreamQuestion question_;
  std::vector<std::string> symbols_;
  std::string interval_;
  CandleQueue queue_;
  mutable std::mutex mutex_;
  std::vector<Stream::Refusal> refused_;  // guarded by it
  std::mutex ending_;
  std::thread thread_;  // last, so that it finds all else made
};

}  // namespace wick::api
