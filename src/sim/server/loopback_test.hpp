// For tests: a server on the loopback with a backend that does what it is told, and a client.
#pragma once

#include <chrono>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <thread>
#include <utility>
#include <vector>

#include "sim/server/server.hpp"

struct bio_st;
struct ssl_ctx_st;
struct ssl_st;

namespace wick::sim {

constexpr Micros kLoopbackStart = 1'709'210'000 * kSecond;  // when every test server starts

class FakeBackend : public Backend {
 public:
  [[nodiscard]] Response respond(Host host, const Request& request, Micros now) override;
  [[nodiscard]] bool quick(Host host, const Request& request) const override;  // not "slow"
  [[nodiscard]] StreamFate stream_fate(const StreamEvent& event, Micros now) override;
  [[nodiscard]] const Market& market() const override;
  [[nodiscard]] std::shared_ptr<const Broker> broker() const override;

  [[nodiscard]] std::vector<StreamEvent> events() const;

  std::map<std::string, Response> responses;  // set before the server runs, like the fates
  StreamFate handshake, frame;
  std::int64_t frames_spared{};  // of each connection, before that fate begins

 private:
  mutable std::mutex mutex_;
  std::vector<StreamEvent> events_;
};

// Runs until it is destroyed, on free ports, from kLoopbackStart on.
class LoopbackServer {
 public:
  LoopbackServer(Backend& backend, ServerOptions options);
  ~LoopbackServer();

  [[nodiscard]] Server& operator*() { return *server_; }
  [[nodiscard]] Server* operator->() { return server_.get(); }
  [[nodiscard]] std::uint16_t port(Host host = Host::kSpot,
                                   Security security = Security::kPlain) const {
    return server_->port(host, security);
  }
  void stop();

 private:
  std::unique_ptr<Server> server_;
  std::thread thread_;
};

// Blocks, and gives up after a while; over TLS once it is given something to trust.
class LoopbackClient {
 public:
  explicit LoopbackClient(std::uint16_t port);
  ~LoopbackClient();
  LoopbackClient(const LoopbackClient&) = delete;
  LoopbackClient& operator=(const LoopbackClient&) = delete;

  [[nodiscard]] bool trust(const std::string& authority_file);
  void send(std::string_view text);

  // What comes up to there; less at the end, in error, or when patience is over.
  std::string receive_until(std::string_view mark);
  std::string receive_bytes(std::size_t count);
  std::string receive_all();
  std::pair<int, std::string> receive_frame();  // WebSocket: opcode and payload; -1 at the end

  [[nodiscard]] bool broken() const { return broken_; }  // reset, or out of patience
  [[nodiscard]] bool hears_within(std::chrono::milliseconds time) const;

 private:
  std::string receive();
  std::string take(std::size_t count);

  bio_st* connection_;
  int socket_{-1};
  bool broken_{};
  std::string heard_;
  ssl_ctx_st* context_{};
  ssl_st* tls_{};
};

[[nodiscard]] std::string get_request(const std::string& target, const std::string& headers = "");
[[nodiscard]] std::string upgrade_request(const std::string& target);
[[nodiscard]] std::string client_frame(int opcode, const std::string& payload);  // short

}  // namespace wick::sim
