// A connection that carries bytes both ways, plain or over TLS.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <variant>

#include "port/connection.hpp"

namespace wick::port {

struct Received {
  std::string bytes;          // cut anywhere
  core::MonoTime received{};  // when the last of them reached this process
};
using ByteStreamEvent = std::variant<Opened, Received, Lost>;

// Dropping the object closes it. Events wait until they are taken, but only a bounded amount of
// them: then the peer is made to wait.
class ByteStream {
 public:
  virtual ~ByteStream() = default;
  virtual void send(std::string bytes) = 0;  // before Opened or after Lost it goes nowhere
  [[nodiscard]] virtual std::optional<ByteStreamEvent> take() = 0;  // nothing: none has come yet
};

struct Address {
  std::string host;
  int port{};
  bool secure{};  // TLS, the host's name verified

  bool operator==(const Address&) const = default;
};

class ByteStreams {
 public:
  virtual ~ByteStreams() = default;
  // Whoever waits in the reactor is woken when an event has come.
  [[nodiscard]] virtual std::unique_ptr<ByteStream> open(const Address& address) = 0;
};

}  // namespace wick::port
