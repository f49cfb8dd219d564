#include "io/web_sockets.hpp"

#include <utility>

#include "io/web_socket_connection.hpp"
#include "io/wire.hpp"

namespace wick::io {
namespace {

struct WebSocketKind {
  using Port = port::WebSocket;
  using Inbox = WebSocketInbox;
  using Connection = WebSocketConnection;
  using Plan = WebSocketPlan;
  static constexpr const char* kNoun = "stream";
  static constexpr auto kConnect = make_web_socket_connection;
};
using OpenSocket = Wire<WebSocketKind>;

// Who connects, or why nobody does.
base::Result<WebSocketPlan> plan_for(const std::string& url, const Proxies& proxies) {
  auto parsed = parse_web_socket_url(url);
  if (!parsed) return parsed.error();
  auto proxy = proxy_for(*parsed, proxies);
  if (!proxy) return proxy.error();
  return WebSocketPlan{*std::move(parsed), *std::move(proxy)};
}

}  // namespace

class WebSockets::Engine : public WireEngine<WebSocketKind> {
 public:
  using WireEngine::WireEngine;
};

WebSockets::WebSockets(WebSocketOptions options, const Bell& bell, base::Log log)
    : options_(std::move(options)), bell_(bell), log_(std::move(log)) {}
WebSockets::~WebSockets() = default;

std::unique_ptr<port::WebSocket> WebSockets::open(const std::string& url) {
  const base::Log log = log_.with({"url", url});
  auto inbox = std::make_shared<WebSocketInbox>(options_.inbox, bell_);
  auto plan = plan_for(url, options_.proxies);
  if (!plan) {
    (void)inbox->put(port::Lost{plan.error()});
    return std::make_unique<OpenSocket>(OpenSocket::Parts{std::move(inbox)}, log);
  }
  if (!engine_) engine_ = std::make_unique<Engine>(std::make_shared<WebSocketLoop>(options_));
  return std::make_unique<OpenSocket>(engine_->connect(std::move(inbox), *std::move(plan)), log);
}

}  // namespace wick::io
