// Any talk on a stream connection: every message has one answer in JSON, even where it came in a
// binary frame and is no UTF-8; events come in order of time, and nothing comes after a close.
//
//   spot /ws/btcusdt@kline_1s
//   {"method":"SUBSCRIBE","params":["btcusdt@trade"],"id":1}
//   wait
//   pong 1504224005000
#include <simdjson.h>

#include "sim/stream/session.hpp"
#include "tests/fuzz/sim_request.hpp"

namespace {

using namespace wick::sim;

constexpr int kMessagesMax = 16;
constexpr std::size_t kStreamsMax = 8;  // more are only slower

bool is_json(std::string_view text) {
  simdjson::dom::parser parser;
  return parser.parse(simdjson::padded_string(text)).error() == simdjson::SUCCESS;
}

class Talk {
 public:
  Talk(TradeTape& tape, const Route& route, Micros now)
      : session_(tape, route, options_of(route.venue), now), now_(now) {}

  void hear(std::string_view line) {
    const bool was_closed = session_.closed();
    if (line == "wait") {
      now_ += 2 * kSecond;
      take(session_.poll(now_));
      WICK_CHECK(session_.next_due() > now_);
    } else if (line == "ping") {
      take(session_.on_ping(now_));
    } else if (line.starts_with("pong ")) {
      take(session_.on_pong(line.substr(5), now_));
    } else {
      const auto frames = session_.on_text(line, now_);
      WICK_CHECK(was_closed ? frames.empty() : is_answer(frames));
      take(frames);
    }
    now_ += kSecond / 4;
  }

 private:
  static StreamOptions options_of(Venue venue) {
    StreamOptions options = StreamOptions::of(venue);
    options.streams_max = kStreamsMax;
    options.ping_every = 3 * kSecond;
    options.pong_within = 5 * kSecond;
    return options;
  }

  static bool is_answer(const std::vector<Frame>& frames) {
    return !frames.empty() &&
           (frames.back().kind == Frame::Kind::kReply || frames.back().kind == Frame::Kind::kClose);
  }

  void take(const std::vector<Frame>& frames) {
    for (const Frame& frame : frames) {
      WICK_CHECK(!hung_up_ && heard_ <= frame.time && frame.time <= now_);
      heard_ = frame.time;
      hung_up_ = frame.kind == Frame::Kind::kClose;
      const bool speaks = frame.kind == Frame::Kind::kEvent || frame.kind == Frame::Kind::kReply;
      WICK_CHECK(!speaks || is_json(frame.text));
    }
    WICK_CHECK(session_.closed() == hung_up_);
    WICK_CHECK(!session_.closed() || session_.next_due() == kNever);
  }

  StreamSession session_;
  Micros now_;
  Micros heard_{};
  bool hung_up_{};
};

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static const Market market(7);
  static TradeTape tape(market);
  wick::fuzz::Input input(data, size);
  const Host host = wick::fuzz::rest_host(input.word());
  const auto route = route_of(host, input.line());
  if (!route) return 0;

  Talk talk(tape, *route, wick::fuzz::youth_of(host));
  for (int message = 0; message < kMessagesMax && !input.empty(); ++message) {
    talk.hear(input.line());
  }
  return 0;
}
