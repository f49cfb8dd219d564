#include "store/journal_record.hpp"

#include <simdjson.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <utility>

#include "base/json_text.hpp"
#include "codec/decimal.hpp"
#include "core/time_text.hpp"

namespace wick::store {
namespace {

namespace dom = simdjson::dom;

using Decimal = std::pair<const char*, double core::Bar::*>;
constexpr std::array kDecimals = {
    Decimal{"open", &core::Bar::open},
    Decimal{"high", &core::Bar::high},
    Decimal{"low", &core::Bar::low},
    Decimal{"close", &core::Bar::close},
    Decimal{"volume", &core::Bar::volume},
    Decimal{"quote_asset_volume", &core::Bar::quote_volume},
    Decimal{"taker_buy_volume", &core::Bar::taker_volume},
    Decimal{"taker_buy_quote_volume", &core::Bar::taker_quote_volume},
};

constexpr std::array kChanges = {Change::kRevision, Change::kConflict, Change::kQuarantine,
                                 Change::kReupload};

constexpr std::array kOrigins = {core::Origin::kArchive, core::Origin::kRest, core::Origin::kStream,
                                 core::Origin::kImport, core::Origin::kFeed};

std::string_view name(core::Origin origin) {
  switch (origin) {
    case core::Origin::kArchive:
      return "archive";
    case core::Origin::kRest:
      return "rest";
    case core::Origin::kStream:
      return "stream";
    case core::Origin::kImport:
      return "import";
    case core::Origin::kFeed:
      return "feed";
  }
  return "";
}

// An object, member by member.
class Writer {
 public:
  void text(std::string_view key, std::string_view text) { raw(key, base::json_quoted(text)); }
  void time(std::string_view key, core::UtcTime time) { text(key, core::to_iso(time)); }
  void integer(std::string_view key, std::int64_t number) { raw(key, std::to_string(number)); }
  // JSON has no word for what is no number. Of a bare -0 its readers make nought, and a bare
  // integer that fits no integer type they refuse.
  void decimal(std::string_view key, double number) {
    constexpr double kSurelyFits = 1e16;
    std::string digits;
    codec::append_shortest(digits, number);
    if (!std::isfinite(number)) return text(key, digits);
    const bool bare = digits.find_first_of(".e") == std::string::npos;
    if (bare && (digits == "-0" || std::fabs(number) >= kSurelyFits)) digits += ".0";
    raw(key, digits);
  }
  void raw(std::string_view key, std::string_view json) {
    json_ += json_.empty() ? '{' : ',';
    json_.append("\"").append(key).append("\":").append(json);
  }
  [[nodiscard]] std::string finish() && { return std::move(json_) + '}'; }

 private:
  std::string json_;
};

std::string bar_json(const core::Bar& bar) {
  Writer json;
  json.time("open_time", bar.open_time);
  json.time("close_time", bar.close_time);
  for (const auto& [key, member] : kDecimals) json.decimal(key, bar.*member);
  json.integer("count", bar.count);
  return std::move(json).finish();
}

std::string sighting_json(const Sighting& sighting) {
  Writer json;
  json.text("origin", name(sighting.source.origin));
  json.integer("revision", sighting.source.revision);
  json.text("object", sighting.source.object);
  json.text("checksum", sighting.source.checksum);
  json.time("fetched", sighting.source.fetched);
  json.raw("bar", bar_json(sighting.bar));
  return std::move(json).finish();
}

bool read(dom::object object, const char* key, std::string& out) {
  std::string_view text;
  const bool found = object[key].get(text) == simdjson::SUCCESS;
  out = text;
  return found;
}

bool read(dom::object object, const char* key, core::UtcTime& out) {
  std::string text;
  const auto time = read(object, key, text) ? core::parse_utc(text) : std::nullopt;
  out = time.value_or(core::UtcTime{});
  return time.has_value();
}

bool read(dom::object object, const char* key, double& out) {
  constexpr double kInfinity = std::numeric_limits<double>::infinity();
  constexpr double kNan = std::numeric_limits<double>::quiet_NaN();
  if (object[key].get(out) == simdjson::SUCCESS) return true;
  std::string text;
  if (!read(object, key, text)) return false;
  for (const auto& [word, value] : {std::pair("inf", kInfinity), std::pair("-inf", -kInfinity),
                                    std::pair("nan", kNan), std::pair("-nan", -kNan)}) {
    if (text != word) continue;
    out = value;
    return true;
  }
  return false;
}

bool read(dom::object object, const char* key, std::int64_t& out) {
  return object[key].get(out) == simdjson::SUCCESS;
}

bool read(dom::object object, const char* key, std::uint32_t& out) {
  std::int64_t wide = 0;
  const bool fits = read(object, key, wide) && std::in_range<std::uint32_t>(wide);
  out = fits ? static_cast<std::uint32_t>(wide) : 0;
  return fits;
}

// One of these, by its name.
template <typename Values, typename Value>
bool read_one_of(const Values& values, dom::object object, const char* key, Value& out) {
  std::string text;
  if (!read(object, key, text)) return false;
  const auto found = std::ranges::find_if(values, [&](Value value) { return name(value) == text; });
  if (found == values.end()) return false;
  out = *found;
  return true;
}

bool read(dom::object object, core::Bar& bar) {
  const auto read_decimal = [&](const Decimal& column) {
    return read(object, column.first, bar.*column.second);
  };
  return read(object, "open_time", bar.open_time) && read(object, "close_time", bar.close_time) &&
         std::ranges::all_of(kDecimals, read_decimal) && read(object, "count", bar.count);
}

bool read(dom::object object, core::Source& source) {
  return read_one_of(kOrigins, object, "origin", source.origin) &&
         read(object, "revision", source.revision) && read(object, "object", source.object) &&
         read(object, "checksum", source.checksum) && read(object, "fetched", source.fetched);
}

// What is not there is no sighting; what is there must be one.
bool read(dom::object object, const char* key, std::optional<Sighting>& out) {
  dom::element element;
  if (object[key].get(element) == simdjson::NO_SUCH_FIELD) return true;
  dom::object sighting;
  dom::object bar;
  out.emplace();
  return element.get(sighting) == simdjson::SUCCESS && read(sighting, out->source) &&
         sighting["bar"].get(bar) == simdjson::SUCCESS && read(bar, out->bar);
}

bool read(dom::object object, JournalEntry& entry) {
  return read_one_of(kChanges, object, "change", entry.change) && read(object, "at", entry.at) &&
         read(object, "stands", entry.stands) && read(object, "other", entry.other) &&
         read(object, "note", entry.note);
}

}  // namespace

std::string journal_record(const JournalEntry& entry) {
  Writer json;
  json.text("change", name(entry.change));
  json.time("at", entry.at);
  if (entry.stands) json.raw("stands", sighting_json(*entry.stands));
  if (entry.other) json.raw("other", sighting_json(*entry.other));
  json.text("note", entry.note);
  return std::move(json).finish() + '\n';
}

std::optional<JournalEntry> read_journal_record(std::string_view payload) {
  thread_local dom::parser parser;
  const simdjson::padded_string padded(payload);
  dom::object object;
  JournalEntry entry;
  if (parser.parse(padded).get(object) != simdjson::SUCCESS || !read(object, entry)) {
    return std::nullopt;
  }
  return entry;
}

}  // namespace wick::store
