#include "history/turn.hpp"

#include <algorithm>
#include <deque>
#include <utility>

namespace wick::history {
namespace {

using core::Interval;
using policy::Piece;
using policy::Unit;

bool only_in_months(Interval interval) {
  return interval == Interval::k3d || interval == Interval::k1w || interval == Interval::k1mo;
}

class WaitForTurn final : public port::Inquiry {
 public:
  WaitForTurn(port::BarStore& store, core::SeriesId id, core::RangeSet ranges,
              TurnSource::Options options)
      : store_(store), id_(std::move(id)), unsorted_(std::move(ranges)), options_(options) {}

  std::vector<port::Reply> step(core::Now now) override {
    if (!unsorted_.empty()) sort(now);
    wake_ = core::MonoTime::max();
    while (!waiting_.empty() && move_on(now)) waiting_.pop_front();
    return std::exchange(replies_, {});
  }

  // Whoever has taken turns keeps them until the request is done.
  [[nodiscard]] bool finished() const override {
    return turns_ == nullptr && waiting_.empty() && unsorted_.empty();
  }
  [[nodiscard]] core::MonoTime wake() const override { return wake_; }
  [[nodiscard]] std::string_view waits_for() const override {
    return waiting_.empty() ? "" : "another program that fetches the same";
  }

 private:
  void sort(core::Now now) {
    core::RangeSet rest = std::exchange(unsorted_, {});
    turns_ = store_.turns(id_);
    if (turns_ != nullptr) {
      for (Piece& piece : cut_into_turns(rest, id_, now.utc)) {
        rest = rest.minus(piece.wanted);
        waiting_.push_back(std::move(piece));
      }
    }
    pass_on(std::move(rest));
    waiting_since_ = now.mono;
  }

  // True when the first of those who wait is done with.
  [[nodiscard]] bool move_on(core::Now now) {
    Piece& piece = waiting_.front();
    const bool ours = turns_->take(piece.whole);
    const bool too_long = now.mono - waiting_since_ >= options_.patience;
    core::RangeSet left = look(piece.wanted, now);
    const bool done = ours || too_long || left.empty();
    if (left != piece.wanted || done) waiting_since_ = now.mono;
    if (done) {
      pass_on(std::move(left));
      return true;
    }
    piece.wanted = std::move(left);
    wake_ = now.mono + options_.look_again;
    return false;
  }

  // What the store has by now is told; what it has not is left.
  [[nodiscard]] core::RangeSet look(core::RangeSet left, core::Now now) {
    const auto inquiry = store_.ask(id_, left);
    for (port::Reply& reply : inquiry->step(now)) {
      if (reply.settled.empty()) continue;
      reply.asked = reply.settled;
      left = left.minus(reply.settled);
      replies_.push_back(std::move(reply));
    }
    return left;
  }

  void pass_on(core::RangeSet ranges) {
    if (ranges.empty()) return;
    port::Reply& reply = replies_.emplace_back();
    reply.asked = std::move(ranges);
  }

  port::BarStore& store_;
  core::SeriesId id_;
  core::RangeSet unsorted_;  // until the first step
  TurnSource::Options options_;
  std::unique_ptr<port::Turns> turns_;
  std::deque<Piece> waiting_;
  std::vector<port::Reply> replies_;
  core::MonoTime waiting_since_{};
  core::MonoTime wake_{core::MonoTime::min()};
};

}  // namespace

std::unique_ptr<port::Inquiry> TurnSource::ask(const core::SeriesId& id, core::RangeSet ranges) {
  return std::make_unique<WaitForTurn>(store_, id, std::move(ranges), options_);
}

std::vector<Piece> cut_into_turns(const core::RangeSet& missing, const core::SeriesId& id,
                                  core::UtcTime now) {
  const core::Grid grid = core::grid_of(id);
  std::vector<Piece> turns;
  for (Piece& month : policy::cut_into_units(missing, grid, Unit::kMonth)) {
    const bool whole = month.wanted.covers(core::bars_opening_in(month.whole, grid));
    std::vector<Piece> pieces;
    if (only_in_months(id.interval) || (whole && month.whole.end <= now)) {
      pieces.push_back(std::move(month));
    } else {
      pieces = policy::cut_into_units(month.wanted, grid, Unit::kDay);
    }
    std::erase_if(pieces, [&](const Piece& piece) { return piece.whole.end > now; });
    std::ranges::move(pieces, std::back_inserter(turns));
  }
  return turns;
}

}  // namespace wick::history
