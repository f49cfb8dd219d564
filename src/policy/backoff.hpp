// How long to leave something alone after it failed.
//
// Backoff is for what runs besides other work: each failure in a row makes the pause longer, jitter
// keeps many clients apart, and the state can be told at any time. The run of failures is over with
// a success, or when nothing failed for a longest pause after the last one ended; so a retry that
// fails at once goes on where it was. PlainBackoff is for loops that do nothing but retry.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "core/time.hpp"
#include "policy/ratio.hpp"

namespace wick::policy {

struct BackoffOptions {
  core::Micros base{std::chrono::seconds{6}};
  core::Micros max{std::chrono::seconds{120}};
  Ratio multiplier{Ratio::percent(200)};
  Ratio jitter{Ratio::percent(30)};  // so much more or less
};
inline constexpr BackoffOptions kHistoryBackoff{};
inline constexpr BackoffOptions kRedisBackoff{.base = std::chrono::seconds{2},
                                              .max = std::chrono::seconds{45},
                                              .multiplier = Ratio::percent(200),
                                              .jitter = Ratio::percent(25)};

// A base of at least 0.1 s and no more than the maximum, no shrinking, jitter within [0, 1].
[[nodiscard]] BackoffOptions clamped(BackoffOptions options);

class Backoff {
 public:
  Backoff(BackoffOptions options, std::uint64_t seed);  // options are clamped

  struct Failure {
    std::string type{};  // a word for programs
    std::string text{};  // a line for people
  };
  // How long to pause now.
  core::Micros fail(Failure failure, core::Now now);
  void success();

  [[nodiscard]] bool active(core::MonoTime now) const { return now < resume_; }
  [[nodiscard]] core::Micros remaining(core::MonoTime now) const;

  struct Snapshot {
    bool active{};
    core::Micros sleep{};  // the whole pause; zero while not active
    core::Micros remaining{};
    std::uint64_t fail_count{};  // in a row
    std::string last_error_type{};
    std::string last_error{};
    std::optional<core::UtcTime> last_error_ts{};  // kept after a success
    std::optional<core::UtcTime> resume_at{};      // while active
  };
  [[nodiscard]] Snapshot snapshot(core::MonoTime now) const;

 private:
  [[nodiscard]] core::Micros jittered(core::Micros pause);

  BackoffOptions options_;
  std::uint64_t seed_;
  std::uint64_t drawn_{};
  core::Micros pause_{};  // before jitter, so that its growth is regular
  core::Micros sleep_{};
  core::MonoTime resume_{core::MonoTime::min()};
  core::UtcTime resume_at_{};
  std::uint64_t fail_count_{};
  Failure last_;
  std::optional<core::UtcTime> failed_at_;
};

struct PlainBackoffOptions {
  core::Micros base_delay{};
  Ratio factor{Ratio::percent(200)};
  core::Micros max_delay{};
};
inline constexpr PlainBackoffOptions kFxcmLoginBackoff{.base_delay = std::chrono::seconds{2},
                                                       .max_delay = std::chrono::seconds{60}};
inline constexpr PlainBackoffOptions kFxcmStreamBackoff{.base_delay = std::chrono::seconds{5},
                                                        .max_delay = std::chrono::seconds{300}};
inline constexpr PlainBackoffOptions kRedisStreamBackoff{.base_delay = std::chrono::seconds{1},
                                                         .max_delay = std::chrono::seconds{60}};

// base >= 0.1 s, factor >= 1, max >= base.
[[nodiscard]] PlainBackoffOptions clamped(PlainBackoffOptions options);

class PlainBackoff {
 public:
  explicit PlainBackoff(PlainBackoffOptions options);  // clamped

  [[nodiscard]] core::Micros next();  // how long to wait before the next try
  void reset() { delay_ = core::Micros::zero(); }

 private:
  PlainBackoffOptions options_;
  core::Micros delay_{};
};

}  // namespace wick::policy
