// A made-up exchange with so many symbols, whose time runs as ours does but stands elsewhere, and
// which remembers when it said what.
#pragma once

#include <chrono>
#include <cstdint>
#include <string>
#include <vector>

#include "candle_frames.hpp"
#include "line_reader.hpp"
#include "stream_server.hpp"

namespace wick::bench {

class LiveExchange {
 public:
  // It is so long before the end of a minute.
  LiveExchange(unsigned symbols, std::chrono::milliseconds before_close);

  [[nodiscard]] std::string url() const { return server_.url(); }
  void await_clients();  // and begin: from here on its time runs

  // An update of every symbol each 250 ms, evenly, and all the closing frames when a minute ends.
  void flow(std::chrono::milliseconds time);

  // The candle under way, once of each symbol.
  void update_all();
  // All symbols close the candle of the next minute one after the other, so far apart. Then the
  // exchange's time jumps: the following minute is over as soon as that is called again.
  void close_all(std::chrono::microseconds apart);

  [[nodiscard]] std::size_t told() const;
  // How long it took each of these lines to come, if its frame was said since then; sorted.
  [[nodiscard]] std::vector<double> latencies(const std::vector<LineReader::Line>& lines,
                                              Instant since) const;

 private:
  [[nodiscard]] std::int64_t time() const;
  void tell(unsigned symbol, std::int64_t open_time, bool closed);
  void close_minute();

  StreamServer server_;
  std::chrono::milliseconds before_close_;
  std::int64_t minute_;  // the open time of the candle under way
  Instant begin_{};      // of its last `before_close_`
  std::size_t turn_{};
  std::vector<std::vector<Instant>> said_;  // by symbol and number
};

}  // namespace wick::bench
