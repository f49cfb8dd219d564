#include "live/connector.hpp"

#include <algorithm>
#include <utility>

#include "core/time_text.hpp"

namespace wick::live {
namespace {

constexpr core::Micros kMinute = std::chrono::minutes{1};

VolumeFrom volume_of(port::FeedVolume volume) {
  switch (volume) {
    case port::FeedVolume::kNone:
      return VolumeFrom::kTicks;
    case port::FeedVolume::kSizes:
      return VolumeFrom::kSizes;
    case port::FeedVolume::kMinuteTotal:
      return VolumeFrom::kMinuteTotal;
  }
  return VolumeFrom::kTicks;
}

std::vector<std::string> names_of(const std::vector<Connector::Symbol>& symbols) {
  std::vector<std::string> names;
  names.reserve(symbols.size());
  for (const Connector::Symbol& symbol : symbols) names.push_back(symbol.name);
  return names;
}

Vigil::Options vigil_of(const Connector::Options& options) {
  Vigil::Options vigil = options.vigil;
  for (const Connector::Symbol& symbol : options.symbols) {
    if (!symbol.holidays_end) continue;
    if (vigil.holidays_end && *vigil.holidays_end <= *symbol.holidays_end) continue;
    vigil.holidays_end = symbol.holidays_end;
    vigil.holidays_of = symbol.name;
  }
  return vigil;
}

}  // namespace

Connector::Connector(Options options, World world)
    : options_(std::move(options)),
      world_(world),
      vigil_(vigil_of(options_)),
      refused_(options_.symbols.size()),
      is_due_(options_.symbols.size()),
      clock_(options_.ticks.grace) {
  options_.ticks.volume = volume_of(world_.feed->volume());
  options_.minutes.exact_volume = options_.ticks.volume != VolumeFrom::kTicks;
  options_.history.cross_check.exact_volume = options_.minutes.exact_volume || !options_.from_ticks;
  if (world_.history == nullptr) options_.minutes.patience = core::Micros::zero();
  if (!options_.from_ticks) options_.minutes.fill_max = 0;
  for (std::size_t i = 0; i < options_.symbols.size(); ++i) {
    lanes_.emplace_back(Lane::Options{.number = i,
                                      .from_ticks = options_.from_ticks,
                                      .previews = options_.previews,
                                      .preview_every = options_.preview_every,
                                      .ticks = options_.ticks,
                                      .minutes = options_.minutes,
                                      .first = options_.symbols[i].first},
                        options_.symbols[i].hours);
    lanes_.back().resume(options_.symbols[i].past);
  }
  const std::vector<std::string> names = names_of(options_.symbols);
  if (world_.history != nullptr) desk_.emplace(options_.history, *world_.history, names);
  world_.feed->subscribe(names);
}

void Connector::step(core::Now now, std::vector<LiveEvent>& out) {
  const std::size_t before = out.size();
  notice_stall(now);
  heard_.clear();
  world_.feed->step(now, heard_);
  const std::int64_t ticks_before = counts_.ticks;
  for (const port::FeedEvent& event : heard_) take(event);
  if (counts_.ticks > ticks_before) vigil_.tick(now.mono);
  const core::UtcTime wall = now.utc;
  now.utc = world_.feed->clock(now.utc);
  const core::Now at_venue{now.utc + clock_.shift(), now.mono};
  step_lanes(at_venue, out);
  if (std::exchange(ended_now_, false)) close_for_good(at_venue, out);
  if (desk_) ask_history(at_venue);
  count(out, before);
  keep_vigil(now, wall);
  wake_ =
      std::min(world_.feed->wake(), now.mono + std::max(all_due_ - at_venue.utc, core::Micros{}));
  wake_ = std::min(wake_, next_look_);
  if (desk_) wake_ = std::min(wake_, desk_->wake());
  if (const auto learnt = desk_ ? desk_->take_learnt() : std::nullopt) {
    make_due(*learnt);
    wake_ = now.mono;
  }
}

// While this process stood still, or its clock was set, nobody knows what time it was when a tick
// came: what was heard then is not known to be whole.
void Connector::notice_stall(core::Now now) {
  const std::optional<core::Now> last = std::exchange(last_step_, now);
  latest_ = std::max(latest_, now.utc);
  const bool heard = turn_.state != port::FeedState::kDown;
  if (!last || !heard || world_.feed->clock(now.utc) != now.utc) return;
  const core::Micros passed = now.mono - last->mono;
  const core::Micros by_wall = now.utc - last->utc;
  // Where there was something to do at once, it was asked for in the last step.
  const bool late = now.mono > std::max(wake_, last->mono) + options_.stall_max;
  const bool set = by_wall > passed + options_.jump_max || by_wall + options_.jump_max < passed;
  if (!late && !set) return;
  ++counts_.losses;
  notices_.push_back({Notice::Kind::kLost, late ? "the program stood still for a while"
                                                : "the clock of this machine was set"});
  for (std::size_t i = 0; i < lanes_.size(); ++i) {
    if (refused_[i]) continue;
    lanes_[i].lose(std::min(last->utc, now.utc) - options_.in_flight);
    // What a clock that was ahead once has closed is closed, and nobody heard it.
    lanes_[i].hear(latest_ + options_.in_flight);
  }
}

void Connector::take(const port::FeedEvent& event) {
  std::visit([this](const auto& each) { take(each); }, event);
}

void Connector::take(const port::FeedTick& tick) {
  ++counts_.ticks;
  last_tick_ = std::max(last_tick_, tick.tick.received);
  if (refused_[tick.symbol]) return;
  clock_.hear(tick.tick);
  core::Tick taken = tick.tick;
  taken.received += clock_.shift();
  lanes_[tick.symbol].take(taken);
  if (lanes_[tick.symbol].has_news()) make_due(tick.symbol);
}

void Connector::take(const port::FeedTurn& turn) {
  const bool was_heard = turn_.state != port::FeedState::kDown;
  const bool is_heard = turn.state != port::FeedState::kDown;
  turn_ = turn;
  if (was_heard == is_heard) return;
  if (!is_heard) ++counts_.losses;
  notices_.push_back({is_heard ? Notice::Kind::kConnected : Notice::Kind::kLost, turn.why});
  for (std::size_t i = 0; i < lanes_.size(); ++i) {
    if (refused_[i]) continue;
    if (is_heard) {
      lanes_[i].hear(turn.at + clock_.shift() + options_.in_flight);
    } else {
      lanes_[i].lose(turn.at + clock_.shift() - options_.in_flight);
    }
  }
}

void Connector::take(const port::FeedRefusal& refusal) {
  if (refused_[refusal.symbol]) return;
  refused_[refusal.symbol] = true;
  notices_.push_back({Notice::Kind::kRefused, refusal.error.what});
  if (std::ranges::find(refused_, false) != refused_.end()) return;
  end_ = End{base::Error{base::ErrorKind::kInvalid, "the venue has none of the symbols"}};
}

void Connector::take(const port::FeedNote& note) {
  notices_.push_back({Notice::Kind::kOdd, note.text});
}

void Connector::take(const port::FeedOffer& offer) {
  for (const Symbol& symbol : options_.symbols) {
    const bool offered = std::ranges::any_of(
        offer.instruments, [&](const auto& each) { return each.name == symbol.name; });
    if (!offered) {
      notices_.push_back({Notice::Kind::kOdd, "the venue does not list " + symbol.name});
    }
  }
}

void Connector::take(const port::FeedEnd& end) {
  end_ = End{end.error};
  ended_now_ = true;
  take(port::FeedTurn{.at = world_.feed->clock(last_tick_), .why = "the feed has ended"});
}

void Connector::make_due(std::size_t lane) {
  if (is_due_[lane]) return;
  is_due_[lane] = true;
  due_.push_back(lane);
}

void Connector::step_lanes(core::Now now, std::vector<LiveEvent>& out) {
  const bool all = now.utc >= all_due_;
  for (std::size_t i = 0; all && i < lanes_.size(); ++i) make_due(i);
  for (const std::size_t i : due_) {
    if (!refused_[i]) lanes_[i].step(now, out);
    is_due_[i] = !refused_[i] && lanes_[i].line().waits();
  }
  std::erase_if(due_, [this](std::size_t i) { return !is_due_[i]; });
  if (!all) return;
  const core::Micros grace = options_.ticks.grace;
  all_due_ = std::chrono::floor<std::chrono::minutes>(now.utc - grace) + kMinute + grace;
}

// Nothing comes any more, so nobody has to be waited for: a minute that is over by now is whole.
void Connector::close_for_good(core::Now now, std::vector<LiveEvent>& out) {
  std::string begun;
  core::UtcTime minute{};
  for (std::size_t i = 0; i < lanes_.size(); ++i) {
    if (refused_[i]) continue;
    lanes_[i].step({now.utc + options_.ticks.grace, now.mono}, out);
    const auto open = lanes_[i].under_way();
    if (!open) continue;
    minute = std::max(minute, *open);
    begun += (begun.empty() ? "" : ", ") + options_.symbols[i].name;
  }
  if (begun.empty()) return;
  notices_.push_back({Notice::Kind::kUnfinished, "the feed ended within the minute " +
                                                     core::to_iso(minute) +
                                                     ", which is not told: " + begun});
}

void Connector::ask_history(core::Now now) {
  policy::TickCadence::Sight sight{.market_open = calendar_open(now.utc)};
  const bool heard = turn_.state != port::FeedState::kDown;
  // A feed that is not heard says nothing about the market.
  if (heard && last_tick_ != core::UtcTime{}) {
    sight.tick_silence = now.utc - last_tick_;
    sight.market_open = sight.market_open || *sight.tick_silence < options_.vigil.ticks_alive;
  }
  desk_->observe(sight);
  desk_->step(now, lanes_, notices_);
}

void Connector::keep_vigil(core::Now now, core::UtcTime wall) {
  if (now.mono < next_look_) return;
  next_look_ = now.mono + Vigil::kLook;
  Vigil::Sight seen = sight(now);
  seen.recorded = now.utc != wall;
  vigil_.look(seen, now, notices_);
  if (vigil_.take_doubt()) world_.feed->doubt({.utc = wall, .mono = now.mono});
}

Vigil::Sight Connector::sight(core::Now now) const {
  Vigil::Sight sight{.heard = turn_.state != port::FeedState::kDown};
  // Without ticks ever, and without need of them, silence is no reason to doubt.
  if (!options_.from_ticks && last_tick_ == core::UtcTime{}) sight.heard = false;
  sight.market.calendar_open = calendar_open(now.utc);
  sight.market.feed_closed = turn_.state == port::FeedState::kClosed;
  if (last_tick_ != core::UtcTime{}) sight.market.tick_silence = now.utc - last_tick_;
  sight.clock_ahead = clock_.ahead();
  if (desk_) {
    sight.market.history_ready = desk_->ready();
    sight.market.backoff_active = desk_->ready() && desk_->backoff().active(now.mono);
  }
  return sight;
}

void Connector::count(const std::vector<LiveEvent>& told, std::size_t from) {
  for (std::size_t i = from; i < told.size(); ++i) {
    if (desk_) desk_->remember(told[i]);
    if (told[i].kind == LiveEvent::Kind::kBar) ++counts_.bars;
    if (told[i].kind == LiveEvent::Kind::kRevision) ++counts_.revisions;
    if (told[i].kind == LiveEvent::Kind::kLost) {
      counts_.lost += (told[i].bar.end - told[i].bar.open_time) / kMinute;
    }
  }
}

bool Connector::calendar_open(core::UtcTime now) const {
  for (std::size_t i = 0; i < lanes_.size(); ++i) {
    if (!refused_[i] && options_.symbols[i].hours.stretch_at(now).open) return true;
  }
  return false;
}

std::vector<Notice> Connector::take_notices() {
  return std::exchange(notices_, {});
}

Connector::Standing Connector::standing(core::Now now) const {
  now.utc = world_.feed->clock(now.utc);
  const Vigil::Sight seen = sight(now);
  const auto view = vigil_.view(seen, now.utc);
  Standing standing{.state = turn_.state,
                    .why = turn_.why,
                    .warming = desk_ && desk_->warming(),
                    .calendar_open = view.calendar_open,
                    .ticks_alive = view.ticks_alive,
                    .effective_open = view.effective_market_open,
                    .history_paused = view.history_paused,
                    .tick_silence = seen.market.tick_silence,
                    .idle_reason = view.idle_reason,
                    .alarms = vigil_.alarms(),
                    .doubts = vigil_.doubts()};
  for (std::size_t i = 0; i < lanes_.size(); ++i) {
    if (refused_[i]) {
      ++standing.refused;
    } else if (lanes_[i].line().waits()) {
      ++standing.waiting;
    }
  }
  return standing;
}

TickCounts Connector::tick_counts() const {
  TickCounts sum;
  for (const Lane& lane : lanes_) {
    const TickCounts& each = lane.counts();
    sum.late += each.late;
    sum.ahead += each.ahead;
    sum.refused += each.refused;
    sum.crossed += each.crossed;
    sum.repeated += each.repeated;
    sum.while_closed += each.while_closed;
  }
  return sum;
}

}  // namespace wick::live
