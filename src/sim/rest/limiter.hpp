// Request limits per client: buckets aligned to the calendar, then 429, then 418.
//
// Every request is counted, refused ones too. A client that collects too many 429s is banned,
// each time for twice as long. Told the time; safe to call from several threads; the number of
// clients it remembers is bounded.
#pragma once

#include <cstddef>
#include <cstdint>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "sim/market/market.hpp"

namespace wick::sim {

enum class LimitType : std::uint8_t { kRequestWeight, kRawRequests, kOrders };

// As exchangeInfo tells it. Orders are told only: nobody can place one here.
struct RateLimit {
  LimitType type{};
  Micros unit{kMinute};  // a second, a minute, an hour or a day; a bucket is `num` of them
  std::int64_t num{1};
  std::int64_t limit{};
};

[[nodiscard]] std::string_view name(LimitType type);               // REQUEST_WEIGHT
[[nodiscard]] std::string_view unit_name(const RateLimit& limit);  // MINUTE
[[nodiscard]] std::optional<LimitType> limit_type_of(std::string_view name);
[[nodiscard]] Micros bucket_length(const RateLimit& limit);

struct BanOptions {
  int refusals_max{10};  // 429s until the next refusal is a ban
  Micros first{120 * kSecond};
  Micros longest{3 * kDay};
  std::size_t clients_max{10'000};
};

struct Verdict {
  enum class Kind : std::uint8_t { kPass, kThrottled, kBanned };
  Kind kind{};
  Micros until{};                  // of the refusal
  std::size_t broken{};            // kThrottled: which limit
  std::vector<std::int64_t> used;  // of each limit, this request included
};

class Limiter {
 public:
  explicit Limiter(std::vector<RateLimit> limits, BanOptions bans = {});

  [[nodiscard]] Verdict charge(const std::string& name, std::int64_t weight, Micros now);
  void reset();

  [[nodiscard]] const std::vector<RateLimit>& limits() const { return limits_; }
  [[nodiscard]] std::size_t clients() const;

 private:
  struct Bucket {
    Micros begin{};
    std::int64_t used{};
  };
  struct Client {
    std::vector<Bucket> buckets;
    Micros last_seen{};
    Micros banned_until{};
    int refusals{};
    Micros next_ban{};
  };

  Client& client(const std::string& name, Micros now);
  void forget_some();
  void count(Client& one, std::int64_t weight, Micros now) const;
  void refuse(Client& one, Verdict& verdict, Micros now) const;

  const std::vector<RateLimit> limits_;
  const BanOptions bans_;
  mutable std::mutex mutex_;
  std::unordered_map<std::string, Client> clients_;
};

}  // namespace wick::sim
