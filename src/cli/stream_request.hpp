// What `wick stream` was asked for, checked before anything is listened to.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/result.hpp"
#include "cli/get_request.hpp"
#include "cli/warm_symbols.hpp"
#include "core/series_id.hpp"
#include "core/stream.hpp"
#include "policy/outbox.hpp"

namespace wick::cli {

// As typed.
struct StreamOptions {
  SymbolWish symbols{};  // the last one named may be the interval
  std::string market{"spot"};
  std::string interval{};
  std::string since{};
  std::string format{};  // the live table on a terminal, json elsewhere
  std::string time{"iso"};
  std::string feed{"candles"};
  std::string slow{"drop"};
  std::string lasting{};  // --for
  std::int64_t count{};
  bool json{};
  bool updates{};
  bool no_store{};
  bool verbose{};
};

enum class StreamForm : std::uint8_t { kLive, kRows, kJson, kCsv };

// As understood.
struct StreamRequest {
  std::vector<core::SeriesId> series{};  // of trades and quotes: of no interval in particular
  core::Topic topic{};
  std::optional<core::UtcTime> since{};
  StreamForm form{};
  TimeStyle time{};
  policy::SlowReader slow{};
  std::optional<std::int64_t> count{};
  std::optional<core::Micros> lasting{};
  bool updates{};
  bool keep{true};
  bool verbose{};
};

// Of the outside, what the answer depends on.
struct StreamFrame {
  core::UtcTime now{};
  bool on_terminal{};
  int three_day_phase{};
};

// `wick stream BTCUSDT 1h`: the last word is the interval, where none is given otherwise and there
// is something else that says which symbols.
void take_interval_word(StreamOptions& options);

// Any mistake is kInvalid, and says what to write instead. `symbols` are canonical.
[[nodiscard]] base::Result<StreamRequest> understand(const StreamOptions& options,
                                                     const std::vector<std::string>& symbols,
                                                     const StreamFrame& frame);

}  // namespace wick::cli
