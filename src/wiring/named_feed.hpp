// A feed whose refusals say what may have been meant: XAU/USD to somebody who asked for XAUUSD.
//
// Everything else is handed on as it is. A refusal that comes before the venue has said what it
// offers waits for that, two seconds at most.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "port/feed.hpp"

namespace wick::wiring {

class NamedFeed final : public port::Feed {
 public:
  explicit NamedFeed(std::unique_ptr<port::Feed> feed) : feed_(std::move(feed)) {}

  [[nodiscard]] port::FeedVolume volume() const override { return feed_->volume(); }
  void subscribe(std::vector<std::string> symbols) override;
  void step(core::Now now, std::vector<port::FeedEvent>& out) override;
  [[nodiscard]] core::MonoTime wake() const override;
  [[nodiscard]] core::UtcTime clock(core::UtcTime now) const override { return feed_->clock(now); }
  [[nodiscard]] port::FeedHistory* history() override { return feed_->history(); }
  void doubt(core::Now now) override { feed_->doubt(now); }

 private:
  using Events = std::vector<port::FeedEvent>;
  void tell(port::FeedEvent event, core::MonoTime now, Events& out);
  void tell_held(Events& out);
  [[nodiscard]] std::string meant(const std::string& symbol) const;

  std::unique_ptr<port::Feed> feed_;
  std::vector<std::string> symbols_;
  std::vector<std::string> offered_;
  std::vector<port::FeedRefusal> held_;
  core::MonoTime held_until_{};
  Events heard_;
};

}  // namespace wick::wiring
