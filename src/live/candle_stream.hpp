// Candles of many series as they close, without a gap.
//
// A CandleStream is a machine: step() moves it as far as it can go without waiting, and hands out
// what there is to tell. It listens on as few connections as the venue allows, keeps them alive,
// and has history fill whatever they did not say, in order and before anything newer: every candle
// of a series is told closed exactly once. What turns out otherwise later is told as a revision.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "core/series_id.hpp"
#include "live/candle_event.hpp"
#include "live/notice.hpp"
#include "port/bar_source.hpp"
#include "port/stream_dialect.hpp"
#include "port/websocket.hpp"

namespace wick::live {

struct StreamCounters {
  std::int64_t frames{};
  std::int64_t connects{};
  std::int64_t losses{};
  std::int64_t closed{};      // candles told
  std::int64_t duplicates{};  // closed candles that were told before
  std::int64_t conflicts{};   // closed frames that a better source contradicts
  std::int64_t filled{};      // candles that history brought, and no frame
  std::int64_t holes{};
  std::int64_t revisions{};
  std::int64_t odd{};
};

class CandleStream {
 public:
  struct World {  // must outlive the stream
    port::WebSockets* sockets{};
    const port::StreamDialect* dialect{};
    port::BarSource* past{};
  };
  struct Wish {
    std::vector<core::SeriesId> series{};  // of one market
    std::optional<core::UtcTime> since{};  // on no grid in particular; nothing: from now on
    bool forming{};                        // tell candles under way, too
    std::uint64_t seed{};
    core::Micros grace{std::chrono::seconds{3}};  // a closing frame may come so late
    std::size_t fills_max{8};                     // questions to history under way at a time
  };
  CandleStream(Wish wish, World world);
  ~CandleStream();
  CandleStream(const CandleStream&) = delete;
  CandleStream& operator=(const CandleStream&) = delete;

  // Adds to `out`, in order for each series. Takes a bounded number of frames; where more wait,
  // wake() is now.
  void step(core::Now now, std::vector<CandleEvent>& out);
  [[nodiscard]] core::MonoTime wake() const;

  [[nodiscard]] std::vector<Notice> take_notices();

  // A series that the venue says it never had: nothing of it is told any more.
  struct Refusal {
    std::size_t series{};
    base::Error error;
  };
  [[nodiscard]] const std::vector<Refusal>& refusals() const;
  [[nodiscard]] const StreamCounters& counters() const;
  [[nodiscard]] const std::vector<core::SeriesId>& series() const;

  // For people: how it stands.
  struct Standing {
    std::size_t connections{};  // that speak
    std::size_t lines{};        // that there should be
    std::size_t behind{};       // series that wait for history
    core::Micros skew{};        // the venue's clock less ours
  };
  [[nodiscard]] Standing standing(core::Now now) const;

 private:
  class Machine;
  std::unique_ptr<Machine> machine_;
};

}  // namespace wick::live
