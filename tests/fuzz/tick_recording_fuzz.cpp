// Any text as a recording of ticks: numbers and times that make sense, or a reason.
#include <cmath>

#include "feed/replay/recording.hpp"
#include "tests/fuzz/input.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace wick;
  fuzz::Input input(data, size);
  feed::replay::RecordingReader reader;
  while (!input.empty()) {
    const auto tick = reader.read(input.line());
    if (!tick) {
      WICK_CHECK(!tick.error().what.empty() && tick.error().what.size() < 200);
    } else if (*tick) {
      const core::Tick& one = (*tick)->tick;
      WICK_CHECK(reader.known() && !(*tick)->symbol.empty());
      WICK_CHECK(std::isfinite(one.bid) && std::isfinite(one.ask) && one.size >= 0);
      WICK_CHECK(one.time > core::UtcTime{} && one.received > core::UtcTime{});
    }
  }
  return 0;
}
