#include "sim/rest/limiter.hpp"

#include <algorithm>
#include <array>

#include "base/check.hpp"

namespace wick::sim {
namespace {

constexpr std::array<std::string_view, 3> kTypes{"REQUEST_WEIGHT", "RAW_REQUESTS", "ORDERS"};
constexpr std::array<std::string_view, 4> kUnits{"SECOND", "MINUTE", "HOUR", "DAY"};
constexpr std::array<Micros, 4> kLengths{kSecond, kMinute, kHour, kDay};

std::int64_t cost(LimitType type, std::int64_t weight) {
  switch (type) {
    case LimitType::kRequestWeight:
      return weight;
    case LimitType::kRawRequests:
      return 1;
    case LimitType::kOrders:
      return 0;
  }
  return 0;
}

}  // namespace

std::string_view name(LimitType type) {
  return kTypes[static_cast<std::size_t>(type)];
}

std::string_view unit_name(const RateLimit& limit) {
  const auto found = std::ranges::find(kLengths, limit.unit);
  WICK_CHECK(found != kLengths.end());
  return kUnits[static_cast<std::size_t>(found - kLengths.begin())];
}

std::optional<LimitType> limit_type_of(std::string_view name) {
  const auto found = std::ranges::find(kTypes, name);
  if (found == kTypes.end()) return std::nullopt;
  return static_cast<LimitType>(found - kTypes.begin());
}

Micros bucket_length(const RateLimit& limit) {
  return limit.num * limit.unit;
}

Limiter::Limiter(std::vector<RateLimit> limits, BanOptions bans)
    : limits_(std::move(limits)), bans_(bans) {
  for (const RateLimit& limit : limits_) WICK_CHECK(limit.num > 0);
}

Verdict Limiter::charge(const std::string& name, std::int64_t weight, Micros now) {
  const std::lock_guard lock(mutex_);
  Client& one = client(name, now);
  count(one, weight, now);
  Verdict verdict;
  for (const Bucket& bucket : one.buckets) verdict.used.push_back(bucket.used);
  if (now < one.banned_until) {
    verdict.kind = Verdict::Kind::kBanned;
    verdict.until = one.banned_until;
    return verdict;
  }
  for (std::size_t i = 0; i < limits_.size(); ++i) {
    if (one.buckets[i].used <= limits_[i].limit || cost(limits_[i].type, weight) == 0) continue;
    verdict.broken = i;
    verdict.until = one.buckets[i].begin + bucket_length(limits_[i]);
    refuse(one, verdict, now);
    return verdict;
  }
  one.refusals = 0;
  return verdict;
}

void Limiter::reset() {
  const std::lock_guard lock(mutex_);
  clients_.clear();
}

std::size_t Limiter::clients() const {
  const std::lock_guard lock(mutex_);
  return clients_.size();
}

Limiter::Client& Limiter::client(const std::string& name, Micros now) {
  if (!clients_.contains(name) && clients_.size() >= bans_.clients_max) forget_some();
  Client& one = clients_[name];
  if (one.buckets.empty()) {
    one.buckets.resize(limits_.size());
    one.next_ban = bans_.first;
  }
  one.last_seen = now;
  return one;
}

// The half that has been silent for longest. A ban is forgotten with its client: memory is
// bounded first, and ten thousand clients at once are no test of bans.
void Limiter::forget_some() {
  std::vector<Micros> seen;
  seen.reserve(clients_.size());
  for (const auto& [name, one] : clients_) seen.push_back(one.last_seen);
  const auto middle = seen.begin() + static_cast<std::ptrdiff_t>(seen.size() / 2);
  std::ranges::nth_element(seen, middle);
  std::erase_if(clients_, [&](const auto& entry) { return entry.second.last_seen <= *middle; });
}

void Limiter::count(Client& one, std::int64_t weight, Micros now) const {
  for (std::size_t i = 0; i < limits_.size(); ++i) {
    Bucket& bucket = one.buckets[i];
    const Micros begin = now - now % bucket_length(limits_[i]);
    if (bucket.begin != begin) bucket = {begin, 0};
    bucket.used += cost(limits_[i].type, weight);
  }
}

void Limiter::refuse(Client& one, Verdict& verdict, Micros now) const {
  verdict.kind = Verdict::Kind::kThrottled;
  if (++one.refusals <= bans_.refusals_max) return;
  one.refusals = 0;
  one.banned_until = now + one.next_ban;
  one.next_ban = std::min(one.next_ban * 2, bans_.longest);
  verdict.kind = Verdict::Kind::kBanned;
  verdict.until = one.banned_until;
}

}  // namespace wick::sim
