// told_feed URL SENDER PASSWORD HEARTBEAT [CA_FILE]: what the feed fxcm-fix tells, line by line.
//
// Lines of stdin are sets of symbols to subscribe to, or "doubt"; the end of stdin ends it.
#include <fcntl.h>
#include <unistd.h>

#include <chrono>
#include <cstdio>
#include <iostream>
#include <sstream>
#include <string>
#include <variant>
#include <vector>

#include "core/time_text.hpp"
#include "io/reactor.hpp"
#include "wiring/fix_feed.hpp"

namespace {

using namespace wick;

void tell(const port::FeedTick& tick) {
  std::printf("tick %zu %s %.17g %.17g\n", tick.symbol, core::to_iso(tick.tick.time).c_str(),
              tick.tick.bid, tick.tick.ask);
}
void tell(const port::FeedTurn& turn) {
  const char* const state = turn.state == port::FeedState::kDown     ? "down"
                            : turn.state == port::FeedState::kClosed ? "closed"
                                                                     : "open";
  std::printf("turn %s %s\n", state, turn.why.c_str());
}
void tell(const port::FeedRefusal& refusal) {
  std::printf("refusal %zu %s\n", refusal.symbol, refusal.error.what.c_str());
}
void tell(const port::FeedNote& note) {
  std::printf("note %s\n", note.text.c_str());
}
void tell(const port::FeedOffer& offer) {
  std::string names;
  for (const auto& one : offer.instruments) {
    names += ' ' + one.name + '/' + std::to_string(one.digits);
  }
  std::printf("offer%s\n", names.c_str());
}
void tell(const port::FeedEnd& end) {
  std::printf("end %s\n", end.error ? end.error->what.c_str() : "");
}

// The lines that stdin has brought since the last look.
class Orders {
 public:
  Orders() { (void)::fcntl(0, F_SETFL, ::fcntl(0, F_GETFL) | O_NONBLOCK); }

  [[nodiscard]] bool over() const { return over_; }
  [[nodiscard]] std::vector<std::string> take() {
    char bytes[4096];
    const auto got = ::read(0, bytes, sizeof bytes);
    over_ = got == 0;
    if (got > 0) begun_.append(bytes, static_cast<std::size_t>(got));
    std::vector<std::string> lines;
    for (auto end = begun_.find('\n'); end != std::string::npos; end = begun_.find('\n')) {
      lines.push_back(begun_.substr(0, end));
      begun_.erase(0, end + 1);
    }
    return lines;
  }

 private:
  std::string begun_;
  bool over_{};
};

void obey(const std::string& order, port::Feed& feed, core::Now now) {
  if (order == "doubt") return feed.doubt(now);
  std::istringstream words(order);
  std::vector<std::string> symbols;
  for (std::string word; words >> word;) symbols.push_back(word);
  feed.subscribe(std::move(symbols));
}

void run(port::Feed& feed, io::Reactor& reactor) {
  Orders orders;
  std::vector<port::FeedEvent> events;
  while (!orders.over()) {
    for (const std::string& order : orders.take()) obey(order, feed, reactor.now());
    feed.step(reactor.now(), events);
    for (const auto& event : events) std::visit([](const auto& one) { tell(one); }, event);
    std::fflush(stdout);
    events.clear();
    reactor.wait(std::min(feed.wake(), reactor.now().mono + std::chrono::milliseconds{20}));
  }
}

}  // namespace

int main(int argc, char** argv) {
  if (argc < 5) return 2;
  io::Reactor reactor({.curl = {.ca_file = "", .user_agent = ""},
                       .byte_streams = {.ca_file = argc > 5 ? argv[5] : ""},
                       .worker_threads = 1},
                      base::Log({.level = base::LogLevel::kWarning}));
  auto feed = wiring::make_fix_feed(
      {.url = argv[1],
       .login = {.user = "user", .password = argv[3], .sender = argv[2], .target_sub = "U100D1"},
       .heartbeat = std::chrono::seconds{std::stoi(argv[4])}},
      reactor.byte_streams());
  if (!feed) {
    std::fprintf(stderr, "%s\n", feed.error().what.c_str());
    return 2;
  }
  run(**feed, reactor);
  return 0;
}
