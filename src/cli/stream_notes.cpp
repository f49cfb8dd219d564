#include "cli/stream_notes.hpp"

#include "cli/amounts.hpp"

namespace wick::cli {
namespace {

std::string many(std::int64_t count, const char* noun) {
  return plural(static_cast<std::uint64_t>(count), noun);
}

}  // namespace

std::string notice_text(const live::Notice& notice) {
  if (notice.kind == live::Notice::Kind::kConnected) return "listening to " + notice.text;
  if (notice.kind == live::Notice::Kind::kOdd) return "odd: " + notice.text;
  if (notice.kind == live::Notice::Kind::kAlarm) return "alarm: " + notice.text;
  if (notice.kind == live::Notice::Kind::kAlarmOver) return "alarm over: " + notice.text;
  return notice.text;
}

std::string stream_summary(const StreamState& state, std::int64_t dropped) {
  const StreamTally& tally = state.tally;
  return many(tally.candles, "candle") + " (" + std::to_string(tally.from_stream) +
         " from the stream, " + std::to_string(tally.candles - tally.from_stream) +
         " from history), " + many(tally.updates, "update") + ", " + many(tally.holes, "hole") +
         ", " + many(tally.revisions, "revision") + ", " +
         many(state.counters.losses, "reconnect") + ", " + std::to_string(dropped) + " dropped";
}

}  // namespace wick::cli
