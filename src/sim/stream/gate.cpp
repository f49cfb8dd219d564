#include "sim/stream/gate.hpp"

namespace wick::sim {
namespace {

constexpr int kTooMany = 429;
constexpr int kBanned = 418;
constexpr std::int64_t kOffencesBorne = 3;

RateLimit attempts_of(const StreamOptions& options) {
  return {LimitType::kRawRequests, kSecond, options.connect_window / kSecond, options.connects_max};
}

// By weight, so that a question that weighs nothing is no offence.
RateLimit offences() {
  return {LimitType::kRequestWeight, kMinute, 5, kOffencesBorne};
}

BanOptions at_once(BanOptions bans) {
  bans.refusals_max = 0;
  return bans;
}

}  // namespace

StreamGate::StreamGate(const StreamOptions& options, BanOptions bans)
    : attempts_({attempts_of(options)}, bans), offences_({offences()}, at_once(bans)) {}

Admission StreamGate::knock(const std::string& client, Micros now) {
  for (const Verdict& verdict :
       {offences_.charge(client, 0, now), attempts_.charge(client, 1, now)}) {
    if (verdict.kind == Verdict::Kind::kPass) continue;
    const bool banned = verdict.kind == Verdict::Kind::kBanned;
    return {banned ? kBanned : kTooMany, (verdict.until - now + kSecond - 1) / kSecond};
  }
  return {};
}

void StreamGate::offence(const std::string& client, Micros now) {
  (void)offences_.charge(client, 1, now);  // what follows from it is told to who knocks next
}

}  // namespace wick::sim
