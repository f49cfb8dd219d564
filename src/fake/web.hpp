// Web servers in virtual time: whoever implements Site decides what each request meets.
#pragma once

#include <cstddef>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "fake/world.hpp"
#include "port/http.hpp"

namespace wick::fake {

// What happens to one request, as the wire would show it.
struct WebOutcome {
  int status{200};
  std::vector<port::Header> headers;
  std::string body;
  core::Micros delay{};
  bool reset{};                            // the connection breaks before any answer
  bool silent{};                           // connected, and never a byte
  std::optional<std::size_t> cut_after{};  // bytes of the body before the connection ends
};

class Site {
 public:
  virtual ~Site() = default;
  [[nodiscard]] virtual WebOutcome answer(const port::HttpRequest& request, core::Now now) = 0;
};

// Requests go to the site whose base URL is the longest prefix of theirs. A request to no site
// fails as an unknown host does.
class Web final : public port::Http {
 public:
  explicit Web(World& world) : world_(world) {}
  void attach(std::string base_url, Site& site);  // the site must outlive the Web

  [[nodiscard]] port::Pending<port::HttpResult> get(port::HttpRequest request) override;
  [[nodiscard]] std::size_t requests() const { return requests_; }

 private:
  [[nodiscard]] Site* site_of(const std::string& url) const;

  World& world_;
  std::map<std::string, Site*> sites_;
  std::size_t requests_{0};
};

}  // namespace wick::fake
