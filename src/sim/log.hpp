// What was asked of the exchange and what became of it: one line of JSON per request.
//
// The last lines are kept in memory, up to a limit; all of them go to a file if there is one, each
// written through before the next. Safe to call from several threads.
#pragma once

#include <cstddef>
#include <cstdint>
#include <deque>
#include <fstream>
#include <memory>
#include <mutex>
#include <string>

#include "base/result.hpp"
#include "sim/fault/subject.hpp"

namespace wick::sim {

struct LogEntry {
  Micros time{};
  Subject subject{};
  std::string target{};  // as sent
  int status{};          // 0: the client got no answer
  std::size_t bytes{};   // of body, sent or meant to be
  std::string fault{};   // the rules that struck; empty: none
};

// {"n":1,"t":"2024-03-01T12:00:00.000000Z","host":"spot",...}, without the line's end.
[[nodiscard]] std::string log_line(std::int64_t number, const LogEntry& entry);

class RequestLog {
 public:
  // Appends to the file of that path; an empty path means none.
  [[nodiscard]] static base::Result<std::unique_ptr<RequestLog>> open(const std::string& path,
                                                                      std::size_t lines_max);

  void add(const LogEntry& entry);
  [[nodiscard]] std::string since(std::int64_t number) const;  // the kept lines after that one
  [[nodiscard]] std::int64_t count() const;                    // requests ever
  void forget();                                               // the kept lines; numbers go on

 private:
  explicit RequestLog(std::size_t lines_max);

  const std::size_t lines_max_;
  mutable std::mutex mutex_;
  std::deque<std::string> lines_;
  std::int64_t count_{};
  std::ofstream file_;
};

}  // namespace wick::sim
