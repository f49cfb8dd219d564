#include "api/desk.hpp"

#include <algorithm>
#include <utility>

#include "api/error.hpp"
#include "io/curl_library.hpp"

namespace wick::api {

Desk::Desk(const wiring::Config& config, const base::Log& log, const Patience& patience)
    : world_(config, log, {}, patience),
      thread_([this](const std::stop_token& stop) { work(stop); }) {}

Desk::~Desk() {
  thread_.request_stop();
  knock();
}

// Loading libcurl takes longer than what is done before the first request, so it is done beside.
void Desk::expect_network(const Errand& errand) {
  const auto local = [](const Request& request) { return request.source == "cache"; };
  if (std::ranges::all_of(errand.requests(), local)) return;
  std::call_once(network_expected_,
                 [this] { world_.reactor().workers().run([] { (void)io::load_curl(); }); });
}

void Desk::leave(std::shared_ptr<Errand> errand) {
  expect_network(*errand);
  {
    const std::lock_guard lock(mutex_);
    errands_.push_back(std::move(errand));
  }
  more_.notify_one();
  knock();
}

// Whoever waits in the reactor is woken by any job that ends, so by one that does nothing.
void Desk::knock() {
  world_.reactor().workers().run([] {});
}

void Desk::take_new(std::list<Fetch>& fetches, const std::stop_token& stop) {
  std::deque<std::shared_ptr<Errand>> taken;
  {
    std::unique_lock lock(mutex_);
    if (fetches.empty()) more_.wait(lock, stop, [this] { return !errands_.empty(); });
    taken.swap(errands_);
  }
  for (std::shared_ptr<Errand>& errand : taken) fetches.emplace_back(std::move(errand), world_);
}

void Desk::work(const std::stop_token& stop) {
  std::list<Fetch> fetches;
  while (!stop.stop_requested()) {
    take_new(fetches, stop);
    std::erase_if(fetches, [](Fetch& fetch) { return fetch.step(); });
    if (fetches.empty()) continue;
    core::MonoTime wake = core::MonoTime::max();
    for (const Fetch& fetch : fetches) wake = std::min(wake, fetch.wake());
    world_.reactor().wait(wake);
  }
  take_new(fetches, stop);
  for (Fetch& fetch : fetches) fetch.stop();
}

}  // namespace wick::api
