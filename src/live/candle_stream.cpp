#include "live/candle_stream.hpp"

#include <algorithm>
#include <functional>
#include <set>
#include <span>
#include <string_view>
#include <unordered_map>
#include <utility>

#include "base/check.hpp"
#include "live/fills.hpp"
#include "live/listener.hpp"
#include "live/succession.hpp"
#include "live/venue_clock.hpp"
#include "live/voice.hpp"

namespace wick::live {
namespace {

using core::MonoTime;
using namespace std::chrono_literals;

constexpr int kFramesMax = 2000;             // taken in one step
constexpr core::Micros kClockPatience = 5s;  // for the venue's time, before ours will do
constexpr core::Micros kFirstWord = 10s;     // a series so long unheard is looked up
constexpr core::Micros kLookAgain = 30s;     // whatever was planned, so that no clock can fool us
constexpr core::Micros kRetryMax = 30s;
constexpr int kMissedMax = 3;  // traded candles in a row without a closing frame

struct Hash {
  using is_transparent = void;
  std::size_t operator()(std::string_view text) const {
    return std::hash<std::string_view>{}(text);
  }
};

Succession::Options options_of(const CandleStream::Wish& wish, const core::SeriesId& id) {
  return {.grid = core::grid_of(id), .grace = wish.grace, .forming = wish.forming};
}

std::string count_of(std::int64_t candles) {
  return std::to_string(candles) + (candles == 1 ? " candle" : " candles");
}

}  // namespace

class CandleStream::Machine {
 public:
  Machine(Wish wish, World world)
      : wish_(std::move(wish)),
        world_(world),
        limits_(world.dialect->limits()),
        pace_(limits_.connects_max, limits_.connects_window),
        fills_(*world.past, wish_.fills_max) {
    WICK_CHECK(!wish_.series.empty());
    for (const core::SeriesId& id : wish_.series) add(id);
    listen();
  }

  void step(core::Now now, std::vector<CandleEvent>& out) {
    if (!started_) started_ = now.mono;
    hear(now, out);
    for (auto& listener : listeners_) listener->step(now.mono, pace_, notices_);
    begin(now);
    take_fills(now, out);
    ask_where_due(now);
    take_fills(now, out);
    plan_wake(now);
  }

  [[nodiscard]] MonoTime wake() const { return wake_; }
  [[nodiscard]] std::vector<Notice> take_notices() { return std::exchange(notices_, {}); }
  [[nodiscard]] const std::vector<Refusal>& refusals() const { return refusals_; }
  [[nodiscard]] const std::vector<core::SeriesId>& series() const { return wish_.series; }

  [[nodiscard]] const StreamCounters& counters() {
    counters_.frames = counters_.connects = counters_.losses = counters_.odd = 0;
    for (const auto& listener : listeners_) {
      counters_.frames += listener->counts().frames;
      counters_.connects += listener->counts().connects;
      counters_.losses += listener->counts().losses;
      counters_.odd += listener->counts().odd;
    }
    return counters_;
  }

  [[nodiscard]] Standing standing(core::Now now) const {
    Standing standing;
    standing.lines = listeners_.size();
    for (const auto& listener : listeners_) standing.connections += listener->speaking() ? 1 : 0;
    standing.behind = behind_;
    if (clock_.heard()) standing.skew = clock_.at(now) - now.utc;
    return standing;
  }

 private:
  void add(const core::SeriesId& id) {
    const std::size_t number = voices_.size();
    by_symbol_.emplace(id.symbol, number);
    voices_.push_back({.id = id, .candles = Succession(options_of(wish_, id))});
  }

  void listen() {
    const std::size_t each = limits_.streams_max;
    for (std::size_t begin = 0; begin < voices_.size(); begin += each) {
      std::vector<core::Subject> subjects;
      for (std::size_t i = begin; i < std::min(begin + each, voices_.size()); ++i) {
        voices_[i].listener = listeners_.size();
        subjects.push_back({core::Topic::kCandles, voices_[i].id.symbol, voices_[i].id.interval});
      }
      listeners_.push_back(std::make_unique<Listener>(
          std::move(subjects), Listener::World{world_.sockets, world_.dialect},
          wish_.seed + listeners_.size()));
    }
  }

  // --- frames

  void hear(core::Now now, std::vector<CandleEvent>& out) {
    int room = kFramesMax;
    for (auto& listener : listeners_) room = hear(*listener, room, now, out);
    more_ = room == 0;
  }

  // Takes as many frames as there is room for, and returns what room is left.
  int hear(Listener& listener, int room, core::Now now, std::vector<CandleEvent>& out) {
    for (; room > 0; --room) {
      const Listener::News* const news = listener.next(now.mono, notices_);
      if (news == nullptr) break;
      const auto* candle = std::get_if<core::CandleNews>(&news->event);
      if (candle != nullptr) hear(*candle, news->received, now, out);
    }
    return room;
  }

