#include "venue/pace.hpp"

#include <algorithm>
#include <utility>

namespace wick::venue {
namespace {

using policy::Budget;
using std::chrono::seconds;

constexpr core::Micros kLookAgain = std::chrono::milliseconds{20};
constexpr core::Micros kSurveyKept = std::chrono::seconds{1};

// Enough for a list of all symbols with all that is said of them.
constexpr port::HttpLimits kPatience{.connect = seconds{2},
                                     .silence = seconds{4},
                                     .whole = seconds{7},
                                     .body_max = std::size_t{64} << 20U};

core::MonoTime in_ours(core::UtcTime until, core::Now now) {
  return now.mono + std::max(until - now.utc, core::Micros{1});
}

base::Error shut(const Budget::Closed& closed, core::UtcTime now) {
  return {base::ErrorKind::kThrottled, closed.why, closed.until - now};
}

}  // namespace

Pace::Pace(Options options) : options_(std::move(options)), gate_(options_.blocked_for) {}

Pace::~Pace() {
  if (options_.board == nullptr || (unreported_ == 0 && lease_.requests == 0)) return;
  change([&](Budget& budget) {
    report(budget);
    budget.give_back(lease_);
  });
}

template <typename Change>
void Pace::change(const Change& change) {
  options_.board->change(options_.account, [&](const std::string& text) {
    Budget budget = Budget::parse(text);
    change(budget);
    return budget.text();
  });
}

policy::Budget Pace::budget() const {
  return options_.board == nullptr ? Budget()
                                   : Budget::parse(options_.board->look(options_.account));
}

std::optional<base::Error> Pace::closed(core::Now now) {
  if (auto error = gate_.closed(now)) return error;
  if (options_.board == nullptr) return std::nullopt;
  if (const auto others = budget().closed(now.utc)) return shut(*others, now.utc);
  return std::nullopt;
}

Pace::Answer Pace::ask(std::int64_t weight, core::Now now) {
  if (survey_ && survey_->ready()) end_survey(now);
  if (auto error = closed(now)) return *std::move(error);
  if (options_.board == nullptr || spend(weight, now.utc)) return Go{};
  Budget::Answer answer = ask_board(weight, now);
  if (std::holds_alternative<Budget::Survey>(answer)) {
    if (survey_) return Wait{now.mono + kLookAgain};
    // Asked for just now, and forgotten again: on such a board nothing can be paced.
    if (now.mono < survey_again_) return Go{};
    survey_again_ = now.mono + kSurveyKept;
    start_survey(now);
    answer = ask_board(weight, now);
  }
  if (const auto* lease = std::get_if<Budget::Lease>(&answer)) {
    lease_ = *lease;
    (void)spend(weight, now.utc);
    return Go{};
  }
  if (const auto* shut_now = std::get_if<Budget::Closed>(&answer)) return shut(*shut_now, now.utc);
  if (const auto* wait = std::get_if<Budget::Wait>(&answer)) return Wait{in_ours(wait->until, now)};
  return Wait{now.mono + kLookAgain};  // the board keeps nothing
}

policy::Budget::Answer Pace::ask_board(std::int64_t weight, core::Now now) {
  Budget::Answer answer;
  change([&](Budget& budget) {
    report(budget);
    answer = budget.ask({weight, slowest_}, now.utc);
  });
  return answer;
}

// Of the lease; true when that was possible.
bool Pace::spend(std::int64_t weight, core::UtcTime now) {
  if (now >= lease_.until || lease_.requests < 1 || lease_.weight < weight) return false;
  --lease_.requests;
  lease_.weight -= weight;
  return true;
}

std::optional<base::Error> Pace::ask_at_once(std::int64_t weight, core::Now now) {
  if (auto error = closed(now)) return error;
  if (options_.board == nullptr || spend(weight, now.utc)) return std::nullopt;
  bool taken = false;
  change([&](Budget& budget) { taken = budget.take(weight, now.utc); });
  if (taken) return std::nullopt;
  return base::Error{base::ErrorKind::kUnavailable,
                     options_.account + ": nothing is left of the request limit just now"};
}

policy::Receipt Pace::receipt_of(const port::HttpResponse* response, core::Now now) const {
  if (response == nullptr) return {.sent = now.utc, .received = now.utc};
  policy::Receipt receipt{.sent = now.utc - response->elapsed, .received = now.utc};
  if (options_.rules.used != nullptr) {
    receipt.server = options_.rules.server_time(*response);
    receipt.used = options_.rules.used(*response);
  }
  return receipt;
}

// Most answers tell what was expected, and are told to the board with the next lease.
void Pace::answered(std::int64_t weight, const port::HttpResponse* response, core::Now now) {
  if (options_.board == nullptr) return;
  const core::Micros elapsed = response == nullptr ? core::Micros::zero() : response->elapsed;
  slowest_ = std::max(elapsed, slowest_ - slowest_ / 16);
  reported_for_ = now.utc - elapsed;
  unreported_ += weight;
  const policy::Receipt receipt = receipt_of(response, now);
  if (!budget().would_learn(receipt)) return;
  change([&](Budget& budget) {
    report(budget);
    budget.learn(receipt);
  });
}

void Pace::report(policy::Budget& budget) {
  if (unreported_ > 0) budget.answered(unreported_, reported_for_);
  unreported_ = 0;
}

void Pace::learn(const base::Error& error, core::Now now) {
  gate_.learn(error, now);
  if (options_.board == nullptr || error.kind != base::ErrorKind::kThrottled) return;
  const core::UtcTime until = now.utc + error.retry_after.value_or(options_.blocked_for);
  change([&](Budget& budget) { budget.close(until, error.what); });
}

void Pace::start_survey(core::Now now) {
  const Rules& rules = options_.rules;
  if (rules.path.empty()) {
    change([&](Budget& budget) { budget.know(rules.assumed, now.utc); });
    return;
  }
  change([&](Budget& budget) { (void)budget.take(rules.weight, now.utc); });
  survey_ =
      options_.http->get({.url = options_.host + rules.path, .headers = {}, .limits = kPatience});
}

void Pace::end_survey(core::Now now) {
  const auto response = survey_->take();
  survey_.reset();
  std::vector<policy::RateLimit> limits;
  const auto refused = response ? options_.rules.verdict(*response, options_.rules.path)
                                : std::optional<base::Error>();
  if (response && !refused && response->body) limits = options_.rules.limits(*response->body);
  const bool shut = refused && refused->kind == base::ErrorKind::kThrottled;
  if (shut) learn(*refused, now);
  // Where the server's clock stands decides in which window we are; then its count can be read.
  const policy::Receipt receipt = receipt_of(response ? &*response : nullptr, now);
  change([&](Budget& budget) {
    budget.learn(receipt);
    if (shut) {
      budget.put_off();
    } else if (limits.empty()) {
      budget.assume(options_.rules.assumed, now.utc);
    } else {
      budget.know(limits, now.utc);
    }
    budget.answered(options_.rules.weight, receipt.sent);
    budget.learn(receipt);
  });
}

}  // namespace wick::venue
