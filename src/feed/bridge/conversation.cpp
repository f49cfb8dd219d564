#include "feed/bridge/conversation.hpp"

#include <algorithm>
#include <utility>

namespace wick::feed::bridge {

using port::FeedState;

void Conversation::subscribe(std::vector<std::string> symbols) {
  symbols_ = SymbolTable(std::move(symbols));
  unsent_ = true;
}

Conversation::Course Conversation::hear(std::string_view line, Instant at, Out& out) {
  course_ = Course::kOn;
  at.utc = std::max(at.utc, last_told_);  // our clock may have been set back
  if (const auto more = remarks_.untold(at.mono); more > 0) {
    out.emplace_back(
        port::FeedNote{name_ + ": " + std::to_string(more) + " more remarks were not shown"});
  }
  auto message = reader_.read(line);
  if (!message) {
    odd(message.error().what, at, out);
  } else if (met_ || std::holds_alternative<Hello>(*message) ||
             std::holds_alternative<Failure>(*message) ||
             std::holds_alternative<Remark>(*message)) {
    std::visit([&](auto& one) { take(one, at, out); }, *message);
  } else {
    odd("a message before hello", at, out);
  }
  if (up()) last_good_ = at.utc;
  return course_;
}

void Conversation::broke(const std::string& why, Out& out) {
  questions_.lost(why);
  met_ = offered_ = false;
  venue_ = FeedState::kDown;
  reason_ = why;
  unsent_ = unsent_ || asked_ > 0;
  kept_ = 0;
  settle(last_good_, out);
}

std::optional<std::string> Conversation::next(core::Now now) {
  if (met_ && std::exchange(unsent_, false)) return subscribe_line(++asked_, symbols_.names());
  return questions_.next(now);
}

core::MonoTime Conversation::due() const {
  return met_ && unsent_ ? core::MonoTime::min() : questions_.due();
}

void Conversation::take(Hello& hello, Instant at, Out& out) {
  if (met_) return odd("a second hello", at, out);
  if (hello.protocol != kProtocol) {
    return end(base::Error{base::ErrorKind::kUnsupported,
                           hello.name + " speaks protocol " + std::to_string(hello.protocol) +
                               " of bridges; this program speaks " + std::to_string(kProtocol)});
  }
  met_ = true;
  name_ = hello.name;
  questions_.met(std::move(hello.history));
}

void Conversation::take(Instruments& offer, Instant /*at*/, Out& out) {
  if (std::exchange(offered_, true)) return;
  out.emplace_back(port::FeedOffer{std::move(offer.all)});
}

// A symbol that was just given up may still be on its way.
void Conversation::take(Quoted& quoted, Instant at, Out& out) {
  const auto number = symbols_.find(quoted.symbol);
  if (!number || !up()) return;
  last_told_ = at.utc;
  out.emplace_back(port::FeedTick{.symbol = *number,
                                  .tick = {.time = quoted.time.value_or(at.utc),
                                           .received = at.utc,
                                           .bid = quoted.bid,
                                           .ask = quoted.ask,
                                           .size = quoted.size}});
}

void Conversation::take(State& state, Instant at, Out& out) {
  venue_ = state.state;
  reason_ = state.why;
  const bool down = venue_ == FeedState::kDown;
  const core::UtcTime since = std::min(state.since.value_or(last_good_), at.utc);
  settle(down ? std::max(since, last_told_) : at.utc, out);
}

void Conversation::take(Subscribed& done, Instant at, Out& out) {
  if (done.id < 1 || done.id > asked_) return odd("a subscription that nobody asked for", at, out);
  kept_ = std::max(kept_, done.id);
  settle(at.utc, out);
}

void Conversation::take(Refused& refused, Instant /*at*/, Out& out) {
  const auto number = symbols_.find(refused.symbol);
  if (!number) return;
  const std::string named = refused.symbol + ": ";
  const bool said = refused.why.starts_with(named);
  out.emplace_back(port::FeedRefusal{
      .symbol = *number, .error = {base::ErrorKind::kInvalid, (said ? "" : named) + refused.why}});
}

void Conversation::take(Page& page, Instant at, Out& out) {
  if (!questions_.answered(std::move(page))) odd("history that nobody asked for", at, out);
}

void Conversation::take(Failure& failure, Instant at, Out& out) {
  const bool known = !failure.id || questions_.failed(failure);
  if (!known) return odd("an error about nothing that was asked", at, out);
  if (failure.trouble == Trouble::kSession) return start_anew(failure.why);
  if (failure.id) return;
  if (failure.trouble == Trouble::kRefused) {
    return end(base::Error{base::ErrorKind::kUnauthorized, name_ + ": " + failure.why});
  }
  if (failure.trouble == Trouble::kUnsupported) {
    return end(base::Error{base::ErrorKind::kUnsupported, name_ + ": " + failure.why});
  }
  remark(failure.why, at, out);
}

void Conversation::take(Pong& /*pong*/, Instant /*at*/, Out& /*out*/) {}

void Conversation::take(Remark& said, Instant at, Out& out) {
  remark(said.text, at, out);
}

void Conversation::take(Bye& /*bye*/, Instant /*at*/, Out& /*out*/) {
  end(std::nullopt);
}

void Conversation::take(Unknown& /*unknown*/, Instant /*at*/, Out& /*out*/) {}

// Tells the state when it is another than was told. Up from down only once the bridge has made good
// what was subscribed to; a change of the subscription disturbs nobody.
void Conversation::settle(core::UtcTime at, Out& out) {
  const bool kept = !unsent_ && kept_ == asked_;
  if (venue_ == told_ || (told_ == FeedState::kDown && !kept)) return;
  turn(venue_, std::max(at, last_told_), out);
}

void Conversation::turn(FeedState state, core::UtcTime at, Out& out) {
  told_ = state;
  last_told_ = at;
  std::string why = reason_;
  if (why.empty()) why = state == FeedState::kDown ? "the venue is not heard" : "connected";
  out.emplace_back(port::FeedTurn{.state = state, .at = at, .why = std::move(why)});
}

void Conversation::odd(const std::string& what, Instant at, Out& out) {
  if (auto note = odd_.heard(name_ + " said " + what, at.mono)) {
    out.emplace_back(port::FeedNote{*std::move(note)});
  }
}

void Conversation::remark(const std::string& text, Instant at, Out& out) {
  if (auto note = remarks_.heard(name_ + ": " + text, at.mono)) {
    out.emplace_back(port::FeedNote{*std::move(note)});
  }
}

void Conversation::start_anew(const std::string& why) {
  course_ = Course::kAnew;
  why_ = why;
}

void Conversation::end(std::optional<base::Error> error) {
  course_ = Course::kOver;
  error_ = std::move(error);
}

}  // namespace wick::feed::bridge
