// For tests: a WebSocket server on the loopback that does, byte by byte, what a test says.
#pragma once

#include <atomic>
#include <cstdint>
#include <functional>
#include <list>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <thread>

#include "sim/server/certificate.hpp"

struct ssl_ctx_st;
struct ssl_st;

namespace wick {

struct StreamFrame {
  int opcode{};
  std::string payload;
};

// The server's end of one connection. Blocks; everything fails once the server ends.
class StreamGuest {
 public:
  StreamGuest(int socket, ssl_ctx_st* context);
  ~StreamGuest();
  StreamGuest(const StreamGuest&) = delete;
  StreamGuest& operator=(const StreamGuest&) = delete;

  [[nodiscard]] std::string read_head();  // the request, with its empty line
  void welcome();                         // reads it, and opens the stream
  [[nodiscard]] const std::string& target() const { return target_; }
  [[nodiscard]] const std::string& head() const { return head_; }

  bool write(std::string_view bytes);
  bool frame(int opcode, const std::string& payload, bool last = true);
  bool text(const std::string& payload) { return frame(1, payload); }
  void close(std::uint16_t code, const std::string& reason = "");
  [[nodiscard]] std::optional<StreamFrame> receive();  // nothing: the end
  [[nodiscard]] std::string read_some();               // empty: the end
  void await_end();
  void reset();      // RST
  void interrupt();  // from any thread

  [[nodiscard]] int socket() const { return socket_; }

 private:
  std::string take(std::size_t count);

  std::atomic<int> socket_;
  ssl_st* tls_{};
  std::string heard_;
  std::string head_;
  std::string target_;
};

class StreamServer {
 public:
  // For each connection, on a thread of its own.
  using Script = std::function<void(StreamGuest&)>;
  struct Options {
    const char* address{"127.0.0.1"};
    const sim::Certificate* certificate{};  // none: plain
  };
  explicit StreamServer(Script script) : StreamServer(std::move(script), Options{}) {}
  StreamServer(Script script, Options options);
  ~StreamServer();
  StreamServer(const StreamServer&) = delete;
  StreamServer& operator=(const StreamServer&) = delete;

  [[nodiscard]] int port() const { return port_; }
  [[nodiscard]] std::string place() const;  // 127.0.0.1:12345

 private:
  void serve();

  Script script_;
  Options options_;
  ssl_ctx_st* context_{};
  int socket_;
  int port_{};
  std::atomic<bool> stopping_{false};
  std::mutex mutex_;
  std::list<StreamGuest> guests_;
  std::list<std::jthread> threads_;
};

}  // namespace wick
