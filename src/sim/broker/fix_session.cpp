#include "sim/broker/fix_session.hpp"

#include <algorithm>
#include <array>
#include <utility>

namespace wick::sim {
namespace {

constexpr Micros kLogonWithin = 30 * kSecond;
constexpr Micros kMinuteMicros = kMinute;
constexpr std::int64_t kHeartbeatMax = 3600;  // seconds
constexpr std::string_view kBroker = "FXCM";
constexpr int kUnknownType = 11, kMissingTag = 1;  // 373
constexpr std::string_view kOther = "unknown";

// The other side's patience: a little more than one heartbeat, then twice that.
Micros doubt_after(Micros heartbeat) {
  return heartbeat + heartbeat / 5;
}

bool knows(const FixMessage& message) {
  return message.text(553) == kExampleUser && message.text(554) == kExamplePassword;
}

std::string listed(const std::vector<std::string>& names) {
  std::string out;
  for (const std::string& name : names) {
    if (!out.empty()) out += ' ';
    out += name;
  }
  return out;
}

bool has(const std::vector<std::string>& all, std::string_view one) {
  return std::ranges::find(all, one) != all.end();
}

// Why a request for data cannot be served as such; nothing where it can.
std::optional<RejectReason> objection(const FixMessage& message) {
  constexpr std::array<std::string_view, 3> kKinds{"0", "1", "2"};
  constexpr std::array<std::string_view, 4> kEntries{"0", "1", "7", "8"};
  if (std::ranges::find(kKinds, message.text(263)) == kKinds.end()) {
    return RejectReason{'4', "unsupported subscription request type"};
  }
  if (message.text(263) == "2") return std::nullopt;
  if (!message.integer(264)) return RejectReason{'5', "unsupported market depth"};
  if (message.find(265) != nullptr && message.text(265) != "0") {
    return RejectReason{'6', "unsupported update type"};
  }
  const auto entries = message.all(269);
  const bool known = std::ranges::all_of(entries, [&](const std::string& entry) {
    return std::ranges::find(kEntries, entry) != kEntries.end();
  });
  if (entries.empty() || !known) return RejectReason{'8', "unsupported entry type"};
  return std::nullopt;
}

std::optional<RejectReason> objection(const Broker& broker,
                                      const std::vector<std::string>& symbols) {
  std::vector<std::string> unknown;
  std::vector<std::string> forbidden;
  for (const std::string& symbol : symbols) {
    const FxInstrument* one = find_fx(symbol);
    if (one == nullptr) unknown.push_back(symbol);
    if (one != nullptr && broker.rejects(*one)) forbidden.push_back(symbol);
  }
  if (symbols.empty()) return RejectReason{'0', "no symbol"};
  if (!unknown.empty()) return RejectReason{'0', "unknown symbol: " + listed(unknown)};
  if (!forbidden.empty()) return RejectReason{'3', "no permission for: " + listed(forbidden)};
  return std::nullopt;
}

}  // namespace

FixSession::Output FixSession::on_bytes(std::string_view bytes, Micros now) {
  if (stage_ == Stage::kOver) return {};
  broker_ = source_.broker();
  watch_time(now);
  tell_quotes(now);
  splitter_.add(bytes);
  while (stage_ != Stage::kOver) {
    const auto message = splitter_.next();
    if (!message) break;
    if (!message->garbled) hear(*message, now);
  }
  return spoken(now);
}

FixSession::Output FixSession::poll(Micros now) {
  if (stage_ == Stage::kOver) return {};
  broker_ = source_.broker();
  watch_time(now);
  tell_quotes(now);
  return spoken(now);
}

FixSession::Output FixSession::spoken(Micros now) {
  Output out = std::exchange(out_, {});
  if (broker_->silent(now - began_)) out.bytes.clear();
  if (broker_->drops(now - began_)) {
    out.resets = true;
    stage_ = Stage::kOver;
  }
  return out;
}

Micros FixSession::next_due() const {
  if (stage_ == Stage::kOver) return kNever;
  const Micros drop = source_.broker()->settings().drop_after;
  Micros due = drop == kNever ? kNever : began_ + drop;
  if (stage_ == Stage::kSilent) return std::min(due, began_ + kLogonWithin);
  if (heartbeat_ > 0) {
    const Micros patience = doubt_after(heartbeat_) * (asked_if_there_ ? 2 : 1);
    due = std::min({due, said_at_ + heartbeat_, heard_at_ + patience});
  }
  const Millis tick = flow_.next_due();
  if (tick < kNever / 1000) due = std::min(due, tick * 1000);
  if (wants_status_) due = std::min(due, (said_at_ / kMinuteMicros + 1) * kMinuteMicros);
  return due;
}

void FixSession::watch_time(Micros now) {
  if (stage_ == Stage::kSilent) {
    if (now - began_ >= kLogonWithin) {
      stage_ = Stage::kOver;
      out_.ends = true;
    }
    return;
  }
  if (heartbeat_ > 0 && now - heard_at_ >= 2 * doubt_after(heartbeat_)) {
    return log_out("nothing was heard", now);
  }
  if (heartbeat_ > 0 && now - heard_at_ >= doubt_after(heartbeat_) && !asked_if_there_) {
    asked_if_there_ = true;
    send(FixBody("1").add(112, "TEST-" + std::to_string(next_)), now);
  }
  if (heartbeat_ > 0 && now - said_at_ >= heartbeat_) send(FixBody("0"), now);
  if (wants_status_ && told_open_ != session_open(now)) {
    told_open_ = !told_open_;
    send(status_message(*broker_, {status_request_, sub_}, now), now);
  }
}

void FixSession::hear(const FixMessage& message, Micros now) {
  heard_at_ = now;
  asked_if_there_ = false;
  if (stage_ == Stage::kSilent) {
    if (message.text(35) == "A" && !message.text(57).empty()) logon(message, now);
    return;
  }
  if (!in_sequence(message, now)) return;
  if (!message.text(57).empty()) obey(message, now);
}

bool FixSession::in_sequence(const FixMessage& message, Micros now) {
  const auto number = message.integer(34);
  if (!number) {
    log_out("MsgSeqNum is missing", now);
    return false;
  }
  const std::string_view type = message.text(35);
  if (type == "4" && (message.text(123) != "Y" || *number <= expected_)) {
    expected_ = std::max(expected_, message.integer(36).value_or(0));
    return false;
  }
  if (*number < expected_) {
    if (message.text(43) == "Y") return false;
    log_out("MsgSeqNum too low, expecting " + std::to_string(expected_) + " but received " +
                std::to_string(*number),
            now);
    return false;
  }
  if (*number > expected_) {
    send(FixBody("2").add(7, expected_).add(16, std::int64_t{0}), now);
    return type == "5" || type == "2";
  }
  ++expected_;
  return true;
}

void FixSession::logon(const FixMessage& message, Micros now) {
  const auto number = message.integer(34);
  const auto seconds = message.integer(108);
  client_ = message.text(49);
  sub_ = message.text(57);
  const bool sense = number && seconds && *seconds >= 0 && *seconds <= kHeartbeatMax;
  if (!sense || message.text(98) != "0" || message.text(56) != kBroker || client_.empty()) {
    return log_out("the logon is incomplete", now);
  }
  expected_ = *number + 1;
  heartbeat_ = *seconds * kSecond;
  const bool names_user = message.find(553) != nullptr;
  if (broker_->settings().logon_refused || (names_user && !knows(message))) {
    return log_out("19915;DAS 19915: ZDas Exception ORA-20101: Invalid login or password.", now);
  }
  stage_ = names_user ? Stage::kOn : Stage::kNoUser;
  FixBody body("A");
  body.add(98, "0").add(108, *seconds).add(141, "Y");
  send(body, now);
}

void FixSession::user_request(const FixMessage& message, Micros now) {
  const bool known = message.text(924) == "1" && knows(message) && stage_ == Stage::kNoUser;
  if (known) stage_ = Stage::kOn;
  FixBody body("BF");
  body.add(923, message.text(923)).add(553, message.text(553)).add(926, known ? "1" : "3");
  if (!known) body.add(927, "User not recognized");
  send(body, now);
}

void FixSession::obey(const FixMessage& message, Micros now) {
  const std::string_view type = message.text(35);
  if (type == "0" || type == "3" || type == "A" || type == "4") return;
  if (type == "1") return send(FixBody("0").add(112, message.text(112)), now);
  if (type == "2") return resend(message, now);
  if (type == "5") return log_out({}, now);
  if (type == "BE") return user_request(message, now);
  if (stage_ != Stage::kOn) return;
  if (type == "g") return status_request(message, now);
  if (type == "V") return data_request(message, now);
  refuse(message, 0, now);
}

// Everything from there on is passed over: what was told of prices is old.
void FixSession::resend(const FixMessage& message, Micros now) {
  const std::int64_t from = message.integer(7).value_or(1);
  if (from < 1 || from >= next_) return;
  FixBody body("4");
  body.add(43, "Y").add(36, next_).add(123, "Y");
  send_as(body, from, now);
}

void FixSession::status_request(const FixMessage& message, Micros now) {
  if (message.text(335).empty()) return refuse(message, 335, now);
  status_request_ = message.text(335);
  wants_status_ = message.text(263) == "1";
  told_open_ = session_open(now);
  send(status_message(*broker_, {status_request_, sub_}, now), now);
}

void FixSession::data_request(const FixMessage& message, Micros now) {
  const std::string request(message.text(262));
  if (request.empty()) return refuse(message, 262, now);
  const std::vector<std::string> symbols = message.all(55);
  auto problem = objection(message);
  if (!problem && message.text(263) == "2") return unsubscribe(request, now);
  if (!problem) problem = objection(*broker_, symbols);
  const bool taken = std::ranges::any_of(
      subscriptions_, [&](const auto& entry) { return entry.second.request == request; });
  if (!problem && taken) problem = RejectReason{'1', "duplicate MDReqID"};
  if (problem) return send(reject_message(request, *problem), now);
  const auto entries = message.all(269);
  const Subscription wanted{request, has(entries, "7"), has(entries, "8"), has(entries, "0"),
                            has(entries, "1")};
  for (const std::string& symbol : symbols) {
    const FxInstrument& one = *find_fx(symbol);
    FxReader reader = broker_->reader(one);
    Subscription subscription = wanted;
    subscription.range = range_of(reader, now);
    const auto last = reader.last_tick(millis_of(now) + 1);
    if (last) send(quote_message(snapshot_of(subscription, one, *last)), now);
    if (message.text(263) == "1") subscriptions_.insert_or_assign(&one, std::move(subscription));
  }
  unsubscribe({}, now);
}

// Nobody's request is empty: then this only looks after what is watched.
void FixSession::unsubscribe(const std::string& request, Micros now) {
  std::erase_if(subscriptions_, [&](const auto& entry) { return entry.second.request == request; });
  std::vector<const FxInstrument*> watched;
  for (const auto& [instrument, subscription] : subscriptions_) watched.push_back(instrument);
  flow_.watch(*broker_, watched, millis_of(now));
}

// Of the trading day in which the last tick lies.
DayRange FixSession::range_of(FxReader& reader, Micros now) {
  DayRange range;
  const auto last = reader.last_tick(millis_of(now) + 1);
  if (!last) return range;
  const FxBar day =
      reader.bar(FxFrame::kD1, trading_day(last->time / kMinuteMillis), millis_of(now) + 1);
  return {day.open_time, day.ask.high, day.bid.low};
}

Snapshot FixSession::snapshot_of(const Subscription& subscription, const FxInstrument& instrument,
                                 const FxTick& tick) {
  Snapshot snapshot{&instrument, tick, subscription.bid, subscription.ask};
  if (subscription.high) snapshot.high = subscription.range.high;
  if (subscription.low) snapshot.low = subscription.range.low;
  snapshot.open = MarketHours(instrument.trading).open(tick.time / kMinuteMillis);
  return snapshot;
}

void FixSession::tell_quotes(Micros now) {
  for (const FlowTick& told : flow_.poll(*broker_, millis_of(now))) {
    const auto found = subscriptions_.find(told.instrument);
    if (found == subscriptions_.end()) continue;
    found->second.range.add(told.tick);
    send(quote_message(snapshot_of(found->second, *told.instrument, told.tick)), now);
  }
}

void FixSession::log_out(std::string_view why, Micros now) {
  FixBody body("5");
  if (!why.empty()) body.add(58, why);
  send(body, now);
  out_.ends = true;
  stage_ = Stage::kOver;
}

// Without a tag: it is the type that is not known.
void FixSession::refuse(const FixMessage& message, int tag, Micros now) {
  FixBody body("3");
  body.add(45, message.text(34)).add(372, message.text(35));
  if (tag != 0) body.add(371, tag);
  body.add(373, tag == 0 ? kUnknownType : kMissingTag);
  send(body.add(58, tag == 0 ? "Invalid MsgType" : "Required tag missing"), now);
}

void FixSession::send(const FixBody& body, Micros now) {
  const std::int64_t every = broker_->settings().gap_every;
  if (body.type() == "W" && every > 0 && next_ % every == 0) ++next_;
  send_as(body, next_++, now);
}

void FixSession::send_as(const FixBody& body, std::int64_t number, Micros now) {
  FixBody head("");
  head.add(35, body.type()).add(34, number).add(49, kBroker);
  head.add(50, sub_.empty() ? kOther : sub_).add(52, fix_time(now));
  head.add(56, client_.empty() ? kOther : client_);
  std::string text = fix_frame(head.text() + body.text());
  const std::int64_t every = broker_->settings().wrong_checksum_every;
  if (body.type() == "W" && every > 0 && number % every == 0) {
    char& digit = text[text.size() - 2];
    digit = digit == '9' ? '0' : static_cast<char>(digit + 1);
  }
  out_.bytes += text;
  said_at_ = now;
}

}  // namespace wick::sim
