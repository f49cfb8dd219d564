// The simulated exchange as a whole: the market, the archive and the REST API behind it, the faults
// of the scenario in force, a control endpoint and a log of what was asked.
//
// Everything but `now` comes from the options and the scenario, so the same requests at the same
// times get the same bytes. Safe to call from several threads. It opens no socket and reads no
// clock: the server does both.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

#include "base/result.hpp"
#include "sim/broker/broker.hpp"
#include "sim/fault/stream_fate.hpp"
#include "sim/http.hpp"
#include "sim/market/market.hpp"
#include "sim/stream/stream_options.hpp"

namespace wick::sim {

struct ExchangeOptions {
  std::uint64_t seed{1};         // of the market, and of faults unless the scenario has its own
  std::string scenario{"calm"};  // the name of a shipped scenario, or the JSON text of one
  std::string log_path;          // request log, appended to; empty: kept in memory only
  std::size_t log_lines_max{10'000};  // kept in memory
  std::size_t archive_cache_bytes_max{512UL * 1024 * 1024};
};

class Exchange {
 public:
  // `now` starts the clock of the scenario's "after_s" and "for_s". An error names what is wrong
  // with the scenario, or why the log cannot be written.
  [[nodiscard]] static base::Result<std::unique_ptr<Exchange>> open(ExchangeOptions options,
                                                                    Micros now);
  ~Exchange();

  // The answer to any request on any host, faults and the control endpoint "/_sim/" included.
  // Every response carries Date. One line goes to the log unless the request is a control one.
  [[nodiscard]] Response respond(Host host, const Request& request, Micros now);

  // False: respond() may take long, so it is no call for an event loop.
  [[nodiscard]] bool quick(Host host, const Request& request) const;

  // What becomes of a WebSocket handshake or of a data frame. A handshake is counted and logged.
  [[nodiscard]] StreamFate stream_fate(const StreamEvent& event, Micros now);
  // False: no rule in force is about frames, so none need be asked about.
  [[nodiscard]] bool touches_frames() const;
  [[nodiscard]] StreamOptions stream_options(Venue venue) const;
  // A stream was closed because its client said or asked too much; who goes on is banned.
  void stream_misused(const StreamEvent& event, Micros now);

  // As the scenario in force makes it.
  [[nodiscard]] std::shared_ptr<const Broker> broker() const;

  // Puts another scenario in force, by shipped name or JSON text; counters start again. On an
  // error the scenario in force stays.
  [[nodiscard]] base::Result<void> load(std::string_view scenario, Micros now);

  [[nodiscard]] const Market& market() const;

 private:
  struct State;
  explicit Exchange(std::unique_ptr<State> state);
  std::unique_ptr<State> state_;
};

}  // namespace wick::sim