  void hear(const core::CandleNews& candle, MonoTime received, core::Now now,
            std::vector<CandleEvent>& out) {
    const bool first = !clock_.heard();
    clock_.hear(candle.said, received);
    if (first && begun_) begin_again(now);
    const auto place = by_symbol_.find(candle.symbol);
    if (place == by_symbol_.end()) return;
    Voice& voice = voices_[place->second];
    if (voice.refused || candle.interval != voice.id.interval) return;
    if (!begun_) begin(now);
    voice.heard = true;
    const Succession::Counts before = voice.candles.counts();
    voice.candles.hear(candle, received);
    count(before, voice.candles.counts());
    if (candle.closed) voice.missed = 0;
    if (!candle.closed && !wish_.forming) return;
    tell(place->second, out);
    if (candle.closed) plan(place->second, now);
  }

  void count(const Succession::Counts& before, const Succession::Counts& after) {
    counters_.duplicates += after.duplicates - before.duplicates;
    counters_.conflicts += after.conflicts - before.conflicts;
  }

  void tell(std::size_t number, std::vector<CandleEvent>& out) {
    const std::size_t begin = out.size();
    voices_[number].candles.tell(out);
    for (std::size_t i = begin; i < out.size(); ++i) {
      out[i].series = number;
      counters_.closed += out[i].kind == Tidings::kClosed ? 1 : 0;
      counters_.holes += out[i].kind == Tidings::kHole ? 1 : 0;
      counters_.revisions += out[i].kind == Tidings::kRevised ? 1 : 0;
    }
  }

  // --- time

  // All series begin together: at the wish's own time, or with the candle that the venue is at.
  // With a wish, too, the venue's time says how much of the past there is to ask for.
  void begin(core::Now now) {
    if (begun_) return;
    const bool known = clock_.heard() || now.mono - *started_ >= kClockPatience;
    if (!known) return;
    begun_ = true;
    const core::UtcTime first = first_candle(now);
    for (std::size_t number = 0; number < voices_.size(); ++number) {
      voices_[number].candles.begin(first);
      plan(number, now);
    }
  }

  // They have begun by our own clock, which may be wrong.
  void begin_again(core::Now now) {
    for (std::size_t number = 0; number < voices_.size(); ++number) {
      Voice& voice = voices_[number];
      if (!voice.candles.untouched() || voice.refused) continue;
      voice.candles.begin(first_candle(now));
      plan(number, now);
    }
  }

  // A wish that is still to come means now, if the venue says so; our own clock may be far behind.
  [[nodiscard]] core::UtcTime first_candle(core::Now now) const {
    const core::UtcTime venue_now = clock_.at(now);
    if (!wish_.since) return venue_now;
    return clock_.heard() ? std::min(*wish_.since, venue_now) : *wish_.since;
  }

  // When a series is to be looked at, if nothing is heard of it.
  void plan(std::size_t number, core::Now now) {
    Voice& voice = voices_[number];
    if (!begun_ || voice.refused || voice.asked) return set_due(number, MonoTime::max());
    MonoTime due = clock_.mono_at(voice.candles.patient_until(), now);
    if (voice.candles.lacking(clock_.at(now))) due = now.mono;
    if (!voice.heard && !voice.looked_up) due = std::min(due, *started_ + kFirstWord);
    due = std::min(due, now.mono + kLookAgain);
    set_due(number, std::max(due, voice.asked_again_at));
  }

  void set_due(std::size_t number, MonoTime due) {
    Voice& voice = voices_[number];
    if (voice.due == due) return;
    due_.erase({voice.due, number});
    voice.due = due;
    if (due != MonoTime::max()) due_.emplace(due, number);
  }

  void plan_wake(core::Now now) {
    wake_ = more_ ? now.mono : MonoTime::max();
    for (const auto& listener : listeners_) wake_ = std::min(wake_, listener->wake());
    if (!due_.empty()) wake_ = std::min(wake_, due_.begin()->first);
    if (!begun_) wake_ = std::min(wake_, *started_ + kClockPatience);
    wake_ = std::min(wake_, fills_.wake());
  }

  // --- history

  void ask_where_due(core::Now now) {
    while (!due_.empty() && due_.begin()->first <= now.mono) {
      const std::size_t number = due_.begin()->second;
      Voice& voice = voices_[number];
      const core::UtcTime venue_now = clock_.at(now);
      auto range = voice.candles.lacking(venue_now);
      if (!range && !voice.heard && !voice.looked_up && now.mono >= *started_ + kFirstWord) {
        range = last_candle(voice, venue_now);
      }
      if (!range) {
        set_due(number, MonoTime::max());
        plan(number, now);
        if (voice.due <= now.mono)
          set_due(number, now.mono + kFirstRetry);  // it is of no use to hurry
        continue;
      }
      voice.looked_up = true;
      voice.asked = true;
      ++behind_;
      fills_.want({number, voice.id, *range});
      set_due(number, MonoTime::max());
    }
  }

  // Of a series that keeps silent, to learn whether it exists at all.
  static std::optional<core::TimeRange> last_candle(const Voice& voice, core::UtcTime venue_now) {
    const core::Grid grid = core::grid_of(voice.id);
    const core::UtcTime running = grid.floor(venue_now);
    return core::TimeRange{grid.advance(running, -1), running};
  }

