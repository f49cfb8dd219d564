// Who asks a feed's history: one question at a time, as the policies allow.
//
// What lanes wait for goes first, then what they owe, then what only ticks vouch for; among the
// symbols the schedule decides, under quota, cadence and backoff. At the start, until the past is
// there, the cadence is not asked: it is about a market that lives. When nobody wants anything and
// the quota is not tight, long bars are compared.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "live/cross_check.hpp"
#include "live/lane.hpp"
#include "live/notice.hpp"
#include "policy/backoff.hpp"
#include "policy/cadence.hpp"
#include "policy/history_quota.hpp"
#include "policy/poll_schedule.hpp"
#include "port/feed.hpp"

namespace wick::live {

class HistoryDesk {
 public:
  struct Options {
    policy::HistoryQuotaOptions quota{};
    policy::BackoffOptions backoff{policy::kHistoryBackoff};
    policy::TickCadenceOptions cadence{};
    core::Micros pause{std::chrono::milliseconds{250}};  // between two questions
    core::Micros answer_max{std::chrono::minutes{1}};    // nobody waits longer for one
    std::uint64_t seed{};
    CrossCheck::Options cross_check{};
  };
  // `history` must outlive the desk.
  HistoryDesk(const Options& options, port::FeedHistory& history, std::vector<std::string> symbols);

  // What the market looks like.
  void observe(const policy::TickCadence::Sight& sight) { cadence_.observe(sight); }
  // What was told, so that it can be compared.
  void remember(const LiveEvent& event) { cross_check_.remember(event); }
  void step(core::Now now, std::vector<Lane>& lanes, std::vector<Notice>& notices);
  [[nodiscard]] core::MonoTime wake() const { return wake_; }
  // The symbol whose lane has learnt something since this was asked.
  [[nodiscard]] std::optional<std::size_t> take_learnt() {
    return std::exchange(learnt_, std::nullopt);
  }

  [[nodiscard]] bool warming() const { return warming_; }
  // Not where it said last that it is not ready.
  [[nodiscard]] bool ready() const { return ready_; }
  // The symbol is not known to history, or its past is out of reach.
  [[nodiscard]] bool refused(std::size_t symbol) const { return refused_[symbol]; }

  struct Counts {
    std::int64_t asked{};
    std::int64_t pages{};
    std::int64_t bars{};
    std::int64_t failures{};
    std::int64_t not_ready{};
  };
  [[nodiscard]] const Counts& counts() const { return counts_; }
  [[nodiscard]] const policy::HistoryQuota& quota() const { return quota_; }
  [[nodiscard]] const policy::Backoff& backoff() const { return backoff_; }
  [[nodiscard]] const policy::TickCadence& cadence() const { return cadence_; }
  [[nodiscard]] const CrossCheck& cross_check() const { return cross_check_; }

 private:
  using Answer = base::Result<port::FeedHistoryPage>;
  struct Question {
    std::size_t symbol{};
    std::optional<CrossCheck::Question> check{};  // nothing: a lane wants to know
    core::TimeRange range{};                      // what the lane wants to know
    core::MonoTime asked{};
    port::Pending<Answer> answer;
  };
  void hear(core::Now now, std::vector<Lane>& lanes, std::vector<Notice>& notices);
  void refuse(const Question& question, const base::Error& error, std::vector<Lane>& lanes,
              std::vector<Notice>& notices);
  [[nodiscard]] bool may_line_up(core::MonoTime now, const std::vector<Lane>& lanes);
  void fail(const base::Error& error, core::Now now, std::vector<Notice>& notices);
  void line_up(core::Now now, const std::vector<Lane>& lanes);
  void ask(core::Now now, const std::vector<Lane>& lanes);
  void check(core::Now now, const std::vector<Lane>& lanes);
  [[nodiscard]] std::optional<core::TimeRange> wanted(const Lane& lane, core::UtcTime now) const;

  Options options_;
  port::FeedHistory& history_;
  std::vector<std::string> symbols_;
  std::vector<bool> refused_;
  policy::HistoryQuota quota_;
  policy::PollSchedule schedule_;
  policy::TickCadence cadence_;
  policy::Backoff backoff_;
  CrossCheck cross_check_;
  std::optional<Question> question_;
  std::optional<std::size_t> learnt_;
  core::MonoTime next_question_{core::MonoTime::min()};
  core::MonoTime wake_{core::MonoTime::min()};
  std::vector<policy::PollTarget> targets_;
  bool warming_{true};
  bool ready_{true};
  Counts counts_;
};

}  // namespace wick::live
