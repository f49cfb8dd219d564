// Any bytes as what a venue says over FIX, cut where the first byte tells: the same messages as
// uncut, every byte accounted for, and a session and a market that stay whole.
#include <algorithm>
#include <cmath>
#include <string>
#include <vector>

#include "feed/fix/market.hpp"
#include "feed/fix/message_reader.hpp"
#include "feed/fix/session.hpp"
#include "tests/fuzz/input.hpp"

namespace {

using namespace wick;
using namespace wick::feed::fix;

constexpr std::size_t kBytesMax = 1U << 16U;

// Each message as it must have stood on the wire: what is framed anew is what was read.
std::string written(const Message& message) {
  std::string body;
  for (const Field& field : message.fields()) {
    body += std::to_string(field.tag) + '=' + std::string(field.value) + kSoh;
  }
  return body;
}

std::vector<std::string> read_in_pieces(std::string_view bytes, std::size_t piece) {
  MessageReader reader(kBytesMax);
  std::vector<std::string> all;
  const std::size_t size = bytes.size();
  std::size_t held = 0;
  while (!bytes.empty()) {
    const std::string_view next = bytes.substr(0, piece);
    bytes.remove_prefix(next.size());
    reader.feed(next);
    while (const Message* message = reader.next()) {
      all.push_back(written(*message));
      held += framed(all.back()).size();
    }
  }
  // Tags and lengths may be written with zeros in front, which take more room than ours.
  WICK_CHECK(held + reader.odd().bytes_skipped + reader.bytes_held() <= size);
  return all;
}

void check(const std::vector<port::FeedEvent>& events, std::size_t symbols) {
  for (const auto& event : events) {
    if (const auto* tick = std::get_if<port::FeedTick>(&event)) {
      WICK_CHECK(tick->symbol < symbols);
      WICK_CHECK(std::isfinite(tick->tick.bid) && std::isfinite(tick->tick.ask));
    }
    if (const auto* refusal = std::get_if<port::FeedRefusal>(&event)) {
      WICK_CHECK(refusal->symbol < symbols && !refusal->error.what.empty());
    }
  }
}

void live_through(std::string_view bytes) {
  SessionOptions options;
  options.sender = "me";
  options.password = "secret";
  Session session(options);
  Market market([&](std::string_view text) { return session.shown(text); });
  market.subscribe({"EUR/USD", "XAU/USD"});
  core::Now now{core::midnight(2024, 1, 5), core::MonoTime{}};
  Session::Acts acts;
  session.step(now, acts);
  session.connected(now, acts);
  market.logged_on(now);
  MessageReader reader(kBytesMax);
  reader.feed(bytes);
  while (const Message* message = reader.next()) {
    now = {now.utc + core::Micros{1}, now.mono + core::Micros{1}};
    acts.clear();
    (void)session.received(*message, now, acts);
    std::vector<port::FeedEvent> events;
    Market::Requests requests;
    market.received(*message, now.utc, events);
    market.step(now, events, requests);
    check(events, 2);
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  fuzz::Input input(data, size);
  const std::size_t piece = 1U + input.byte();
  std::string bytes(input.rest());
  // Editors write bars; the wire has SOH.
  std::ranges::replace(bytes, '|', kSoh);
  WICK_CHECK(read_in_pieces(bytes, piece) == read_in_pieces(bytes, bytes.size() + 1));
  live_through(bytes);
  return 0;
}
