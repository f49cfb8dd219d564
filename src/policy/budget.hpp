// How much of a server's request limits may still be spent, by all programs of this machine.
//
// The server counts in windows that are aligned to its own clock. A Budget is what is known of
// these windows: what we handed out, what its answers say that others spent, where its clock
// stands against ours. It reads no clock and does no I/O; whoever keeps it must let one program
// at a time change it. Requests wait before the limit and not after it.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "core/time.hpp"

namespace wick::policy {

// So much in each window of that length, as the server tells it.
struct RateLimit {
  enum class Counts : std::uint8_t { kWeight, kRequests };
  Counts counts{};
  core::Micros window{};
  std::int64_t most{};

  bool operator==(const RateLimit&) const = default;
};

// What one answer told of the limits.
struct Receipt {
  core::UtcTime sent{};  // by our clock
  core::UtcTime received{};
  std::optional<core::UtcTime> server{};  // its own clock, in whole seconds
  struct Used {
    core::Micros window{};
    std::int64_t weight{};
  };
  std::vector<Used> used{};  // of its windows, by everybody at this address
};

class Budget {
 public:
  // So many requests of a weight may be sent until then.
  struct Lease {
    std::int64_t weight{};
    std::int64_t requests{};
    core::UtcTime until{};
  };
  struct Wait {
    core::UtcTime until{};
  };
  struct Closed {  // the server wants nothing of us until then
    core::UtcTime until{};
    std::string why;
  };
  struct Survey {};  // nobody knows the limits, and the asker is the one to find out
  using Answer = std::variant<Lease, Wait, Closed, Survey>;

  // Room for one request of that weight, and for a few more where there is plenty. What may still
  // be on its way when a window ends is not sent in it: the next one would pay, unasked.
  struct Question {
    std::int64_t weight{};
    core::Micros travel{};  // how long it may take until the server counts it
  };
  [[nodiscard]] Answer ask(const Question& question, core::UtcTime now);

  // One request that cannot wait. True when there is room, with nothing held back.
  [[nodiscard]] bool take(std::int64_t weight, core::UtcTime now);

  // What was leased has been spent, and what came of it is known.
  void answered(std::int64_t weight, core::UtcTime sent);
  // What was leased and not spent.
  void give_back(const Lease& lease);

  void learn(const Receipt& receipt);
  [[nodiscard]] bool would_learn(const Receipt& receipt) const;  // anything worth writing down
  void close(core::UtcTime until, std::string why);
  [[nodiscard]] std::optional<Closed> closed(core::UtcTime now) const;

  // The outcome of a survey: known for a day, not known and not asked again for a while, or put off
  // until the server lets us in again.
  void know(const std::vector<RateLimit>& limits, core::UtcTime now);
  void assume(const std::vector<RateLimit>& limits, core::UtcTime now);
  void put_off() { survey_until_ = {}; }

  // The server's clock less ours lies between these.
  struct Skew {
    core::Micros low{};
    core::Micros high{};
    core::UtcTime at{};  // when last heard of; never: it is taken to be the same
  };
  [[nodiscard]] const Skew& skew() const { return skew_; }

  struct Window {
    RateLimit limit{};
    core::UtcTime begin{};          // by the server's clock
    std::int64_t leased{};          // by us, in it
    std::int64_t answered{};        // of that
    std::int64_t seen{};            // the server's own count, of everybody's
    std::int64_t foreign{};         // by others, at least
    std::int64_t foreign_before{};  // by others, in the last one
  };
  [[nodiscard]] const std::vector<Window>& windows() const { return windows_; }

  // A text for keeping it, and back; anything else is read as knowing nothing.
  [[nodiscard]] std::string text() const;
  [[nodiscard]] static Budget parse(std::string_view text);

 private:
  struct Span {  // what the server's clock may show, at a moment of ours
    core::UtcTime begin;
    core::UtcTime end;
  };
  [[nodiscard]] Span theirs(core::UtcTime ours, core::Micros window) const;
  [[nodiscard]] std::optional<core::UtcTime> enter(Window& window, core::UtcTime now,
                                                   core::Micros travel) const;
  [[nodiscard]] std::optional<core::UtcTime> full(const Window& window, std::int64_t cost,
                                                  core::UtcTime now) const;
  struct Moment {
    core::UtcTime now;
    core::Micros travel;
  };
  [[nodiscard]] Lease lease(Lease lease, const Moment& moment);
  void learn_skew(const Receipt& receipt);
  void set(const std::vector<RateLimit>& limits, core::UtcTime now);
  [[nodiscard]] bool parse_line(std::string_view line);

  std::vector<Window> windows_;
  core::UtcTime known_until_{};
  core::UtcTime survey_until_{};  // somebody is finding out the limits until then
  std::int64_t early_weight_{};   // spent before anybody knew them
  std::int64_t early_requests_{};
  Skew skew_{};
  core::UtcTime closed_until_{};
  std::string why_;
};

}  // namespace wick::policy
