#include <array>

#include "sim/fault/shipped_parts.hpp"

namespace wick::sim {
namespace {

constexpr auto kPains = std::to_array<ShippedScenario>({
    shipped(R"({
  "name": "pain-01-missing-klines",
  "about": "A quarter of the archive's files lack an hour; REST has it. Some minutes nobody has.",
  "rules": [
    {"name": "short", "when": {"kind": "zip", "probability": 0.25},
     "then": {"drop_rows": [0.5, 0.541667]}}
  ]
})"),
    shipped(R"({
  "name": "pain-02-reuploaded",
  "about": "Days ending in 5 and months were uploaded again; put in force after a first fetch.",
  "rules": [
    {"name": "day again", "when": {"kind": "zip", "period": "????-??-?5"},
     "then": {"revision": 1}},
    {"name": "month again", "when": {"kind": "zip", "period": "????-??"}, "then": {"revision": 2}}
  ]
})"),
    shipped(R"({
  "name": "pain-03-archive-differs",
  "about": "Each archive file has one volume that REST has not, and a month others than its days.",
  "rules": [
    {"name": "day", "when": {"kind": "zip", "period": "????-??-??"}, "then": {"revision": 3}},
    {"name": "month", "when": {"kind": "zip", "period": "????-??"}, "then": {"revision": 7}}
  ]
})"),
    shipped(R"({
  "name": "pain-04-checksum-mismatch",
  "about": "Days ending in 4 never fit their checksum; those ending in 9 do not at first.",
  "rules": [
    {"name": "never", "when": {"kind": "checksum", "period": "????-??-?4"},
     "then": {"wrong_checksum": true}},
    {"name": "at first", "when": {"kind": "checksum", "period": "????-??-?9", "first": 1},
     "then": {"wrong_checksum": true}}
  ]
})"),
    shipped(R"({
  "name": "pain-05-ms-and-us",
  "about": "Odd days of the archive count milliseconds, even ones microseconds; months too.",
  "rules": [
    {"name": "ms", "when": {"kind": "zip", "period": ["*1", "*3", "*5", "*7", "*9"]},
     "then": {"unit": "ms"}},
    {"name": "us", "when": {"kind": "zip", "period": ["*0", "*2", "*4", "*6", "*8"]},
     "then": {"unit": "us"}}
  ]
})"),
    shipped(R"({
  "name": "pain-06-header-drift",
  "about": "Odd days of the archive have a line of column names, even ones do not.",
  "rules": [
    {"name": "named", "when": {"kind": "zip", "period": ["*1", "*3", "*5", "*7", "*9"]},
     "then": {"header": true}},
    {"name": "nameless", "when": {"kind": "zip", "period": ["*0", "*2", "*4", "*6", "*8"]},
     "then": {"header": false}}
  ]
})"),
    shipped(R"({
  "name": "pain-07-odd-bars",
  "about": "Archive rows shuffled, twice, or with a close time in the middle of the bar.",
  "rules": [
    {"name": "short", "when": {"kind": "zip", "period": ["*1", "*4", "*7"]},
     "then": {"early_close": [5, 8]}},
    {"name": "shuffled", "when": {"kind": "zip", "period": ["*2", "*5", "*8"]},
     "then": {"unsorted": true}},
    {"name": "twice", "when": {"kind": "zip", "period": ["*3", "*6", "*9"]},
     "then": {"duplicate_rows": [0.25, 0.5]}}
  ]
})"),
    shipped(R"({
  "name": "pain-08-late-and-incomplete",
  "about": "The archive is three days late, and days ending in 2 stop after seven hours.",
  "archive": {"delay_hours": 72},
  "rules": [
    {"name": "seven hours", "when": {"kind": "zip", "period": "????-??-?2"},
     "then": {"drop_rows": [0.291667, 1.0]}}
  ]
})"),
    shipped(R"({
  "name": "pain-09-relisted-and-renamed",
  "about": "As it was: LUNAUSDT and USD-M ICPUSDT left and came back, MATIC goes on as POL.",
  "rules": []
})"),
    shipped(R"({
  "name": "pain-10-rate-limit-to-ban",
  "about": "A small weight limit; who sends on is banned after four refusals.",
  "limits": {
    "spot": [{"type": "REQUEST_WEIGHT", "interval": "SECOND", "num": 10, "limit": 40}],
    "um": [{"type": "REQUEST_WEIGHT", "interval": "SECOND", "num": 10, "limit": 40}],
    "cm": [{"type": "REQUEST_WEIGHT", "interval": "SECOND", "num": 10, "limit": 40}],
    "ban_after": 4,
    "ban_s": 120
  },
  "rules": []
})"),
    shipped(R"({
  "name": "pain-11-unfinished-candle",
  "about": "The exchange tells a clock 90 s behind ours: by it, bars are open that we call closed.",
  "rules": [
    {"name": "behind", "when": {"host": ["spot", "um", "cm"]}, "then": {"clock_skew_s": -90}}
  ]
})"),
    shipped(R"({
  "name": "pain-12-paging",
  "about": "Every second page of klines repeats rows, every third has no order, every fifth a gap.",
  "rules": [
    {"name": "twice", "when": {"kind": "klines", "every": 2},
     "then": {"duplicate_rows": [0, 26]}},
    {"name": "shuffled", "when": {"kind": "klines", "every": 3}, "then": {"unsorted": true}},
    {"name": "short", "when": {"kind": "klines", "every": 5}, "then": {"drop_rows": [100, 160]}}
  ]
})"),
    shipped(R"({
  "name": "pain-13-reconnects",
  "about": "Every stream breaks off after 20 frames, and every second handshake is refused.",
  "rules": [
    {"name": "break", "when": {"kind": "ws", "after_frames": 20}, "then": {"reset": true}},
    {"name": "refused", "when": {"kind": "ws", "moment": "handshake", "skip": 1, "every": 2},
     "then": {"status": 503}}
  ]
})"),
    shipped(R"({
  "name": "pain-14-silent-stall",
  "about": "Every stream says nothing more after ten frames, and stays connected.",
  "rules": [
    {"name": "stall", "when": {"kind": "ws", "after_frames": 10}, "then": {"silent": true}}
  ]
})"),
    shipped(R"({
  "name": "pain-15-burst",
  "about": "Every frame of a stream comes a hundred times.",
  "rules": [
    {"name": "burst", "when": {"kind": "ws", "moment": "frame"}, "then": {"copies": 100}}
  ]
})"),
    shipped(R"({
  "name": "pain-16-last-bar",
  "about": "No stream ever says that a candle has closed.",
  "rules": [
    {"name": "no close", "when": {"kind": "ws", "closing": true}, "then": {"drop": true}}
  ]
})"),
    shipped(R"({
  "name": "pain-19-not-ready",
  "about": "FIX tells whole seconds, always; history is late, and has 25 bars a page at most.",
  "broker": {"history_ready_after_s": 90, "history_not_ready": 0.3, "history_latency_ms": 100,
             "history_depth": 25}
})"),
    shipped(R"({
  "name": "pain-20-different-each-run",
  "about": "By chance an archive file is not there, or breaks off; another time it is whole.",
  "rules": [
    {"name": "not there", "when": {"kind": "zip", "probability": 0.3},
     "then": {"answer": "NoSuchKey"}},
    {"name": "cut", "when": {"kind": "zip", "probability": 0.2}, "then": {"truncate_at": 0.5}}
  ]
})"),
    shipped(R"({
  "name": "pain-23-far-away",
  "about": "Every answer takes 150 ms to come.",
  "rules": [
    {"name": "far", "then": {"delay_ms": 150}}
  ]
})"),
    shipped(R"({
  "name": "pain-29-gaps",
  "about": "Days ending in 3 lack two hours of the archive, and REST is closed to us.",
  "rules": [
    {"name": "two hours", "when": {"kind": "zip", "period": "????-??-?3"},
     "then": {"drop_rows": [0.5, 0.584]}},
    {"name": "closed", "when": {"kind": "klines"}, "then": {"answer": "geo451"}}
  ]
})"),
    shipped(R"({
  "name": "pain-31-geo-block",
  "about": "REST and streams of this exchange are closed to this place with 451.",
  "rules": [
    {"name": "restricted", "when": {"host": ["spot", "um", "cm"]}, "then": {"answer": "geo451"}}
  ]
})"),
    shipped(R"({
  "name": "pain-32-silent-exchange",
  "about": "Every stream is open and mute; the broker falls silent after a minute.",
  "broker": {"silence_after_s": 60},
  "rules": [
    {"name": "mute", "when": {"kind": "ws", "host": ["spot", "um", "cm"], "moment": "handshake"},
     "then": {"mute": true}}
  ]
})"),
});

}  // namespace

std::span<const ShippedScenario> shipped_pains() {
  return kPains;
}

}  // namespace wick::sim
