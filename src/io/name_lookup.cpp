#include "io/name_lookup.hpp"

#include <thread>
#include <utility>

#include "io/connection.hpp"

namespace wick::io {
namespace {

base::Result<Endpoints> resolve(const std::string& host, std::uint16_t port) {
  asio::io_context here{1};
  tcp::resolver resolver(here);
  error_code error;
  const auto found =
      resolver.resolve(host, std::to_string(port), tcp::resolver::numeric_service, error);
  if (error || found.empty()) {
    return base::Error{base::ErrorKind::kUnavailable,
                       error ? error.message() : "a name without an address"};
  }
  Endpoints endpoints;
  for (const auto& entry : found) endpoints.push_back(entry.endpoint());
  return endpoints;
}

}  // namespace

void look_up(const std::shared_ptr<WebSocketLoop>& loop, const std::string& host,
             std::uint16_t port, std::function<void(base::Result<Endpoints>)> done) {
  error_code not_address;
  const auto address = asio::ip::make_address(host, not_address);
  if (!not_address) {
    loop->post([done = std::move(done), endpoint = tcp::endpoint(address, port)] {
      done(Endpoints{endpoint});
    });
    return;
  }
  std::thread([host, port, done = std::move(done), loop = std::weak_ptr(loop)] {
    const auto found = resolve(host, port);
    if (const auto alive = loop.lock()) alive->post([done, found] { done(found); });
  }).detach();
}

}  // namespace wick::io
