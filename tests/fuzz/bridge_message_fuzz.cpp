// Any lines as those of a bridge: each a message that holds what is promised of it or a reason that
// is safe to print, and a feed that keeps its contract whatever they say.
#include <algorithm>
#include <string>

#include "feed/bridge/conversation.hpp"
#include "tests/fuzz/input.hpp"

namespace {

using namespace wick;
using namespace wick::feed::bridge;

bool one_line(std::string_view text) {
  return std::ranges::none_of(text, [](char c) { return c >= '\0' && c < ' '; });
}

void check(const Page& page) {
  for (std::size_t i = 1; i < page.bars.size(); ++i) {
    WICK_CHECK(page.bars[i - 1].open_time < page.bars[i].open_time);
  }
  for (const auto& bar : page.bars) WICK_CHECK(bar.volume >= 0);
}
void check(const Quoted& quoted) {
  WICK_CHECK(quoted.size >= 0);
  WICK_CHECK(!quoted.time || *quoted.time > core::UtcTime{});
}
void check(const Failure& failure) {
  WICK_CHECK(one_line(failure.why));
}
void check(const State& state) {
  WICK_CHECK(one_line(state.why));
}
void check(const Remark& remark) {
  WICK_CHECK(one_line(remark.text) && remark.text.size() <= 400);
}
template <typename Other>
void check(const Other& /*other*/) {}

// What was told of a state, and that no tick is told while down.
void check(const std::vector<port::FeedEvent>& told, port::FeedState& state) {
  for (const auto& event : told) {
    if (const auto* turn = std::get_if<port::FeedTurn>(&event)) {
      WICK_CHECK(turn->state != state && !turn->why.empty());
      state = turn->state;
    }
    if (const auto* tick = std::get_if<port::FeedTick>(&event)) {
      WICK_CHECK(state != port::FeedState::kDown && tick->symbol < 2);
    }
    if (const auto* note = std::get_if<port::FeedNote>(&event)) WICK_CHECK(one_line(note->text));
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  fuzz::Input input(data, size);
  Reader reader;
  Conversation conversation({.answer_max = core::Micros{1'000'000}, .note_every = core::Micros{}});
  conversation.subscribe({"EUR/USD", "XAU/USD"});
  port::FeedState state{port::FeedState::kDown};
  core::Now now{core::midnight(2024, 3, 5), core::MonoTime{}};
  while (!input.empty()) {
    const std::string line(input.line());
    const auto message = reader.read(line);
    if (message) {
      std::visit([](const auto& one) { check(one); }, *message);
    } else {
      WICK_CHECK(!message.error().what.empty() && message.error().what.size() < 400);
    }
    now.utc += core::Micros{1'000};
    now.mono += core::Micros{1'000};
    std::vector<port::FeedEvent> told;
    (void)conversation.hear(line, {now.utc, now.mono}, told);
    while (conversation.next(now)) continue;
    check(told, state);
  }
  return 0;
}
