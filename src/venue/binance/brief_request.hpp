// One small question, put to each host once and with little patience.
//
// For what is good to know and can be done without: it neither waits nor comes back. Another host
// is asked where this one is out of reach or closed to us; any other answer is the answer.
#pragma once

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "port/http.hpp"

namespace wick::venue::binance {

class BriefRequest {
 public:
  // See verdict.hpp: nothing where the answer is what was asked for.
  using Verdict = std::optional<base::Error> (*)(const port::HttpResponse&,
                                                 const std::string& what);
  struct Task {
    port::Http* http{};                       // must outlive the request
    const std::vector<std::string>* hosts{};  // as well
    std::string path;                         // all that follows the host
    std::string what;                         // for people, in errors
    Verdict verdict{};
  };
  explicit BriefRequest(Task task) : task_(std::move(task)) {}

  // The answer, once; sends when stepped for the first time.
  [[nodiscard]] std::optional<port::HttpResult> step();
  [[nodiscard]] const std::string& path() const { return task_.path; }
  [[nodiscard]] int requests() const { return requests_; }

 private:
  [[nodiscard]] std::optional<port::HttpResult> ask_next_host();

  Task task_;
  std::optional<port::Pending<port::HttpResult>> fetching_;
  base::Error last_error_{base::ErrorKind::kUnavailable, "no host is configured"};
  std::size_t next_host_{0};
  int requests_{0};
};

}  // namespace wick::venue::binance
