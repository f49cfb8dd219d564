// For tests of Retrieval: sources that answer by a script, and a run to the end.
#pragma once

#include <gtest/gtest.h>

#include <deque>
#include <functional>
#include <memory>
#include <utility>
#include <vector>

#include "history/retrieval.hpp"

namespace wick::history {

using core::RangeSet;
using core::TimeRange;
using core::UtcTime;
using port::Reply;
using namespace std::chrono_literals;

inline const UtcTime kDay = core::midnight(2024, 1, 10);
inline const core::Now kNow{kDay + 30h * 24, core::MonoTime{1h}};
inline const core::SeriesId kSeries{core::Provider::kBinance, core::Market::kSpot,
                                    core::ChartType::kKlines, "BTCUSDT", core::Interval::k1h};

inline TimeRange hours(int begin, int end) {
  return {kDay + std::chrono::hours{begin}, kDay + std::chrono::hours{end}};
}

inline core::Chunk bars(int begin, int end, double close, core::Origin origin) {
  core::ChunkBuilder rows;
  for (int h = begin; h < end; ++h) {
    rows.push({.open_time = kDay + std::chrono::hours{h}, .close = close});
  }
  const auto tier = origin == core::Origin::kRest ? core::Tier::kRest : core::Tier::kBulk;
  return std::move(rows).finish(tier, {.origin = origin});
}

inline Reply reply(TimeRange asked, TimeRange filled, core::Origin origin) {
  const auto hour = [](UtcTime t) { return static_cast<int>((t - kDay) / 1h); };
  Reply reply;
  reply.asked = {asked};
  reply.settled = {filled};
  if (!filled.empty()) {
    reply.chunks.push_back(bars(hour(filled.begin), hour(filled.end), 1, origin));
  }
  reply.evidence.push_back({.object = "object", .checksum = "", .outcome = "", .requests = 1});
  return reply;
}

// Remembers the questions, and answers each with the replies that `script` makes of it.
class ScriptedSource final : public port::BarSource {
 public:
  using Script = std::function<std::deque<Reply>(const RangeSet&)>;
  explicit ScriptedSource(Script script) : script_(std::move(script)) {}

  std::unique_ptr<port::Inquiry> ask(const core::SeriesId&, RangeSet ranges) override {
    asked.push_back(ranges);
    return std::make_unique<Scripted>(script_(ranges));
  }
  std::vector<RangeSet> asked;

 private:
  struct Scripted final : port::Inquiry {  // one reply a step
    explicit Scripted(std::deque<Reply> r) : replies(std::move(r)) {}
    std::vector<Reply> step(core::Now) override {
      if (replies.empty()) return {};
      std::vector<Reply> now = {std::move(replies.front())};
      replies.pop_front();
      return now;
    }
    [[nodiscard]] bool finished() const override { return replies.empty(); }
    [[nodiscard]] core::MonoTime wake() const override { return core::MonoTime::min(); }
    std::deque<Reply> replies;
  };
  Script script_;
};

inline Answer run(std::vector<Tier> tiers, RangeSet wanted, policy::Ladder::Options options = {}) {
  Retrieval retrieval({.id = kSeries, .wanted = std::move(wanted), .options = options},
                      std::move(tiers));
  core::Now now = kNow;
  for (int step = 0; !retrieval.done(); ++step) {
    if (step > 1'000) {
      ADD_FAILURE() << "it does not end";
      return {};
    }
    retrieval.step(now);
    now = {now.utc + 1s, now.mono + 1s};
  }
  return retrieval.take();
}

inline const policy::Rung kBulk{.tier = core::Tier::kBulk, .unit = policy::Unit::kDay, .lag = 48h};
inline const policy::Rung kRest{.tier = core::Tier::kRest};

}  // namespace wick::history
