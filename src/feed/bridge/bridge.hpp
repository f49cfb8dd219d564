// A feed behind a program of anybody's that speaks NDJSON on its standard input and output.
//
// The program is started, kept alive with pings, ended when it falls silent, and started again at
// a slowing pace. A program that is not there, that does not say hello in time, that speaks another
// protocol, or that says that it cannot work here is the end of the feed, with an error that says
// so. Lines that cannot be understood are counted and told rarely, and secrets that it repeats are
// not shown. docs/bridge.md is the protocol.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "feed/bridge/conversation.hpp"
#include "feed/bridge/murmur.hpp"
#include "feed/mask.hpp"
#include "policy/backoff.hpp"
#include "port/child.hpp"
#include "port/feed.hpp"

namespace wick::feed::bridge {

struct BridgeOptions {
  // The program, and what it has to know of us: FXCM_USERNAME, FXCM_PASSWORD, FXCM_CONNECTION,
  // FXCM_HOST_URL.
  port::Children::Command command{};
  std::vector<std::string> secrets{};  // of what it says none is shown
  core::Micros hello_max{std::chrono::seconds{30}};
  core::Micros ping_every{std::chrono::seconds{10}};
  core::Micros silence_max{std::chrono::seconds{30}};
  core::Micros answer_max{std::chrono::minutes{1}};  // of one question about history
  policy::PlainBackoffOptions backoff{.base_delay = std::chrono::seconds{1},
                                      .max_delay = std::chrono::minutes{1}};  // between starts
  core::Micros note_every{std::chrono::minutes{1}};  // about odd lines, and about its stderr
};

class Bridge final : public port::Feed {
 public:
  Bridge(port::Children& children, BridgeOptions options);  // the children: must outlive

  void subscribe(std::vector<std::string> symbols) override;
  void step(core::Now now, std::vector<port::FeedEvent>& out) override;
  [[nodiscard]] core::MonoTime wake() const override;
  [[nodiscard]] port::FeedHistory* history() override { return &conversation_.history(); }
  // A tick of which no size is told counts as one.
  [[nodiscard]] port::FeedVolume volume() const override { return port::FeedVolume::kSizes; }
  void doubt(core::Now now) override;

 private:
  using Out = std::vector<port::FeedEvent>;

  void start(core::Now now);
  void listen(core::Now now, Out& out);
  void watch(core::Now now, Out& out);
  void speak(core::Now now);
  void hear(const port::Line& line, core::Now now, Out& out);
  void hear(const port::Complaint& complaint, core::Now now, Out& out);
  void hear(const port::Ended& ended, core::Now now, Out& out);
  void lose(const std::string& why, core::Now now, Out& out);
  void finish(std::optional<base::Error> error, Out& out);
  [[nodiscard]] core::MonoTime silent_at() const { return last_heard_ + options_.silence_max; }

  port::Children& children_;
  const BridgeOptions options_;
  Mask mask_;
  policy::PlainBackoff backoff_;
  Conversation conversation_;
  Murmur complaints_;
  std::unique_ptr<port::Child> child_;

  bool over_{};
  bool ever_met_{};
  bool doubted_{};
  bool more_{};  // lines wait
  core::MonoTime started_{core::MonoTime::min()};
  core::MonoTime start_at_{core::MonoTime::min()};
  core::MonoTime last_heard_{};
  core::MonoTime ping_at_{};
  std::int64_t pings_{};
};

}  // namespace wick::feed::bridge