  void take_fills(core::Now now, std::vector<CandleEvent>& out) {
    const core::Now venue_now{clock_.at(now), now.mono};
    for (const Fills::Brought& brought : fills_.step(venue_now)) {
      if (learn(brought, now)) tell(brought.series, out);
      if (brought.finished) conclude(brought, now);
    }
  }

  // False where the series is none.
  bool learn(const Fills::Brought& brought, core::Now now) {
    Voice& voice = voices_[brought.series];
    const core::UtcTime next = voice.candles.next();
    Succession::Account account;
    for (const port::Reply& reply : brought.replies) {
      if (reply.error && reply.error->kind == base::ErrorKind::kInvalid) {
        refuse(brought.series, *reply.error);
        return false;
      }
      if (reply.error) trouble_[brought.series] = reply.error->what;
      for (const core::Chunk& chunk : reply.chunks) {
        const Succession::Counts before = voice.candles.counts();
        const auto part = voice.candles.learn(chunk);
        count(before, voice.candles.counts());
        account.rows += part.rows;
        account.traded_rows += part.traded_rows;
      }
    }
    for (const port::Reply& reply : brought.replies) {
      for (const core::Hole& hole : reply.holes) voice.candles.learn(hole, clock_.at(now));
    }
    if (account.rows > 0) {
      counters_.filled += account.rows;
      notices_.push_back({Notice::Kind::kFilled,
                          voice.id.symbol + ": " + count_of(account.rows) + " from history"});
    }
    if (account.traded_rows > 0) suspect(voice, next, now);
    return true;
  }

  // Traded candles came from history and not by the stream, though it was there to tell them.
  void suspect(Voice& voice, core::UtcTime open, core::Now now) {
    Listener& listener = *listeners_[voice.listener];
    const auto since = listener.speaking_since();
    const MonoTime opened = clock_.mono_at(open, now);
    if (!since || opened < *since) return;
    if (listener.last_news() < opened || ++voice.missed >= kMissedMax) {
      voice.missed = 0;
      listener.doubt(now.mono);
    }
  }

  void refuse(std::size_t number, const base::Error& error) {
    Voice& voice = voices_[number];
    voice.refused = true;
    refusals_.push_back({number, error});
    notices_.push_back({Notice::Kind::kRefused, voice.id.symbol + ": " + error.what});
  }

  // The question is answered, as far as it was; what is still lacking is asked again, but not at
  // once where nothing came of it.
  void conclude(const Fills::Brought& brought, core::Now now) {
    Voice& voice = voices_[brought.series];
    voice.asked = false;
    --behind_;
    const auto trouble = trouble_.extract(brought.series);
    const auto left = voice.candles.lacking(clock_.at(now));
    if (!left || left->begin > brought.range.begin) {
      voice.retry = kFirstRetry;
      voice.asked_again_at = MonoTime::min();
    } else {
      voice.asked_again_at = now.mono + voice.retry;
      voice.retry = std::min(2 * voice.retry, kRetryMax);
    }
    if (left && !trouble.empty()) {
      notices_.push_back(
          {Notice::Kind::kUnfilled, voice.id.symbol + ": " + trouble.mapped() + "; trying again"});
    }
    plan(brought.series, now);
  }

  Wish wish_;
  World world_;
  core::StreamLimits limits_;
  policy::ConnectPace pace_;
  Fills fills_;
  std::vector<std::unique_ptr<Listener>> listeners_;
  std::vector<Voice> voices_;
  std::unordered_map<std::string, std::size_t, Hash, std::equal_to<>> by_symbol_;
  std::set<std::pair<MonoTime, std::size_t>> due_;
  std::map<std::size_t, std::string> trouble_;  // what went wrong with the question under way
  VenueClock clock_;
  std::optional<MonoTime> started_;
  std::size_t behind_{};  // voices that have asked history
  bool begun_{};
  bool more_{};
  MonoTime wake_{MonoTime::min()};
  std::vector<Notice> notices_;
  std::vector<Refusal> refusals_;
  StreamCounters counters_;
};

CandleStream::CandleStream(Wish wish, World world)
    : machine_(std::make_unique<Machine>(std::move(wish), world)) {}
CandleStream::~CandleStream() = default;

void CandleStream::step(core::Now now, std::vector<CandleEvent>& out) {
  machine_->step(now, out);
}
core::MonoTime CandleStream::wake() const {
  return machine_->wake();
}
std::vector<Notice> CandleStream::take_notices() {
  return machine_->take_notices();
}
const std::vector<CandleStream::Refusal>& CandleStream::refusals() const {
  return machine_->refusals();
}
const StreamCounters& CandleStream::counters() const {
  return machine_->counters();
}
const std::vector<core::SeriesId>& CandleStream::series() const {
  return machine_->series();
}
CandleStream::Standing CandleStream::standing(core::Now now) const {
  return machine_->standing(now);
}

}  // namespace wick::live
