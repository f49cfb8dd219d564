#include "feed/gateway/feed.hpp"

#include <algorithm>
#include <utility>

#include "base/shown_url.hpp"

namespace wick::feed::gateway {
namespace {

using port::FeedState;

constexpr std::size_t kEventsMax = 1000;    // of one step
constexpr std::uint64_t kNoteEvery = 1000;  // odd messages
constexpr std::string_view kPlain = "http://", kSecure = "https://";

// Our wall clock as it was at that moment.
core::UtcTime wall_at(core::MonoTime moment, core::Now now) {
  return now.utc - std::max(core::Micros{0}, now.mono - moment);
}

}  // namespace

base::Result<std::unique_ptr<Feed>> Feed::open(port::WebSockets& sockets, port::Http& http,
                                               Options options) {
  while (options.url.ends_with('/')) options.url.pop_back();
  const bool known = options.url.starts_with(kPlain) || options.url.starts_with(kSecure);
  if (!known || options.url.ends_with(':')) {
    return base::Error{base::ErrorKind::kInvalid, "gateway.url '" +
                                                      base::urls_without_logins(options.url) +
                                                      "' is no http:// or https:// address"};
  }
  return std::unique_ptr<Feed>(new Feed(sockets, http, std::move(options)));
}

Feed::Feed(port::WebSockets& sockets, port::Http& http, Options options)
    : sockets_(sockets),
      http_(http),
      options_(std::move(options)),
      backoff_(options_.backoff, options_.seed),
      ticks_url_("ws" + options_.url.substr(4) + "/v1/ticks"),
      history_(http, options_.url) {}

void Feed::subscribe(std::vector<std::string> symbols) {
  symbols_ = SymbolTable(std::move(symbols));
  if (opened_) say_wishes();
}

void Feed::say_wishes() {
  socket_->send(subscribe_text(symbols_.names()));
  ++unanswered_;
}

void Feed::connect(core::Now now) {
  socket_ = sockets_.open(ticks_url_);
  offer_ = http_.get({.url = options_.url + "/v1/instruments", .headers = {}, .limits = {}});
  opened_ = false;
  unanswered_ = 0;
  market_open_.reset();
  heard_ = now.mono;
}

void Feed::step(core::Now now, Events& out) {
  history_.step(now);
  if (history_.take_session_lost() && socket_ != nullptr) doubted_ = "the session is not valid";
  if (!doubted_.empty() && socket_ != nullptr) lose(now, doubted_, out);
  doubted_.clear();
  if (socket_ == nullptr && (!retry_ || *retry_ <= now.mono)) connect(now);
  if (socket_ == nullptr) return;
  listen(now, out);
  if (socket_ == nullptr) return;
  tell_offer(out);
  if (!more_ && now.mono - heard_ >= options_.silence_max) lose(now, "nothing was heard", out);
}

void Feed::listen(core::Now now, Events& out) {
  more_ = false;
  for (std::size_t taken = 0; taken < kEventsMax; ++taken) {
    auto event = socket_->take();
    if (!event) return;
    if (const auto* lost = std::get_if<port::Lost>(&*event))
      return lose(now, lost->error.what, out);
    heard_ = now.mono;
    if (const auto* text = std::get_if<port::Text>(&*event)) hear(*text, now, out);
    if (std::holds_alternative<port::Opened>(*event)) {
      opened_ = true;
      say_wishes();
    }
  }
  more_ = true;
}

void Feed::hear(const port::Text& text, core::Now now, Events& out) {
  const auto message = reader_.message(text.text);
  if (!message) return note_odd(message.error(), out);
  if (const auto* tick = std::get_if<Tick>(&*message)) {
    return tell_tick(*tick, wall_at(text.received, now), out);
  }
  if (const auto* answer = std::get_if<Subscribed>(&*message)) {
    if (unanswered_ > 0) --unanswered_;
    if (unanswered_ == 0) tell_refusals(*answer, out);
  }
  if (const auto* session = std::get_if<Session>(&*message)) market_open_ = session->open;
  tell_state(now, out);
}

void Feed::tell_refusals(const Subscribed& answer, Events& out) {
  for (const Subscribed::Refusal& refusal : answer.refused) {
    const auto symbol = symbols_.find(refusal.instrument);
    if (!symbol) continue;
    out.emplace_back(port::FeedRefusal{
        *symbol, {base::ErrorKind::kInvalid, symbols_.names()[*symbol] + ": " + refusal.text}});
  }
}

void Feed::tell_tick(const Tick& tick, core::UtcTime received, Events& out) {
  const auto symbol = symbols_.find(tick.instrument);
  if (!symbol) return;  // of a set that is no longer wanted
  out.emplace_back(port::FeedTick{*symbol,
                                  {.time = tick.time,
                                   .received = received,
                                   .bid = tick.bid,
                                   .ask = tick.ask,
                                   .size = static_cast<double>(tick.number)}});
}

void Feed::tell_state(core::Now now, Events& out) {
  if (unanswered_ > 0 || !market_open_) return;
  backoff_.recovered();
  const FeedState state = *market_open_ ? FeedState::kOpen : FeedState::kClosed;
  if (state == told_) return;
  const bool back = told_ == FeedState::kDown;
  told_ = state;
  const std::string why = back ? "connected to the gateway" : "the gateway says so";
  out.emplace_back(port::FeedTurn{state, now.utc, why});
}

void Feed::tell_offer(Events& out) {
  if (!offer_ || !offer_->ready()) return;
  const port::HttpResult result = offer_->take();
  offer_.reset();
  constexpr int kOk = 200;
  if (!result || result->status != kOk || result->body == nullptr) return;
  auto instruments = reader_.instruments(*result->body);
  if (!instruments) return note_odd(instruments.error(), out);
  out.emplace_back(port::FeedOffer{*std::move(instruments)});
}

void Feed::note_odd(const base::Error& error, Events& out) {
  if (odd_++ % kNoteEvery != 0) return;
  out.emplace_back(port::FeedNote{error.what + " (" + std::to_string(odd_) + " such so far)"});
}

void Feed::lose(core::Now now, const std::string& why, Events& out) {
  const bool was_up = told_ != FeedState::kDown;
  socket_.reset();
  offer_.reset();
  opened_ = false;
  more_ = false;
  const core::Micros wait = backoff_.next();
  retry_ = now.mono + wait;
  if (was_up) {
    told_ = FeedState::kDown;
    out.emplace_back(port::FeedTurn{FeedState::kDown, wall_at(heard_, now), why});
  } else {
    out.emplace_back(port::FeedNote{"the gateway cannot be reached: " + why});
  }
}

core::MonoTime Feed::wake() const {
  const core::MonoTime at_once = core::MonoTime::min();
  if (more_ || (socket_ != nullptr && !doubted_.empty())) return at_once;
  if (socket_ == nullptr) return retry_.value_or(at_once);
  return heard_ + options_.silence_max;
}

void Feed::doubt(core::Now /*now*/) {
  if (socket_ != nullptr) doubted_ = "doubted";
  retry_.reset();
}

}  // namespace wick::feed::gateway
