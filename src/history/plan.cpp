#include "history/plan.hpp"

#include <memory>
#include <utility>

#include "base/check.hpp"

namespace wick::history {
namespace {

class Walk {
 public:
  Walk(const Request& request, const std::vector<Tier>& tiers, port::Reactor& reactor)
      : request_(request), tiers_(tiers), reactor_(reactor) {}

  Plan run() {
    policy::Ladder ladder = make_ladder();
    for (;;) {
      policy::Step step = ladder.next(reactor_.now());
      if (const auto* ask = std::get_if<policy::Ask>(&step)) {
        follow(*ask, ladder);
      } else if (const auto* wait = std::get_if<policy::Wait>(&step)) {
        reactor_.wait(wait->until);
      } else {
        auto* done = std::get_if<policy::Done>(&step);
        WICK_CHECK(done != nullptr);  // every ask has been reported by now
        plan_.missing = std::move(done->missing);
        return std::move(plan_);
      }
    }
  }

 private:
  [[nodiscard]] policy::Ladder make_ladder() const {
    std::vector<policy::Rung> rungs;
    for (const Tier& tier : tiers_) rungs.push_back(tier.rung);
    core::RangeSet all = request_.wanted;
    all.add(request_.along);
    return {std::move(rungs), core::grid_of(request_.id), all, request_.options};
  }

  void follow(const policy::Ask& ask, policy::Ladder& ladder) {
    if (ask.tier == core::Tier::kCache) return look_up(ask, ladder);
    policy::Ladder::Report report{
        .rung = ask.rung, .asked = ask.ranges, .settled = {}, .holes = {}, .error = {}};
    if (ask.tier != core::Tier::kListing && ask.tier != core::Tier::kTurn) {  // without bars
      report.settled = ask.ranges;
      plan_.asks.push_back(
          {ask.tier, ask.ranges, tiers_[ask.rung].source->plan(request_.id, ask.ranges)});
    }
    ladder.report(report, reactor_.now());
  }

  void look_up(const policy::Ask& ask, policy::Ladder& ladder) {
    const auto inquiry = tiers_[ask.rung].source->ask(request_.id, ask.ranges);
    for (;;) {
      for (port::Reply& reply : inquiry->step(reactor_.now())) {
        if (reply.error) plan_.errors.push_back(*reply.error);
        plan_.cached.add(reply.settled);
        ladder.report({.rung = ask.rung,
                       .asked = std::move(reply.asked),
                       .settled = std::move(reply.settled),
                       .holes = std::move(reply.holes),
                       .error = std::move(reply.error)},
                      reactor_.now());
      }
      if (inquiry->finished()) return;
      reactor_.wait(inquiry->wake());
    }
  }

  const Request& request_;
  const std::vector<Tier>& tiers_;
  port::Reactor& reactor_;
  Plan plan_;
};

}  // namespace

Plan plan(const Request& request, const std::vector<Tier>& tiers, port::Reactor& reactor) {
  return Walk(request, tiers, reactor).run();
}

}  // namespace wick::history
