// The live feed `fxcm-fix`: quotes over FIX 4.4, as FXCM speaks it.
//
// The session and the market are machines of their own; this one carries bytes between them and
// the connection, and turns what they say into events.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "feed/fix/market.hpp"
#include "feed/fix/message_reader.hpp"
#include "feed/fix/session.hpp"
#include "port/byte_stream.hpp"
#include "port/feed.hpp"

namespace wick::feed::fix {

struct FixOptions {
  port::Address address{};
  SessionOptions session{};
};

class FixFeed final : public port::Feed {
 public:
  FixFeed(FixOptions options, port::ByteStreams& streams);  // the streams: must outlive
  ~FixFeed() override;                                      // logs out
  FixFeed(const FixFeed&) = delete;
  FixFeed& operator=(const FixFeed&) = delete;

  void subscribe(std::vector<std::string> symbols) override;
  void step(core::Now now, std::vector<port::FeedEvent>& out) override;
  [[nodiscard]] core::MonoTime wake() const override;
  void doubt(core::Now now) override;

 private:
  using Events = std::vector<port::FeedEvent>;

  void hear(core::Now now, Events& out);
  void hear(port::ByteStreamEvent event, core::Now now, Events& out);
  void read(const port::Received& received, core::Now now, Events& out);
  void obey(core::Now now, Events& out);
  void send_requests(core::Now now, Events& out);
  void tell_odd(core::Now now, Events& out);

  FixOptions options_;
  port::ByteStreams& streams_;
  Session session_;
  Market market_;
  MessageReader reader_;
  std::unique_ptr<port::ByteStream> stream_;
  Session::Acts acts_;
  Market::Requests requests_;
  core::Now now_{};
  bool more_{};
  std::uint64_t odd_told_{};
  core::MonoTime odd_next_{core::MonoTime::min()};
};

}  // namespace wick::feed::fix
