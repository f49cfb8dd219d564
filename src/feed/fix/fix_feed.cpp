#include "feed/fix/fix_feed.hpp"

#include <algorithm>
#include <chrono>
#include <utility>
#include <variant>

namespace wick::feed::fix {
namespace {

constexpr int kEventsPerStep = 64;  // of the connection
constexpr core::Micros kOddEvery = std::chrono::minutes{1};

template <typename... Fs>
struct Overloaded : Fs... {
  using Fs::operator()...;
};
template <typename... Fs>
Overloaded(Fs...) -> Overloaded<Fs...>;

}  // namespace

FixFeed::FixFeed(FixOptions options, port::ByteStreams& streams)
    : options_(std::move(options)),
      streams_(streams),
      session_(options_.session),
      market_([this](std::string_view text) { return session_.shown(text); }) {}

FixFeed::~FixFeed() {
  session_.leave(now_, acts_);
  for (SessionAct& act : acts_) {
    auto* const send = std::get_if<Send>(&act);
    if (send != nullptr && stream_) stream_->send(std::move(send->bytes));
  }
}

void FixFeed::subscribe(std::vector<std::string> symbols) {
  market_.subscribe(std::move(symbols));
}

core::MonoTime FixFeed::wake() const {
  return more_ ? now_.mono : std::min(session_.wake(), market_.wake());
}

void FixFeed::step(core::Now now, Events& out) {
  now_ = now;
  hear(now, out);
  session_.step(now, acts_);
  obey(now, out);
  send_requests(now, out);
  tell_odd(now, out);
}

void FixFeed::doubt(core::Now now) {
  session_.restart("nothing was heard for too long", now, acts_);  // obeyed with the next step
  now_ = now;
  more_ = true;
}

void FixFeed::hear(core::Now now, Events& out) {
  obey(now, out);
  more_ = false;
  for (int i = 0; i < kEventsPerStep; ++i) {
    if (!stream_) return;
    auto event = stream_->take();
    if (!event) return;
    hear(*std::move(event), now, out);
  }
  more_ = true;
}

void FixFeed::hear(port::ByteStreamEvent event, core::Now now, Events& out) {
  std::visit(Overloaded{[&](const port::Opened&) { session_.connected(now, acts_); },
                        [&](const port::Received& received) { read(received, now, out); },
                        [&](const port::Lost& lost) { session_.lost(lost.error, now, acts_); }},
             event);
  obey(now, out);
}

void FixFeed::read(const port::Received& received, core::Now now, Events& out) {
  const core::Now at{now.utc - (now.mono - received.received), received.received};
  reader_.feed(received.bytes);
  while (stream_) {
    const Message* const message = reader_.next();
    if (message == nullptr) return;
    const bool ours = session_.received(*message, at, acts_);
    obey(at, out);
    if (ours) market_.received(*message, at.utc, out);
  }
}

void FixFeed::obey(core::Now now, Events& out) {
  for (SessionAct& act : std::exchange(acts_, {})) {
    std::visit(
        Overloaded{
            [&](const Connect&) {
              reader_.restart();
              stream_ = streams_.open(options_.address);
            },
            [&](Send& send) {
              if (stream_) stream_->send(std::move(send.bytes));
            },
            [&](const HangUp&) { stream_.reset(); },
            [&](const LoggedOn&) { market_.logged_on(now); },
            [&](const Missed& missed) { market_.missed(missed.at, missed.why, now.utc, out); },
            [&](const Overlooked&) { market_.overlooked(); },
            [&](const LoggedOff& off) { market_.logged_off(off.at, off.why, out); },
            [&](Noted& note) { out.emplace_back(port::FeedNote{std::move(note.text)}); },
            [&](Ended& end) { out.emplace_back(port::FeedEnd{std::move(end.error)}); }},
        act);
  }
}

void FixFeed::send_requests(core::Now now, Events& out) {
  market_.step(now, out, requests_);
  for (const Body& request : requests_) session_.send(request, now, acts_);
  requests_.clear();
  obey(now, out);
}

void FixFeed::tell_odd(core::Now now, Events& out) {
  const std::uint64_t odd = reader_.odd().garbled + market_.odd();
  if (odd == odd_told_ || now.mono < odd_next_) return;
  out.emplace_back(port::FeedNote{"messages that were broken or meant nothing: " +
                                  std::to_string(odd - odd_told_)});
  odd_told_ = odd;
  odd_next_ = now.mono + kOddEvery;
}

}  // namespace wick::feed::fix
