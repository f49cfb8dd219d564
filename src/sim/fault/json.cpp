#include "sim/fault/json.hpp"

#include <simdjson.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <string>

#include "base/json_text.hpp"
#include "sim/fault/json_mistake.hpp"

namespace wick::sim {
namespace {

using base::Error;
using base::ErrorKind;
using base::Result;
namespace dom = simdjson::dom;

constexpr std::size_t kDepthMax = 16;
constexpr std::size_t kBytesMin = 4096;  // the parser is given room for at least this much

Json value_of(const dom::element& element) {
  Json json;
  switch (element.type()) {
    case dom::element_type::NULL_VALUE:
      break;
    case dom::element_type::BOOL:
      json.kind = Json::Kind::kBool;
      json.truth = bool(element);
      break;
    case dom::element_type::INT64:
      json.kind = Json::Kind::kInteger;
      json.integer = std::int64_t(element);
      break;
    case dom::element_type::UINT64:
      json.kind = Json::Kind::kFraction;
      json.fraction = static_cast<double>(std::uint64_t(element));
      break;
    case dom::element_type::DOUBLE:
      json.kind = Json::Kind::kFraction;
      json.fraction = double(element);
      break;
    case dom::element_type::STRING:
      json.kind = Json::Kind::kText;
      json.text = std::string_view(element);
      break;
    case dom::element_type::ARRAY:
      json.kind = Json::Kind::kList;
      for (const dom::element item : dom::array(element)) json.items.push_back(value_of(item));
      break;
    case dom::element_type::OBJECT:
      json.kind = Json::Kind::kObject;
      for (const auto& [key, value] : dom::object(element)) {
        json.members.push_back({std::string(key), value_of(value)});
      }
      break;
  }
  return json;
}

template <typename Number>
std::string digits_of(Number number) {
  std::array<char, 32> digits{};
  const auto end = std::to_chars(digits.data(), digits.data() + digits.size(), number).ptr;
  return {digits.data(), end};
}

// A fraction stays one: without a point, -0.0 would lose its sign, and 2^64 not be read again.
std::string fraction_text(double fraction) {
  std::string text = digits_of(fraction);
  if (text.find_first_of(".e") == std::string::npos) text += ".0";
  return text;
}

void append_json(std::string& out, const Json& json);

void append_list(std::string& out, const Json& json) {
  out += '[';
  for (std::size_t i = 0; i < json.items.size(); ++i) {
    if (i > 0) out += ',';
    append_json(out, json.items[i]);
  }
  out += ']';
}

void append_object(std::string& out, const Json& json) {
  out += '{';
  for (std::size_t i = 0; i < json.members.size(); ++i) {
    if (i > 0) out += ',';
    append_quoted(out, json.members[i].key);
    out += ':';
    append_json(out, json.members[i].value);
  }
  out += '}';
}

void append_json(std::string& out, const Json& json) {
  switch (json.kind) {
    case Json::Kind::kNull:
      out += "null";
      break;
    case Json::Kind::kBool:
      out += json.truth ? "true" : "false";
      break;
    case Json::Kind::kInteger:
      out += digits_of(json.integer);
      break;
    case Json::Kind::kFraction:
      out += fraction_text(json.fraction);
      break;
    case Json::Kind::kText:
      append_quoted(out, json.text);
      break;
    case Json::Kind::kList:
      append_list(out, json);
      break;
    case Json::Kind::kObject:
      append_object(out, json);
      break;
  }
}

}  // namespace

Result<Json> parse_json(std::string_view text) {
  dom::parser parser;
  auto failure = parser.allocate(std::max(text.size(), kBytesMin), kDepthMax);
  dom::element root;
  if (failure == simdjson::SUCCESS) failure = parser.parse(text.data(), text.size()).get(root);
  if (failure != simdjson::SUCCESS) {
    return Error{
        ErrorKind::kInvalid, simdjson::error_message(failure) + place_of_mistake(text), {}};
  }
  return value_of(root);
}

std::string write_json(const Json& json) {
  std::string out;
  append_json(out, json);
  return out;
}

void append_quoted(std::string& out, std::string_view text) {
  out += base::json_quoted(text);
}

}  // namespace wick::sim
