// How fast a server may be asked, and whether it may be asked at all just now.
//
// All programs of a user keep one budget for a server on a board that they share; each takes small
// leases of it and spends them by itself. What a server said about its limits, and how long it
// wants nothing of us, holds for all of them and outlives them. Without a board nothing is paced,
// and only what this program was told holds.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "policy/budget.hpp"
#include "port/board.hpp"
#include "port/http.hpp"
#include "venue/gate.hpp"

namespace wick::venue {

class Pace {
 public:
  // How to learn a server's limits, and how its answers tell what was spent.
  struct Rules {
    std::string path{};      // all that follows the host; empty: the limits below simply hold
    std::int64_t weight{1};  // of asking for it
    std::optional<base::Error> (*verdict)(const port::HttpResponse& response,
                                          const std::string& what){};
    std::vector<policy::RateLimit> (*limits)(const std::string& body){};
    std::vector<policy::Receipt::Used> (*used)(const port::HttpResponse& response){};
    std::optional<core::UtcTime> (*server_time)(const port::HttpResponse& response){};
    std::vector<policy::RateLimit> assumed{};  // until others are known
  };
  struct Options {
    std::string account{};       // whose budget it is; for people, too
    port::Http* http{};          // for the limits; all that is pointed to must outlive the pace
    std::string host{};          // that is asked for them
    port::Board* board{};        // none: nothing is paced
    core::Micros blocked_for{};  // after a refusal
    Rules rules{};
  };
  explicit Pace(Options options);
  ~Pace();  // what is left of a lease is for the others
  Pace(const Pace&) = delete;
  Pace& operator=(const Pace&) = delete;
  Pace(Pace&&) = delete;
  Pace& operator=(Pace&&) = delete;

  // Whether a request of that weight may be sent now. Where it may it has been paid for.
  struct Go {};
  struct Wait {
    core::MonoTime until{};
  };
  using Answer = std::variant<Go, Wait, base::Error>;
  [[nodiscard]] Answer ask(std::int64_t weight, core::Now now);

  // The same for a small question that cannot wait: why not, if it may not.
  [[nodiscard]] std::optional<base::Error> ask_at_once(std::int64_t weight, core::Now now);

  // What came of a request of that weight; nothing where no answer came.
  void answered(std::int64_t weight, const port::HttpResponse* response, core::Now now);
  void learn(const base::Error& error, core::Now now);

  // Why nothing may be asked, and for how long; nothing when it may.
  [[nodiscard]] std::optional<base::Error> closed(core::Now now);

  [[nodiscard]] policy::Budget budget() const;  // as all programs see it now, to be shown

 private:
  using Pending = port::Pending<port::HttpResult>;

  [[nodiscard]] policy::Budget::Answer ask_board(std::int64_t weight, core::Now now);
  [[nodiscard]] bool spend(std::int64_t weight, core::UtcTime now);
  void start_survey(core::Now now);
  void end_survey(core::Now now);
  [[nodiscard]] policy::Receipt receipt_of(const port::HttpResponse* response, core::Now now) const;
  void report(policy::Budget& budget);
  template <typename Change>
  void change(const Change& change);

  Options options_;
  Gate gate_;
  policy::Budget::Lease lease_{};
  std::int64_t unreported_{0};  // weight whose answers came, since the board was told
  core::UtcTime reported_for_{};
  core::Micros slowest_{std::chrono::milliseconds{250}};  // answer, of late
  std::optional<Pending> survey_;
  core::MonoTime survey_again_{core::MonoTime::min()};
};

}  // namespace wick::venue
