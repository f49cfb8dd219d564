#include "store/holes_json.hpp"

#include <simdjson.h>

#include "base/json_text.hpp"
#include "core/time_text.hpp"

namespace wick::store {
namespace {

namespace dom = simdjson::dom;

bool read_text(const dom::object& object, const char* key, std::string_view& text) {
  return object[key].get(text) == simdjson::SUCCESS;
}

bool read_time(const dom::object& object, const char* key, core::UtcTime& time) {
  std::string_view text;
  if (!read_text(object, key, text)) return false;
  const auto read = core::parse_utc(text);
  if (read) time = *read;
  return read.has_value();
}

bool read_hole(const dom::element& element, StoredHole& stored) {
  dom::object object;
  std::string_view cause;
  std::string_view evidence;
  if (element.get(object) != simdjson::SUCCESS || !read_text(object, "cause", cause) ||
      !read_text(object, "evidence", evidence)) {
    return false;
  }
  const auto known = core::parse_stored(cause, evidence);
  if (!known) return false;
  stored.hole.cause = *known;
  stored.hole.evidence = evidence;
  return read_time(object, "from", stored.hole.range.begin) &&
         read_time(object, "to", stored.hole.range.end) &&
         read_time(object, "asked", stored.asked) &&
         object["provisional"].get(stored.provisional) == simdjson::SUCCESS;
}

}  // namespace

std::string holes_json(const std::vector<StoredHole>& holes) {
  std::string json = "[";
  for (const StoredHole& stored : holes) {
    if (json.size() > 1) json += ',';
    json += R"({"from":")" + core::to_iso(stored.hole.range.begin) + R"(","to":")" +
            core::to_iso(stored.hole.range.end) + R"(","cause":")" +
            std::string(core::stored_name(stored.hole.cause)) + R"(","evidence":)" +
            base::json_quoted(stored.hole.evidence) + R"(,"provisional":)" +
            (stored.provisional ? "true" : "false") + R"(,"asked":")" + core::to_iso(stored.asked) +
            "\"}";
  }
  return json + "]";
}

base::Result<std::vector<StoredHole>> read_holes_json(std::string_view json) {
  std::vector<StoredHole> holes;
  if (json == "[]") return holes;
  const base::Error malformed{base::ErrorKind::kCorrupt, "its table of holes is malformed"};
  dom::parser parser;
  dom::array array;
  const simdjson::padded_string padded(json);
  if (parser.parse(padded).get(array) != simdjson::SUCCESS) return malformed;
  for (const dom::element& element : array) {
    if (!read_hole(element, holes.emplace_back())) return malformed;
  }
  return holes;
}

}  // namespace wick::store
