#include "live/lane.hpp"

#include <algorithm>
#include <utility>

namespace wick::live {
namespace {

constexpr core::Micros kMinute = std::chrono::minutes{1};
// Longer than any silence goes unseen, and than a revision waits for its disk: what was told last
// may have been told otherwise, and died with the program.
constexpr core::Micros kRecalled = std::chrono::hours{4};

TickRules minutes_only(TickRules rules) {
  rules.rolls = false;
  rules.fill_max = 0;
  return rules;
}

std::array<PublishGate, 1 + kRolled.size()> gates(core::Micros preview_every) {
  const PublishGate gate(preview_every);
  return {gate, gate, gate, gate, gate, gate, gate};
}

core::UtcTime minute_ceil(core::UtcTime t) {
  return std::chrono::ceil<std::chrono::minutes>(t);
}

bool is_short(core::Interval interval) {
  return interval == core::Interval::k1m || interval == core::Interval::k5m;
}

}  // namespace

std::string_view name(MadeBy made_by) {
  switch (made_by) {
    case MadeBy::kTicks:
      return "tick_agg";
    case MadeBy::kPolls:
      return "stream";
    case MadeBy::kRolls:
      return "history_agg";
    case MadeBy::kHistory:
      return "history_s3";
  }
  return "";
}

Lane::Lane(const Options& options, const TradingHours& hours)
    : options_(options),
      bars_(minutes_only(options.ticks), hours),
      line_(options.minutes, hours, options.first),
      hours_(&hours),
      rolls_(hours),
      gates_(gates(options.preview_every)) {}

void Lane::resume(const Past& past) {
  line_.owe(past.owed);
  for (const auto& [interval, open] : past.last) gate(interval).resume(open);
  ClosedBars& before = resumed_;
  // Bars that began earlier will never be whole.
  const core::TimeRange unknown{hours_->day_at(line_.next()).begin,
                                std::min(minute_ceil(past.since), line_.next())};
  if (!unknown.empty()) rolls_.pass(unknown, unknown, before);
  core::UtcTime next = std::max(unknown.begin, unknown.end);
  const auto pass_until = [&](core::UtcTime end) {
    for (; next < end; next += kMinute) {
      const core::TimeRange minute{next, next + kMinute};
      rolls_.pass(minute, past.owed.covers(minute) ? minute : core::TimeRange{}, before);
    }
  };
  for (const QuoteBar& minute : past.minutes) {
    if (minute.open_time < next) continue;
    pass_until(minute.open_time);
    rolls_.take(minute, before);
    next = minute.end;
  }
  pass_until(line_.next());
  if (past.minutes.empty()) return;
  const core::UtcTime begin = std::max(line_.next() - kRecalled, past.minutes.front().open_time);
  if (begin < line_.next()) line_.recall({begin, line_.next()}, past.minutes);
}

PublishGate& Lane::gate(core::Interval interval) {
  const auto* const at = std::ranges::find(kRolled, interval);
  return at == kRolled.end() ? gates_[0]
                             : gates_[static_cast<std::size_t>(at - kRolled.begin()) + 1];
}

void Lane::hear(core::UtcTime at) {
  bars_.hear(at, closed_);
  if (options_.from_ticks) line_.hear(at);
}

void Lane::lose(core::UtcTime at) {
  bars_.lose(at, closed_);
  if (options_.from_ticks) line_.lose(at);
}

void Lane::learn(const port::FeedHistoryPage& page, core::Now now) {
  line_.learn(page, now);
  if (const auto volume = line_.scale().tick_volume()) bars_.set_tick_volume(*volume);
}

void Lane::close(core::Now now) {
  bars_.advance(now.utc, closed_);
  if (options_.from_ticks) {
    for (const ClosedBar& closed : closed_) line_.take(closed.bar);
    line_.close_until(bars_.last_closed_end());
  } else {
    line_.close_until(now.utc);
  }
  closed_.clear();
}

void Lane::step(core::Now now, std::vector<LiveEvent>& out) {
  close(now);
  for (const ClosedBar& bar : std::exchange(resumed_, {})) {
    if (!bar.bar.partial && !bar.bar.synthetic) tell_next(bar.interval, bar.bar, now.utc, out);
  }
  minutes_.clear();
  line_.tell(now, minutes_);
  for (const MinuteEvent& event : minutes_) tell(event, now.utc, out);
  if (options_.previews) preview(now, out);
}

core::MonoTime Lane::wake(core::Now now) const {
  const core::UtcTime minute_end =
      std::chrono::floor<std::chrono::minutes>(now.utc - options_.ticks.grace) + kMinute +
      options_.ticks.grace;
  return std::min(line_.wake(), now.mono + (minute_end - now.utc));
}

std::optional<core::UtcTime> Lane::under_way() const {
  const auto minute = bars_.preview(core::Interval::k1m);
  return minute ? std::optional(minute->open_time) : std::nullopt;
}

void Lane::tell(const MinuteEvent& event, core::UtcTime now, std::vector<LiveEvent>& out) {
  const bool is_next =
      event.kind == MinuteEvent::Kind::kTold || event.kind == MinuteEvent::Kind::kPassed;
  if (!is_next) return amend(event, out);
  ClosedBars rolled;
  if (event.kind == MinuteEvent::Kind::kTold) {
    tell_next(core::Interval::k1m, event.bar, now, out);
    rolls_.take(event.bar, rolled);
  } else {
    tell_gap(event, out);
    pass(event, rolled);
  }
  for (const ClosedBar& bar : rolled) {
    // What lacks a minute is not complete; it comes as a revision once the minute has come.
    if (!bar.bar.partial) tell_next(bar.interval, bar.bar, now, out);
  }
}

void Lane::tell_next(core::Interval interval, const QuoteBar& bar, core::UtcTime now,
                     std::vector<LiveEvent>& out) {
  // A tick closes a bar by its own clock, which may be ahead of ours.
  if (!gate(interval).lets_through(bar, std::max(now, bar.end))) return;
  out.push_back(event_of(LiveEvent::Kind::kBar, interval, bar, 0));
}

// What is lost goes minute by minute, so that each bar knows how many minutes it waits for.
void Lane::pass(const MinuteEvent& event, ClosedBars& rolled) {
  if (!event.lost) return rolls_.pass(event.gap, {}, rolled);
  for (core::UtcTime open = event.gap.begin; open < event.gap.end; open += kMinute) {
    rolls_.pass({open, open + kMinute}, event.gap, rolled);
  }
}

void Lane::amend(const MinuteEvent& event, std::vector<LiveEvent>& out) {
  ClosedBars changed;
  if (event.kind == MinuteEvent::Kind::kFound) {
    if (!event.lost) tell_gap(event, out);
    rolls_.find(event.gap.begin, changed);
  } else {
    out.push_back(
        event_of(LiveEvent::Kind::kRevision, core::Interval::k1m, event.bar, event.revision));
    const bool revised = event.kind == MinuteEvent::Kind::kRevised;
    rolls_.amend(event.bar, revised ? std::optional(event.before) : std::nullopt, changed);
  }
  for (const ClosedBar& bar : changed) {
    if (bar.bar.partial) continue;
    out.push_back(event_of(LiveEvent::Kind::kRevision, bar.interval, bar.bar, bar.revision));
  }
}

LiveEvent Lane::event_of(LiveEvent::Kind kind, core::Interval interval, const QuoteBar& bar,
                         std::int32_t revision) const {
  return {.symbol = options_.number,
          .kind = kind,
          .interval = interval,
          .made_by = made_by(interval, bar),
          .revision = revision,
          .bar = bar};
}

void Lane::tell_gap(const MinuteEvent& event, std::vector<LiveEvent>& out) const {
  out.push_back({.symbol = options_.number,
                 .kind = event.lost ? LiveEvent::Kind::kLost : LiveEvent::Kind::kQuiet,
                 .interval = core::Interval::k1m,
                 .bar = {.open_time = event.gap.begin, .end = event.gap.end}});
}

MadeBy Lane::made_by(core::Interval interval, const QuoteBar& bar) const {
  if (!is_short(interval)) return MadeBy::kRolls;
  if (!options_.from_ticks) return MadeBy::kPolls;
  return bar.mid_derived ? MadeBy::kHistory : MadeBy::kTicks;
}

// Of minutes that were told nothing is previewed, and of longer bars only while all before is told.
void Lane::preview(core::Now now, std::vector<LiveEvent>& out) {
  if (last_tick_ <= previewed_ || line_.waits()) return;
  const auto minute = bars_.preview(core::Interval::k1m);
  if (!minute || minute->open_time < line_.next() || !gates_[0].lets_preview_through(now.mono))
    return;
  previewed_ = last_tick_;
  out.push_back(event_of(LiveEvent::Kind::kPreview, core::Interval::k1m, *minute, 0));
  for (const core::Interval interval : kRolled) {
    const auto bar = rolls_.preview(interval, minute);
    if (bar) out.push_back(event_of(LiveEvent::Kind::kPreview, interval, *bar, 0));
  }
}

}  // namespace wick::live
