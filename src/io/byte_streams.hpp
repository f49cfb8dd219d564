// Connections of plain bytes for real: one thread for all of them, plain or over TLS.
//
// The thread starts with the first connection and ends with this object. It reads ahead as far as
// the limit goes; a peer that says more than is taken has to wait. Over TLS the host must prove its
// name. Proxies are not asked. Whatever goes wrong is a Lost event that names the host.
#pragma once

#include <chrono>
#include <cstddef>
#include <memory>
#include <string>

#include "base/log.hpp"
#include "io/bell.hpp"
#include "port/byte_stream.hpp"

namespace wick::io {

struct ByteStreamOptions {
  std::string ca_file{};                               // empty: the system's
  core::Micros connect_max{std::chrono::seconds{10}};  // TLS included
  core::Micros farewell_max{std::chrono::milliseconds{250}};
  std::size_t inbox_bytes_max{std::size_t{4} << 20U};   // and one piece more
  std::size_t outbox_bytes_max{std::size_t{1} << 20U};  // sent, but not yet on its way
};

// open() and its streams belong to one thread. Streams may outlive this object: then they are
// closed, and say nothing any more. What was sent to a stream that is dropped is still written.
class ByteStreams final : public port::ByteStreams {
 public:
  ByteStreams(ByteStreamOptions options, const Bell& bell, base::Log log);  // bell: must outlive
  ~ByteStreams() override;  // waits for farewells, as long as the options say
  ByteStreams(const ByteStreams&) = delete;
  ByteStreams& operator=(const ByteStreams&) = delete;

  [[nodiscard]] std::unique_ptr<port::ByteStream> open(const port::Address& address) override;

 private:
  class Engine;
  ByteStreamOptions options_;
  const Bell& bell_;
  base::Log log_;
  std::unique_ptr<Engine> engine_;  // made with the first connection
};

}  // namespace wick::io
