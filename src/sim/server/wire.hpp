// Bytes to and from one client, plain or over TLS, and the doors that clients come through.
//
// All calls and all calls back happen on the loop's thread, and none calls back before it returns.
// One read and one write may be under way at a time. What is being read into or written from must
// live until then, and so must the wire: callers keep it in what they call back.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <span>
#include <string>
#include <string_view>

#include "base/result.hpp"
#include "sim/server/certificate.hpp"

namespace boost::asio {
class io_context;
}

namespace wick::sim {

class Wire {
 public:
  using Done = std::function<void(bool good, std::size_t bytes)>;

  virtual ~Wire() = default;

  virtual void open(Done done) = 0;                        // first of all; the handshake of TLS
  virtual void read(std::span<char> into, Done done) = 0;  // as much as there is, at least a byte
  virtual void write(std::string_view head, std::string_view body, Done done) = 0;  // all of it
  virtual void cancel() = 0;  // what is under way fails; the client notices nothing
  virtual void close() = 0;   // in good order, after what was written
  virtual void reset() = 0;   // RST

  [[nodiscard]] virtual const std::string& client() const = 0;  // its address
};

class Door {
 public:
  using Visit = std::function<void(std::shared_ptr<Wire>)>;

  virtual ~Door() = default;
  [[nodiscard]] virtual std::uint16_t port() const = 0;
};

struct DoorOptions {
  std::uint16_t port{};                     // 0: any free one
  const Certificate* certificate{nullptr};  // none: plain
};

[[nodiscard]] base::Result<std::unique_ptr<Door>> open_door(boost::asio::io_context& loop,
                                                            const DoorOptions& options,
                                                            Door::Visit visit);

}  // namespace wick::sim
