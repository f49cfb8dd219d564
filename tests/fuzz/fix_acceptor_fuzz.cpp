// Any bytes to the broker's FIX: whole messages back or nothing, and never a quote to a stranger.
#include "sim/broker/fix_session.hpp"

#include <algorithm>

#include "tests/fuzz/input.hpp"

namespace {

using namespace wick::sim;

constexpr Micros kStart = 1'709'640'000 * kSecond;

struct OneBroker final : BrokerSource {
  [[nodiscard]] std::shared_ptr<const Broker> broker() const override { return one; }
  std::shared_ptr<const Broker> one{
      std::make_shared<Broker>(BrokerOptions{1, 1, kStart, BrokerSettings{}})};
};

// With lines for fields, so that an input can be written by hand; sums are ours.
std::string framed(std::string_view line) {
  std::string inside(line);
  for (char& c : inside) {
    if (c == '|') c = kFixEnd;
  }
  return fix_frame(inside);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static const OneBroker broker;
  wick::fuzz::Input input(data, size);
  FixSession session(broker, kStart);
  FixSplitter splitter;
  Micros now = kStart;
  while (!input.empty()) {
    const std::string_view line = input.line();
    const bool raw = line.starts_with("raw ");
    const auto out = session.on_bytes(raw ? std::string(line.substr(4)) : framed(line), now);
    splitter.add(out.bytes);
    now = std::min(now + kSecond, std::max(now, session.next_due()));
  }
  while (const auto message = splitter.next()) WICK_CHECK(!message->garbled);
  return 0;
}
