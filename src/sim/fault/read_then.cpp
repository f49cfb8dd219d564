#include <algorithm>
#include <array>

#include "sim/fault/known_errors.hpp"
#include "sim/fault/read_rule.hpp"
#include "sim/okx/okx_error.hpp"

namespace wick::sim {
namespace {

constexpr std::int64_t kDelayMax = 3'600'000;  // an hour, in milliseconds
constexpr std::int64_t kLengthMax = 1'000'000'000'000;
constexpr std::int64_t kBombMax = 256;  // MiB: enough to hurt, little enough to make at once
constexpr std::int64_t kBytesPerSecondMax = 1'000'000'000;
constexpr std::int64_t kSecondsMax = 400LL * 24 * 3600;

constexpr std::array<std::string_view, 8> kAnswerNames{"throttle429", "ban418",       "geo451",
                                                       "html403",     "AccessDenied", "NoSuchKey",
                                                       "timeout408",  "busy503"};
constexpr std::array<std::string_view, 2> kUnitNames{"ms", "us"};

// An integer counts rows or bytes; a number with a decimal point is a share.
Portion portion(const JsonReader& reader) {
  if (reader.is(Json::Kind::kFraction)) return {true, reader.millionths()};
  if (reader.is(Json::Kind::kInteger)) return {false, reader.integer(0, kLengthMax)};
  reader.complain("expected a count such as 100 or a share such as 0.5");
  return {};
}

RowRange row_range(const JsonReader& reader) {
  const std::vector<JsonReader> ends = reader.items();
  if (ends.size() == 2) return {portion(ends[0]), portion(ends[1])};
  reader.complain("expected two row positions, such as [100, 160] or [0.5, 1.0]");
  return {};
}

// Kept out of header texts, where they would end the line.
std::string header_text(const JsonReader& reader) {
  std::string text = reader.text();
  const bool whole = std::ranges::none_of(
      text, [](char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7f; });
  if (!whole) reader.complain("expected a header without control characters");
  return text;
}

std::string short_text(const JsonReader& reader) {
  constexpr std::size_t kLengthMost = 255;
  std::string text = reader.text();
  if (text.size() > kLengthMost) reader.complain("expected at most 255 bytes");
  return text;
}

bool is_header_name(std::string_view name) {
  return !name.empty() && std::ranges::all_of(name, [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' ||
           c == '_';
  });
}

void read_headers(const JsonReader& reader, Then& then) {
  if (!reader.expect(Json::Kind::kObject, "an object of header names")) return;
  const auto& members = reader.json().members;
  for (std::size_t i = 0; i < members.size(); ++i) {
    const JsonReader value = reader.member(i);
    if (!is_header_name(members[i].key)) value.complain("is no name of a header");
    std::optional<std::string> text;
    if (!value.is(Json::Kind::kNull)) text = header_text(value);
    then.headers.emplace_back(members[i].key, std::move(text));
  }
}

void read_error(const JsonReader& reader, Then& then) {
  const auto code = static_cast<int>(reader.integer(-9999, 59'999));
  if (!known_error(code) && !known_okx_error(code)) {
    reader.complain("the venue has no error " + std::to_string(code) +
                    "; known here: " + known_error_codes() + ", " + known_okx_error_codes());
  }
  then.error = code;
}

void read_body(const JsonReader& reader, Then& then) {
  then.body_is_json = !reader.is(Json::Kind::kText);
  then.body = then.body_is_json ? write_json(reader.json()) : reader.json().text;
}

void read_corrupt(const JsonReader& reader, Then& then) {
  then.corrupt = true;
  if (!reader.is(Json::Kind::kBool)) {
    then.corrupt_at = portion(reader);
  } else if (!reader.json().truth) {
    reader.complain("expected true, or the position of a byte, found false");
  }
}

using R = const JsonReader&;
constexpr auto kKeys = std::to_array<Key<Then>>({
    {"answer", [](R r, Then& t) { t.answer = static_cast<Answer>(r.one_of(kAnswerNames)); }},
    {"error", read_error},
    {"status", [](R r, Then& t) { t.status = static_cast<int>(r.integer(200, 599)); }},
    {"body", read_body},
    {"headers", read_headers},
    {"retry_after", [](R r, Then& t) { t.retry_after_s = r.integer(0, kSecondsMax); }},
    {"clock_skew_s", [](R r, Then& t) { t.clock_skew_s = r.integer(-kSecondsMax, kSecondsMax); }},
    {"drop_rows", [](R r, Then& t) { t.content.drop_rows = row_range(r); }},
    {"duplicate_rows", [](R r, Then& t) { t.content.duplicate_rows = row_range(r); }},
    {"early_close", [](R r, Then& t) { t.content.early_close = row_range(r); }},
    {"unsorted", [](R r, Then& t) { t.content.unsorted = r.affirmed(); }},
    {"absurd_numbers", [](R r, Then& t) { t.content.absurd_numbers = r.affirmed(); }},
    {"extra_column", [](R r, Then& t) { t.content.extra_column = r.affirmed(); }},
    {"unit", [](R r, Then& t) { t.content.unit = static_cast<Unit>(r.one_of(kUnitNames)); }},
    {"revision", [](R r, Then& t) { t.content.revision = r.integer(1, 1000); }},
    {"header", [](R r, Then& t) { t.content.header = r.boolean(); }},
    {"other_symbol", [](R r, Then& t) { t.content.other_symbol = short_text(r); }},
    {"wrong_period", [](R r, Then& t) { t.content.wrong_period = r.affirmed(); }},
    {"member_name", [](R r, Then& t) { t.content.member_name = short_text(r); }},
    {"zip_bomb", [](R r, Then& t) { t.content.zip_bomb_mib = r.integer(1, kBombMax); }},
    {"malformed_json", [](R r, Then& t) { t.malformed_json = r.affirmed(); }},
    {"wrong_checksum", [](R r, Then& t) { t.wrong_checksum = r.affirmed(); }},
    {"checksum_newline", [](R r, Then& t) { t.checksum_newline = r.boolean(); }},
    {"corrupt", read_corrupt},
    {"delay_ms", [](R r, Then& t) { t.delay = r.integer(0, kDelayMax) * 1000; }},
    {"truncate_at", [](R r, Then& t) { t.truncate_at = portion(r); }},
    {"bytes_per_second",
     [](R r, Then& t) { t.bytes_per_second = r.integer(1, kBytesPerSecondMax); }},
    {"reset", [](R r, Then& t) { t.reset = r.affirmed(); }},
    {"silent", [](R r, Then& t) { t.silent = r.affirmed(); }},
    {"drop", [](R r, Then& t) { t.drop = r.affirmed(); }},
    {"copies", [](R r, Then& t) { t.copies = static_cast<int>(r.integer(1, 100)); }},
    {"mute", [](R r, Then& t) { t.mute = r.affirmed(); }},
    {"rough", [](R r, Then& t) { t.rough = r.affirmed(); }},
    {"shutdown_s", [](R r, Then& t) { t.shutdown = r.integer(0, kSecondsMax) * kSecond; }},
    {"close", [](R r, Then& t) { t.close_code = static_cast<int>(r.integer(1000, 4999)); }},
});

bool has_frame_part(const Then& then) {
  return then.drop || then.copies != 1 || then.close_code != 0 || then.rough;
}

void check_stream_sense(const JsonReader& reader, const Then& then, const When& when) {
  const bool streams = std::ranges::count(when.kinds, Kind::kWs) > 0;
  if (has_frame_part(then) && !streams) {
    reader.complain(R"("drop", "copies", "close" and "rough" need "kind": "ws")");
  }
  if ((then.mute || then.shutdown) && !streams) {
    reader.complain(R"("mute" and "shutdown_s" need "kind": "ws")");
  }
  if (has_frame_part(then) && when.moment == StreamMoment::kHandshake) {
    reader.complain(R"("drop", "copies", "close" and "rough" do not fit "moment": "handshake")");
  }
  if (then.rough && when.closing != true) reader.complain(R"("rough" needs "closing": true)");
}

void check_sense(const JsonReader& reader, const Then& then, const When& when) {
  if (reader.is(Json::Kind::kObject) && reader.json().members.empty()) {
    reader.complain("expected at least one thing to do");
  }
  const int answers = (then.answer ? 1 : 0) + (then.error ? 1 : 0) + (then.status ? 1 : 0);
  if (answers > 1) reader.complain("\"answer\", \"error\" and \"status\" exclude each other");
  if (then.body && !then.status) reader.complain("\"body\" needs \"status\"");
  check_stream_sense(reader, then, when);
}

}  // namespace

Then read_then(const JsonReader& reader, const When& when) {
  Then then;
  read_object<Then>(reader, kKeys, then);
  check_sense(reader, then, when);
  return then;
}

}  // namespace wick::sim
