// HTTP through libcurl: many transfers at once on the thread that waits.
#pragma once

#include <memory>
#include <string>

#include "base/log.hpp"
#include "port/http.hpp"

namespace wick::io {

struct CurlOptions {
  std::string ca_file;  // empty: the system's
  std::string user_agent;
  long connections_per_host_max{16};
};

// Keeps connections open between requests and honours the usual proxy variables. A request whose
// Pending was dropped is stopped. Belongs to one thread.
class CurlHttp final : public port::Http {
 public:
  CurlHttp(CurlOptions options, base::Log log);
  ~CurlHttp() override;
  CurlHttp(const CurlHttp&) = delete;
  CurlHttp& operator=(const CurlHttp&) = delete;

  [[nodiscard]] port::Pending<port::HttpResult> get(port::HttpRequest request) override;

  [[nodiscard]] bool busy() const;
  // Moves all transfers on. Waits until one can, or `descriptor` is readable, or the time is up;
  // returns at once when a transfer has finished.
  void poll(core::Micros time_max, int descriptor);

 private:
  class Engine;
  CurlOptions options_;
  base::Log log_;
  std::unique_ptr<Engine> engine_;  // made with the first request
};

}  // namespace wick::io
