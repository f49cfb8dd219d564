// What the venue says about its market.
#include <algorithm>
#include <array>

#include "codec/decimal.hpp"
#include "feed/fix/fix_time.hpp"
#include "feed/fix/market.hpp"
#include "feed/fix/tags.hpp"

namespace wick::feed::fix {
namespace {

using base::ErrorKind;
using port::FeedState;

std::optional<double> decimal(std::string_view text) {
  const auto value = codec::take_decimal(text);
  return text.empty() ? value : std::nullopt;
}

constexpr int kRefusalsMax = 3;  // in a row, of a symbol that had quotes

// 340: halted, closed and not yet open are all the same to whoever wants quotes.
FeedState state_of(std::string_view status) {
  const bool closed = status == "1" || status == "3" || status == "4";
  return closed ? FeedState::kClosed : FeedState::kOpen;
}

port::FeedInstrument instrument_of(std::span<const Field> entry) {
  return {.name = std::string(text_of(entry, kSymbol)),
          .digits = static_cast<int>(whole_number(text_of(entry, kFxcmSymPrecision)).value_or(0)),
          .point = decimal(text_of(entry, kFxcmSymPointSize)).value_or(0),
          .tradable = text_of(entry, kFxcmTradingStatus) == "O"};
}

struct Reason {
  std::string_view code;
  ErrorKind kind;
  std::string_view words;
};
constexpr std::array<Reason, 4> kReasons{{
    {"0", ErrorKind::kInvalid, "there is no such symbol"},
    {"1", ErrorKind::kUnavailable, "the request was made twice"},
    {"2", ErrorKind::kThrottled, "too many quotes are asked for"},
    {"3", ErrorKind::kUnauthorized, "this account may not have it"},
}};

base::Error error_of(const Message& message, const std::string& symbol) {
  const auto reason = std::ranges::find(kReasons, message.text(kMdReqRejReason), &Reason::code);
  const bool known = reason != kReasons.end();
  std::string what = symbol + ": refused by the venue: ";
  what += known ? reason->words : "reason " + std::string(message.text(kMdReqRejReason));
  for (const int tag : {kText, kFxcmErrorDetails}) {
    if (const auto text = message.text(tag); !text.empty()) what += "; " + std::string(text);
  }
  return {known ? reason->kind : ErrorKind::kUnsupported, what};
}

}  // namespace

void Market::received(const Message& message, core::UtcTime at, Events& events) {
  const std::string_view type = message.type();
  if (type == kMarketDataSnapshot) return hear_quote(message, at, events);
  if (type == kTradingSessionStatus) return hear_status(message, at, events);
  if (type == kMarketDataReject) return hear_refusal(message, kMdReqId, at, events);
  if (type == kBusinessReject) return hear_refusal(message, kBusinessRejectRefId, at, events);
  if (type == kNews) {
    const auto headline = message.text(kHeadline);
    return note("the venue says: " + std::string(headline.empty() ? message.text(kText) : headline),
                events);
  }
  ++odd_;
}

void Market::hear_quote(const Message& message, core::UtcTime at, Events& events) {
  const auto symbol = table_.find(message.text(kSymbol));
  if (message.text(kPossDupFlag) == "Y" || !symbol) {
    odd_ += symbol ? 0U : 1U;
    return;
  }
  Subscription& of = subscriptions_[*symbol];
  const Quoted quoted = hear_sides(message, of);
  const bool first = !std::exchange(of.answered, true);
  of.refusals = 0;
  of.gone = false;
  if (!quoted.any || !of.bid || !of.ask) {
    odd_ += quoted.any ? 0U : 1U;
    return;
  }
  const core::Tick tick{time_of(message, quoted.said, of, at), at, *of.bid, *of.ask};
  tell_quote(*symbol, tick, first, events);
}

Market::Quoted Market::hear_sides(const Message& message, Subscription& of) {
  Quoted quoted;
  Groups entries(message, kNoMdEntries);
  for (auto entry = entries.next(); !entry.empty(); entry = entries.next()) {
    const std::string_view side = text_of(entry, kMdEntryType);
    if (side != "0" && side != "1") continue;
    const auto price = decimal(text_of(entry, kMdEntryPx));
    if (!price) continue;
    (side == "0" ? of.bid : of.ask) = price;
    quoted.any = true;
    quoted.said = std::max(quoted.said, parse_date_and_time(text_of(entry, kMdEntryDate),
                                                            text_of(entry, kMdEntryTime)));
  }
  return quoted;
}

void Market::tell_quote(std::size_t symbol, const core::Tick& tick, bool first, Events& events) {
  Subscription& of = subscriptions_[symbol];
  // The answer to a subscription repeats the last quote where nothing has happened since.
  const bool repeats = first && of.last && of.last->time == tick.time && of.last->bid == tick.bid &&
                       of.last->ask == tick.ask;
  of.last = tick;
  if (repeats) return;
  if (told_ == FeedState::kDown) {
    of.held = true;
  } else {
    events.emplace_back(port::FeedTick{symbol, tick});
  }
}

core::UtcTime Market::time_of(const Message& message, std::optional<core::UtcTime> said,
                              const Subscription& of, core::UtcTime at) const {
  const core::UtcTime sent = parse_timestamp(message.text(kSendingTime)).value_or(at);
  const core::UtcTime time = venue_speaks_utc_ && said ? std::min(*said, sent) : sent;
  return of.last ? std::max(of.last->time, time) : time;
}

void Market::hear_status(const Message& message, core::UtcTime at, Events& events) {
  hear_params(message);
  venue_ = state_of(message.text(kTradSesStatus));
  const std::string text(message.text(kText));
  if (told_ != FeedState::kDown) {
    const char* const news = venue_ == FeedState::kOpen ? "the market opens" : "the market closes";
    tell_turn(at, text.empty() ? news : shown_(news + (": " + text)), events);
  }
  port::FeedOffer offer;
  Groups instruments(message, kNoRelatedSym);
  for (auto entry = instruments.next(); !entry.empty(); entry = instruments.next()) {
    port::FeedInstrument one = instrument_of(entry);
    if (!one.name.empty()) offer.instruments.push_back(std::move(one));
  }
  if (!offer.instruments.empty() && !std::exchange(offered_, true)) {
    events.emplace_back(std::move(offer));
  }
  if (phase_ == Phase::kWaiting) {
    phase_ = Phase::kOn;
    changed_ = true;
  }
}

void Market::hear_params(const Message& message) {
  Groups params(message, kFxcmNoParams);
  for (auto entry = params.next(); !entry.empty(); entry = params.next()) {
    const std::string_view name = text_of(entry, kFxcmParamName);
    const std::string_view value = text_of(entry, kFxcmParamValue);
    if (name == "SERVER_TIME_UTC") venue_speaks_utc_ = value == "UTC";
    if (name == "END_TRADING_DAY") day_end_ = shown_(value) + " UTC";
  }
}

bool Market::is_worth_a_try(const Subscription& one) const {
  if (!one.last) return false;
  const bool others = std::ranges::any_of(
      subscriptions_, [&](const Subscription& other) { return &other != &one && !other.gone; });
  return one.refusals < kRefusalsMax || !others;
}

void Market::lose(Subscription& one, core::UtcTime at, const std::string& why, Events& events) {
  ++one.refusals;
  lost_ = std::max(lost_, one.refusals);
  one.request.clear();
  one.bid = one.ask = std::nullopt;
  plans_ = true;
  note(why + "; it is asked for again", events);
  if (std::exchange(told_, FeedState::kDown) == FeedState::kDown) return;
  events.emplace_back(port::FeedTurn{FeedState::kDown, at, shown_(why)});
}

void Market::hear_refusal(const Message& message, int id_tag, core::UtcTime at, Events& events) {
  const std::string_view id = message.text(id_tag);
  const auto of = std::ranges::find_if(
      subscriptions_, [&](const Subscription& one) { return !id.empty() && one.request == id; });
  if (of == subscriptions_.end()) {
    return note("the venue refused a request: " + std::string(message.text(kText)), events);
  }
  base::Error error = error_of(message, of->symbol);
  error.what = shown_(error.what);
  of->gone = !is_worth_a_try(*of);
  of->answered = of->gone;
  if (!of->gone) return lose(*of, at, error.what, events);
  const auto symbol = static_cast<std::size_t>(of - subscriptions_.begin());
  events.emplace_back(port::FeedRefusal{symbol, std::move(error)});
}

}  // namespace wick::feed::fix
