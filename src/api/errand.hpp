// What one caller waits for, shared by him and the thread that fetches. For the sources of this
// room alone.
#pragma once

#include <wick/client.hpp>

#include <chrono>
#include <condition_variable>
#include <mutex>
#include <optional>
#include <utility>
#include <vector>

#include "api/sight.hpp"

namespace wick::api {

class Errand {
 public:
  // With sights, the cache has been looked at: one for each request.
  explicit Errand(std::vector<Request> requests, std::vector<Sight> sights = {})
      : requests_(std::move(requests)), sights_(std::move(sights)) {}

  // The caller's side. It ends when the watch says so, or when there are results.
  [[nodiscard]] std::vector<Result<Bars>> wait(const Watch& watch);

  // The other side.
  [[nodiscard]] const std::vector<Request>& requests() const { return requests_; }
  [[nodiscard]] std::vector<Sight> take_sights() { return std::exchange(sights_, {}); }
  [[nodiscard]] bool given_up() const;
  void tell(const Progress& progress);
  void finish(std::vector<Result<Bars>> results);

 private:
  const std::vector<Request> requests_;
  std::vector<Sight> sights_;  // of the other side, once it is handed over
  mutable std::mutex mutex_;
  std::condition_variable finished_;
  Progress progress_;
  bool given_up_{false};
  std::optional<std::vector<Result<Bars>>> results_;
};

}  // namespace wick::api
