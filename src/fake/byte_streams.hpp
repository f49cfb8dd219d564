// Servers of plain bytes in virtual time. What either end sends is cut anywhere and delayed, by the
// world's seed, and never overtakes what was sent before it.
#pragma once

#include <memory>
#include <string>

#include "fake/world.hpp"
#include "port/byte_stream.hpp"

namespace wick::fake {

// The server's end of one connection; usable until the client leaves.
class ByteStreamPeer {
 public:
  virtual ~ByteStreamPeer() = default;
  virtual void push(std::string bytes) = 0;      // arrives later, in pieces
  virtual void cut(const std::string& why) = 0;  // the client sees Lost; nothing arrives after it
};

// A server is told of each connection and of each piece, and answers through the peer.
class ByteStreamServer {
 public:
  virtual ~ByteStreamServer() = default;
  virtual void connected(const port::Address& address, std::shared_ptr<ByteStreamPeer> peer) = 0;
  virtual void received(const std::string& bytes, ByteStreamPeer& peer) = 0;
  virtual void left() {}  // the client has gone, after what it sent
};

class ByteStreams final : public port::ByteStreams {
 public:
  // Both must outlive every connection.
  ByteStreams(World& world, ByteStreamServer& server) : world_(world), server_(server) {}
  [[nodiscard]] std::unique_ptr<port::ByteStream> open(const port::Address& address) override;

  void refuse(bool refusing) { refusing_ = refusing; }  // new connections are lost at once

 private:
  World& world_;
  ByteStreamServer& server_;
  bool refusing_{false};
};

}  // namespace wick::fake
