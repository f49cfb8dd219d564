// The ticks of some instruments as one session is told of them: in time, unless the scenario has
// something else in store for them.
//
// Bounded: it knows the present minute of what is watched, and what of it is late. One thread.
#pragma once

#include <cstddef>
#include <map>
#include <vector>

#include "sim/broker/broker.hpp"

namespace wick::sim {

struct FlowTick {
  const FxInstrument* instrument{};
  FxTick tick{};
};

class QuoteFlow {
 public:
  // The whole set, in place of any before; ticks from after `now` on.
  void watch(const Broker& broker, const std::vector<const FxInstrument*>& instruments, Millis now);

  // Everything due up to `now`, in the order in which it is told.
  [[nodiscard]] std::vector<FlowTick> poll(const Broker& broker, Millis now);
  [[nodiscard]] Millis next_due() const;  // when poll() has something, or should look ahead

  [[nodiscard]] bool watches(const FxInstrument& instrument) const {
    return readers_.contains(&instrument);
  }
  [[nodiscard]] std::map<const FxInstrument*, FxReader>& readers() { return readers_; }

 private:
  void fill(const Broker& broker, FxReader& reader, Minute minute);
  void hand_over(const Broker& broker, FlowTick told, Millis after);

  std::map<const FxInstrument*, FxReader> readers_;
  std::multimap<Millis, FlowTick> due_;
  std::vector<FxTick> minute_ticks_;
  Minute filled_{};  // the first minute not looked into yet
};

}  // namespace wick::sim
