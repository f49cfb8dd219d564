#include "wiring/past.hpp"

#include <optional>
#include <utility>

namespace wick::wiring {
namespace {

constexpr std::int64_t kShortMax = 500;  // bars
constexpr core::Micros kLately = std::chrono::hours{24};

bool is_short(const core::SeriesId& id, const core::RangeSet& ranges, core::UtcTime now) {
  const core::Grid grid = core::grid_of(id);
  if (grid.count(ranges) > kShortMax) return false;
  const core::UtcTime begin = ranges.ranges().front().begin;
  return begin >= now - kLately || grid.count({begin, now}) <= 3;
}

port::Reply reply_of(history::Answer answer, const core::RangeSet& asked) {
  port::Reply reply;
  reply.asked = asked;
  reply.settled = asked;
  for (const core::Hole& hole : answer.missing) {
    if (!core::settled(hole)) reply.settled = reply.settled.minus({hole.range});
  }
  reply.chunks = answer.series.chunks();
  reply.holes = std::move(answer.missing);
  reply.evidence = std::move(answer.evidence);
  if (answer.refusal) {
    reply.settled = {};
    reply.error = std::move(answer.refusal);
  } else if (reply.settled != asked && !answer.failures.empty()) {
    reply.error = std::move(answer.failures.back().error);
  }
  return reply;
}

class PastInquiry final : public port::Inquiry {
 public:
  PastInquiry(const History& history, core::SeriesId id, core::RangeSet ranges)
      : history_(history), id_(std::move(id)), ranges_(std::move(ranges)) {}

  std::vector<port::Reply> step(core::Now now) override {
    if (finished_) return {};
    if (!retrieval_) start(now.utc);
    retrieval_->step(now);
    if (!retrieval_->done()) return {};
    finished_ = true;
    std::vector<port::Reply> replies;
    replies.push_back(reply_of(retrieval_->take(), ranges_));
    return replies;
  }

  [[nodiscard]] bool finished() const override { return finished_; }
  [[nodiscard]] core::MonoTime wake() const override {
    return retrieval_ ? retrieval_->wake() : core::MonoTime::min();
  }

 private:
  void start(core::UtcTime now) {
    const History::Wish wish{
        .id = id_,
        .wanted = ranges_,
        .source = SourceChoice::kAuto,
        .include_open = false,
        .wait = true,
        .lately = is_short(id_, ranges_, now),
    };
    retrieval_.emplace(history_.request(wish, now), history_.tiers(wish));
  }

  const History& history_;
  core::SeriesId id_;
  core::RangeSet ranges_;
  std::optional<history::Retrieval> retrieval_;
  bool finished_{false};
};

}  // namespace

std::unique_ptr<port::Inquiry> Past::ask(const core::SeriesId& id, core::RangeSet ranges) {
  return std::make_unique<PastInquiry>(history_, id, std::move(ranges));
}

}  // namespace wick::wiring
