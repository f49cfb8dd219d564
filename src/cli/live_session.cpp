#include "cli/live_session.hpp"

#include <algorithm>

namespace wick::cli {

using live::LiveEvent;

namespace {

constexpr core::Micros kHolesAtOnce = std::chrono::hours{4};

}  // namespace

LiveSession::LiveSession(const LiveWish& wish, TextSink& sink, port::BarLog* log,
                         core::MonoTime begin)
    : wish_(wish),
      whole_from_(std::chrono::ceil<std::chrono::minutes>(wish.live_from)),
      text_(wish.symbols),
      lines_(policy::SlowReader::kDrop, sink,
             [this](std::string& out, std::size_t series, std::int64_t lost) {
               text_.append_dropped(out, series / core::kIntervals.size(), lost);
             }),
      log_(log),
      quiet_(wish.symbols.size()),
      lost_(wish.symbols.size()),
      end_(wish.lasting ? begin + *wish.lasting : core::MonoTime::max()) {}

void LiveSession::take(const std::vector<LiveEvent>& events, core::Now now) {
  for (LiveEvent event : events) {
    if (enough()) return;
    keep(event, now);
    // Of what was before, and of the minute under way, nobody was promised anything.
    const bool lost = event.kind == LiveEvent::Kind::kLost;
    if (lost) event.bar.open_time = std::max(event.bar.open_time, whole_from_);
    if (lost && event.bar.open_time >= event.bar.end) continue;
    note_lost(event);
    show(event);
  }
}

void LiveSession::show(const LiveEvent& event) {
  if (event.kind == LiveEvent::Kind::kQuiet) return;
  const bool lost = event.kind == LiveEvent::Kind::kLost;
  if (event.bar.end <= wish_.live_from) return;
  if (!lost && !wish_.shown.contains({event.symbol, event.interval})) return;
  const bool passing = event.kind == LiveEvent::Kind::kPreview;
  if (event.kind == LiveEvent::Kind::kBar) ++tally_.bars;
  if (event.kind == LiveEvent::Kind::kRevision) ++tally_.revisions;
  if (passing) ++tally_.previews;
  std::string line;
  text_.append(line, event);
  const std::size_t series =
      event.symbol * core::kIntervals.size() + static_cast<std::size_t>(event.interval);
  lines_.add(series, passing ? PacedLines::Weight::kPassing : PacedLines::Weight::kLasting,
             std::move(line));
}

void LiveSession::note_lost(const LiveEvent& event) {
  const core::RangeSet time{{event.bar.open_time, event.bar.end}};
  core::RangeSet& lost = lost_[event.symbol];
  if (event.kind == LiveEvent::Kind::kLost) lost.add(time);
  const bool known =
      event.kind == LiveEvent::Kind::kQuiet ||
      (event.kind == LiveEvent::Kind::kRevision && event.interval == core::Interval::k1m);
  if (known && !lost.empty()) lost = lost.minus(time);
}

std::int64_t LiveSession::lost() const {
  std::int64_t minutes = 0;
  for (const core::RangeSet& lost : lost_) {
    for (const core::TimeRange& range : lost.ranges()) {
      minutes += (range.end - range.begin) / std::chrono::minutes{1};
    }
  }
  return minutes;
}

// Minutes are always kept, for a restart goes on from them. Flat ones are for live readers alone.
void LiveSession::keep(const LiveEvent& event, core::Now now) {
  const bool final_bar =
      event.kind == LiveEvent::Kind::kBar || event.kind == LiveEvent::Kind::kRevision;
  if (log_ == nullptr) return;
  const bool flat = final_bar && event.bar.synthetic && event.interval == core::Interval::k1m;
  if (flat || event.kind == LiveEvent::Kind::kQuiet) {
    return keep_quiet(event.symbol, {event.bar.open_time, event.bar.end}, now);
  }
  if (!final_bar || event.bar.synthetic || event.bar.partial) return;
  const bool wanted =
      event.interval == core::Interval::k1m || wish_.shown.contains({event.symbol, event.interval});
  const core::SeriesId id = series(event.symbol, event.interval);
  // The store has no place for days that begin in the evening.
  if (!wanted || !core::grid_of(id).has(event.bar.open_time)) return;
  ++tally_.kept;
  if (event.interval == core::Interval::k1m) {
    keep_holes(event.symbol, {core::UtcTime::min(), event.bar.open_time}, now);
  }
  log_->take(id, live::bar_of(event.bar, wish_.symbols[event.symbol].basis),
             {.final = true,
              .revision = static_cast<std::uint32_t>(event.revision),
              .origin = core::Origin::kFeed},
             now);
}

// One minute after the other would be a write a minute all weekend long.
void LiveSession::keep_quiet(std::size_t symbol, core::TimeRange minutes, core::Now now) {
  if (!wish_.holes) return;
  quiet_[symbol].add(minutes);
  const core::TimeRange first = quiet_[symbol].ranges().front();
  if (minutes.end - first.begin < kHolesAtOnce) return;
  // Whole hours, so that no longer bar is cut.
  keep_holes(symbol, {core::UtcTime::min(), std::chrono::floor<std::chrono::hours>(minutes.end)},
             now);
}

// A longer interval has a hole where all of its minutes have.
void LiveSession::keep_holes(std::size_t symbol, core::TimeRange until, core::Now now) {
  const core::RangeSet over = quiet_[symbol].intersect({until});
  for (const core::TimeRange& range : over.ranges()) {
    const core::Hole hole{range, core::Cause::kNoBarAtSource, "no tick came"};
    log_->take_hole(series(symbol, core::Interval::k1m), hole, now);
    for (const auto& [number, interval] : wish_.shown) {
      const bool longer = number == symbol && interval != core::Interval::k1m;
      if (longer) log_->take_hole(series(symbol, interval), hole, now);
    }
  }
  quiet_[symbol] = quiet_[symbol].minus({until});
}

core::SeriesId LiveSession::series(std::size_t symbol, core::Interval interval) const {
  return {.provider = wish_.provider,
          .market = wish_.market,
          .symbol = wish_.symbols[symbol].wire,
          .interval = interval};
}

bool LiveSession::over(core::MonoTime now) const {
  return enough() || now >= end_;
}

void LiveSession::step(core::Now now) {
  if (log_ != nullptr) log_->step(now);
  look_at_log();
  lines_.step(now.mono);
}

// The store can only be read for now: that is no reason to stop telling, and one to say so.
void LiveSession::look_at_log() {
  if (log_ == nullptr) return;
  tally_.cache_io = log_->failures();
  const auto trouble = log_->trouble();
  const bool keeps = !trouble;
  if (keeps == std::exchange(keeps_, keeps)) return;
  news_ = keeps ? "bars are kept again" : "bars are not kept: " + trouble->what;
  std::string line;
  LiveText::append_keeping(line, keeps ? std::string() : trouble->what, tally_.cache_io);
  lines_.add(0, PacedLines::Weight::kLasting, std::move(line));
}

core::MonoTime LiveSession::wake() const {
  const core::MonoTime first = std::min(end_, lines_.wake());
  return log_ == nullptr ? first : std::min(first, log_->wake());
}

void LiveSession::finish(core::Now now) {
  if (log_ == nullptr) return;
  for (std::size_t i = 0; i < quiet_.size(); ++i) {
    keep_holes(i, {core::UtcTime::min(), core::kFarFuture}, now);
  }
  log_->finish(now);
  look_at_log();
}

}  // namespace wick::cli
