#include "sim/broker/quote_flow.hpp"

#include <algorithm>
#include <limits>

#include "sim/fault/dice.hpp"

namespace wick::sim {
namespace {

constexpr std::uint64_t kWhole = 1'000'000;  // millionths
constexpr Minute kCatchUpMax = 60;           // after a leap of the clock

enum class Chance : std::uint8_t { kLate, kFuture, kDuplicate, kUnordered };

class Fortune {
 public:
  Fortune(const Broker& broker, const FlowTick& told)
      : dice_(throw_dice(throw_dice(broker.fault_seed(), told.instrument->name),
                         static_cast<std::uint64_t>(told.tick.time))) {}

  [[nodiscard]] bool strikes(Chance chance, std::int64_t share) const {
    const std::uint64_t dice = throw_dice(dice_, static_cast<std::uint64_t>(chance));
    return dice % kWhole < static_cast<std::uint64_t>(share);
  }

 private:
  std::uint64_t dice_;
};

}  // namespace

void QuoteFlow::watch(const Broker& broker, const std::vector<const FxInstrument*>& instruments,
                      Millis now) {
  const auto wanted = [&](const FxInstrument* one) {
    return std::ranges::find(instruments, one) != instruments.end();
  };
  std::erase_if(readers_, [&](const auto& entry) { return !wanted(entry.first); });
  std::erase_if(due_, [&](const auto& entry) { return !wanted(entry.second.instrument); });
  if (readers_.empty()) {
    filled_ = now / kMinuteMillis + 1;
  }
  for (const FxInstrument* one : instruments) {
    const auto [entry, added] = readers_.try_emplace(one, broker.reader(*one));
    if (!added) continue;
    for (Minute minute = now / kMinuteMillis; minute < filled_; ++minute) {
      fill(broker, entry->second, minute);
    }
    // What is over is in the snapshot already.
    std::erase_if(
        due_, [&](const auto& due) { return due.second.instrument == one && due.first <= now; });
  }
}

void QuoteFlow::fill(const Broker& broker, FxReader& reader, Minute minute) {
  reader.ticks(minute, minute_ticks_);
  for (std::size_t i = 0; i < minute_ticks_.size(); ++i) {
    const Millis next = i + 1 < minute_ticks_.size() ? minute_ticks_[i + 1].time : 0;
    hand_over(broker, {&reader.instrument(), minute_ticks_[i]}, next);
  }
}

// `after` is the time of the tick after it in its minute; 0 where there is none.
void QuoteFlow::hand_over(const Broker& broker, FlowTick told, Millis after) {
  const BrokerSettings& wanted = broker.settings();
  const Fortune fortune(broker, told);
  Millis due = told.tick.time;
  if (after != 0 && fortune.strikes(Chance::kUnordered, wanted.unordered_ticks)) due = after;
  if (fortune.strikes(Chance::kLate, wanted.late_ticks)) due += millis_of(wanted.late_by);
  if (fortune.strikes(Chance::kFuture, wanted.future_ticks)) {
    told.tick.time += millis_of(wanted.future_by);
  }
  const bool twice = fortune.strikes(Chance::kDuplicate, wanted.duplicate_ticks);
  // An overtaken tick comes right behind the one that overtook it.
  const Millis place = due == after ? due + 1 : due;
  for (int copies = twice ? 2 : 1; copies > 0; --copies) due_.emplace(place, told);
}

std::vector<FlowTick> QuoteFlow::poll(const Broker& broker, Millis now) {
  if (!readers_.empty()) {
    const Minute present = now / kMinuteMillis;
    filled_ = std::max(filled_, present - kCatchUpMax);
    for (; filled_ <= present; ++filled_) {
      for (auto& [instrument, reader] : readers_) fill(broker, reader, filled_);
    }
  }
  std::vector<FlowTick> told;
  while (!due_.empty() && due_.begin()->first <= now) {
    told.push_back(due_.begin()->second);
    due_.erase(due_.begin());
  }
  return told;
}

Millis QuoteFlow::next_due() const {
  if (readers_.empty()) return std::numeric_limits<Millis>::max();
  const Millis ahead = filled_ * kMinuteMillis;
  return due_.empty() ? ahead : std::min(ahead, due_.begin()->first);
}

}  // namespace wick::sim
