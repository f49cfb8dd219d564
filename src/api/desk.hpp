// The one thread of a client that fetches. Others leave errands with it and wait. For the sources
// of this room alone.
#pragma once

#include <condition_variable>
#include <deque>
#include <list>
#include <memory>
#include <mutex>
#include <stop_token>
#include <thread>

#include "api/errand.hpp"
#include "api/fetch.hpp"
#include "api/world.hpp"

namespace wick::api {

// Errands still under way at the end are cancelled. Lives in the process that made it.
class Desk {
 public:
  Desk(const wiring::Config& config, const base::Log& log, const Patience& patience);
  ~Desk();
  Desk(const Desk&) = delete;
  Desk& operator=(const Desk&) = delete;

  void leave(std::shared_ptr<Errand> errand);  // any thread
  void knock();                                // somebody has given up: look

 private:
  void expect_network(const Errand& errand);
  void work(const std::stop_token& stop);
  void take_new(std::list<Fetch>& fetches, const std::stop_token& stop);

  World world_;
  std::once_flag network_expected_;
  std::mutex mutex_;
  std::condition_variable_any more_;
  std::deque<std::shared_ptr<Errand>> errands_;
  std::jthread thread_;  // last, so that it ends before what it works with
};

}  // namespace wick::api
