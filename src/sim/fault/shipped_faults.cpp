#include <array>

#include "sim/fault/shipped_parts.hpp"

namespace wick::sim {
namespace {

constexpr auto kFaults = std::to_array<ShippedScenario>({
    shipped(R"({
  "name": "calm",
  "about": "Nothing goes wrong.",
  "rules": []
})"),
    shipped(R"({
  "name": "archive-403",
  "about": "The archive refuses everything with 403 AccessDenied; REST works.",
  "rules": [
    {"name": "denied", "when": {"host": "archive"}, "then": {"answer": "AccessDenied"}}
  ]
})"),
    shipped(R"({
  "name": "archive-late",
  "about": "The archive publishes its files three days later than usual.",
  "archive": {"delay_hours": 72},
  "rules": []
})"),
    shipped(R"({
  "name": "checksum-mismatch",
  "about": "The checksums of days and months ending in 4 or 9 never fit their files.",
  "rules": [
    {"name": "wrong", "when": {"kind": "checksum", "period": ["*4", "*9"]},
     "then": {"wrong_checksum": true}}
  ]
})"),
    shipped(R"({
  "name": "checksum-missing",
  "about": "The archive has the files, but no checksums.",
  "rules": [
    {"name": "no checksum", "when": {"kind": "checksum"}, "then": {"answer": "NoSuchKey"}}
  ]
})"),
    shipped(R"({
  "name": "half-full-day",
  "about": "Daily files of the 22nd end after seven hours, with checksums that fit.",
  "rules": [
    {"name": "seven hours", "when": {"kind": "zip", "period": "????-??-22"},
     "then": {"drop_rows": [0.291667, 1.0]}}
  ]
})"),
    shipped(R"({
  "name": "rate-limit-429",
  "about": "A small weight limit: whoever does not pace itself meets 429, and a ban if it goes on.",
  "limits": {
    "spot": [{"type": "REQUEST_WEIGHT", "interval": "SECOND", "num": 10, "limit": 100}],
    "um": [{"type": "REQUEST_WEIGHT", "interval": "SECOND", "num": 10, "limit": 100}],
    "cm": [{"type": "REQUEST_WEIGHT", "interval": "SECOND", "num": 10, "limit": 100}],
    "ban_after": 10,
    "ban_s": 20
  },
  "rules": []
})"),
    shipped(R"({
  "name": "ban-418",
  "about": "REST answers 418 for the first half minute, as to a banned address.",
  "rules": [
    {"name": "ban", "when": {"host": ["spot", "um", "cm"], "for_s": 30},
     "then": {"answer": "ban418", "retry_after": 30}}
  ]
})"),
    shipped(R"({
  "name": "flaky-network",
  "about": "Resets, cut bodies, flipped bits, slowness and 5xx, each now and then.",
  "rules": [
    {"name": "reset", "when": {"kind": ["zip", "checksum", "klines"], "probability": 0.03},
     "then": {"reset": true}},
    {"name": "cut", "when": {"probability": 0.03}, "then": {"truncate_at": 0.6}},
    {"name": "flip", "when": {"kind": "zip", "probability": 0.02}, "then": {"corrupt": true}},
    {"name": "slow", "when": {"probability": 0.1}, "then": {"delay_ms": 300}},
    {"name": "busy", "when": {"probability": 0.03}, "then": {"answer": "busy503"}},
    {"name": "error", "when": {"kind": "klines", "probability": 0.02}, "then": {"error": -1001}}
  ]
})"),
    shipped(R"({
  "name": "geo-451",
  "about": "REST and streams are closed to this place with 451; the archive works.",
  "rules": [
    {"name": "restricted", "when": {"host": ["spot", "um", "cm"]}, "then": {"answer": "geo451"}}
  ]
})"),
    shipped(R"({
  "name": "silent",
  "about": "Streams shake hands and go mute; one klines request in five is never answered.",
  "rules": [
    {"name": "mute stream", "when": {"kind": "ws", "moment": "frame"}, "then": {"silent": true}},
    {"name": "mute klines", "when": {"kind": "klines", "every": 5}, "then": {"silent": true}}
  ]
})"),
    shipped(R"({
  "name": "reuploaded-object",
  "about": "A file that was fetched once is replaced: another value, checksum and ETag.",
  "rules": [
    {"name": "revised", "when": {"kind": "zip", "after_gets": 1}, "then": {"revision": 1}}
  ]
})"),
    shipped(R"({
  "name": "ms-us-mixup",
  "about": "Odd days of the archive count milliseconds, even ones microseconds, whatever the year.",
  "rules": [
    {"name": "ms", "when": {"kind": "zip", "period": ["*1", "*3", "*5", "*7", "*9"]},
     "then": {"unit": "ms"}},
    {"name": "us", "when": {"kind": "zip", "period": ["*0", "*2", "*4", "*6", "*8"]},
     "then": {"unit": "us"}}
  ]
})"),
    shipped(R"({
  "name": "header-drift",
  "about": "The line of column names comes and goes from file to file; some have a column more.",
  "rules": [
    {"name": "named", "when": {"kind": "zip", "probability": 0.5}, "then": {"header": true}},
    {"name": "nameless", "when": {"kind": "zip", "probability": 0.3}, "then": {"header": false}},
    {"name": "wider", "when": {"kind": "zip", "probability": 0.2}, "then": {"extra_column": true}}
  ]
})"),
    shipped(R"({
  "name": "untidy-rows",
  "about": "Archive rows come shuffled, twice, or with numbers no market ever printed.",
  "rules": [
    {"name": "shuffled", "when": {"kind": "zip", "probability": 0.3}, "then": {"unsorted": true}},
    {"name": "twice", "when": {"kind": "zip", "probability": 0.3},
     "then": {"duplicate_rows": [0.25, 0.5]}},
    {"name": "absurd", "when": {"kind": "zip", "probability": 0.1},
     "then": {"absurd_numbers": true}}
  ]
})"),
    shipped(R"({
  "name": "hostile-zip",
  "about": "Archive files that attack their reader: bombs, names outside the folder, wrong rows.",
  "rules": [
    {"name": "bomb", "when": {"kind": "zip", "every": 4}, "then": {"zip_bomb": 64}},
    {"name": "traversal", "when": {"kind": "zip", "skip": 1, "every": 4},
     "then": {"member_name": "../../../tmp/evil.csv"}},
    {"name": "wrong day", "when": {"kind": "zip", "skip": 2, "every": 4},
     "then": {"wrong_period": true}},
    {"name": "wrong symbol", "when": {"kind": "zip", "skip": 3, "every": 4},
     "then": {"other_symbol": "ETHUSDT"}}
  ]
})"),
    shipped(R"({
  "name": "stream-storm",
  "about": "Streams drop, repeat, delay and lose closing frames, and break off every 200 frames.",
  "rules": [
    {"name": "lost", "when": {"kind": "ws", "probability": 0.02}, "then": {"drop": true}},
    {"name": "twice", "when": {"kind": "ws", "moment": "frame", "probability": 0.02},
     "then": {"copies": 2}},
    {"name": "late", "when": {"kind": "ws", "moment": "frame", "probability": 0.02},
     "then": {"delay_ms": 3000}},
    {"name": "no close", "when": {"kind": "ws", "closing": true, "probability": 0.1},
     "then": {"drop": true}},
    {"name": "late close", "when": {"kind": "ws", "closing": true, "probability": 0.2},
     "then": {"delay_ms": 5000}},
    {"name": "break", "when": {"kind": "ws", "after_frames": 200}, "then": {"reset": true}},
    {"name": "refused", "when": {"kind": "ws", "moment": "handshake", "probability": 0.2},
     "then": {"status": 503}}
  ]
})"),
    shipped(R"({
  "name": "stream-night",
  "about": "All that befalls streams, each now and then; what comes is true, or soon revised.",
  "streams": {"lifetime_s": 7200, "shutdown_every_s": 1800, "shutdown_notice_s": 10},
  "rules": [
    {"name": "lost", "when": {"kind": "ws", "closing": false, "probability": 0.01},
     "then": {"drop": true}},
    {"name": "twice", "when": {"kind": "ws", "closing": false, "probability": 0.01},
     "then": {"copies": 2}},
    {"name": "late", "when": {"kind": "ws", "closing": false, "probability": 0.01},
     "then": {"delay_ms": 2500}},
    {"name": "no close", "when": {"kind": "ws", "closing": true, "probability": 0.05},
     "then": {"drop": true}},
    {"name": "close twice", "when": {"kind": "ws", "closing": true, "probability": 0.05},
     "then": {"copies": 2}},
    {"name": "late close", "when": {"kind": "ws", "closing": true, "probability": 0.1},
     "then": {"delay_ms": 4000}},
    {"name": "rough close", "when": {"kind": "ws", "closing": true, "probability": 0.1},
     "then": {"rough": true}},
    {"name": "cut", "when": {"kind": "ws", "moment": "frame", "probability": 0.0005},
     "then": {"reset": true}},
    {"name": "stall", "when": {"kind": "ws", "moment": "frame", "probability": 0.0002},
     "then": {"silent": true}},
    {"name": "mute", "when": {"kind": "ws", "moment": "handshake", "probability": 0.05},
     "then": {"mute": true}},
    {"name": "refused", "when": {"kind": "ws", "moment": "handshake", "probability": 0.15},
     "then": {"status": 503}},
    {"name": "no answer", "when": {"kind": "ws", "moment": "handshake", "probability": 0.03},
     "then": {"silent": true}},
    {"name": "slow door", "when": {"kind": "ws", "moment": "handshake", "probability": 0.1},
     "then": {"delay_ms": 3000}}
  ]
})"),
    shipped(R"({
  "name": "skewed-clock",
  "about": "The exchange's clock is ninety seconds ahead of everybody else's.",
  "rules": [
    {"name": "ahead", "then": {"clock_skew_s": 90}}
  ]
})"),
});

}  // namespace

std::span<const ShippedScenario> shipped_faults() {
  return kFaults;
}

}  // namespace wick::sim
