#include "sim/fault/json_mistake.hpp"

#include <simdjson.h>

#include <algorithm>

namespace wick::sim {
namespace {

namespace lazy = simdjson::ondemand;

constexpr int kDepthMax = 16;

simdjson::error_code look_at(lazy::value value, int depth);

template <typename Found>
simdjson::error_code look_inside(Found found, int depth) {
  lazy::value value;
  const auto failure = std::move(found).get(value);
  return failure == simdjson::SUCCESS ? look_at(value, depth + 1) : failure;
}

simdjson::error_code look_at_scalar(lazy::value value, lazy::json_type type) {
  switch (type) {
    case lazy::json_type::number:
      return value.get_number().error();
    case lazy::json_type::string:
      return value.get_string().error();
    case lazy::json_type::boolean:
      return value.get_bool().error();
    default:
      return value.raw_json_token().starts_with("null") ? simdjson::SUCCESS
                                                        : simdjson::N_ATOM_ERROR;
  }
}

// Goes into everything, so that the first mistake stops it.
simdjson::error_code look_at(lazy::value value, int depth) {
  if (depth > kDepthMax) return simdjson::DEPTH_ERROR;
  lazy::json_type type{};
  auto failure = value.type().get(type);
  if (failure != simdjson::SUCCESS) return failure;
  if (type == lazy::json_type::array) {
    lazy::array items;
    failure = value.get_array().get(items);
    if (failure != simdjson::SUCCESS) return failure;
    for (auto item : items) {
      failure = look_inside(item, depth);
      if (failure != simdjson::SUCCESS) return failure;
    }
    return simdjson::SUCCESS;
  }
  if (type != lazy::json_type::object) return look_at_scalar(value, type);
  lazy::object members;
  failure = value.get_object().get(members);
  if (failure != simdjson::SUCCESS) return failure;
  for (auto member : members) {
    failure = look_inside(member.value(), depth);
    if (failure != simdjson::SUCCESS) return failure;
  }
  return simdjson::SUCCESS;
}

}  // namespace

std::string place_of_mistake(std::string_view text) {
  const simdjson::padded_string padded(text);
  lazy::parser parser;
  lazy::document document;
  if (parser.iterate(padded).get(document) != simdjson::SUCCESS) return "";
  lazy::value root;
  auto failure = document.get_value().get(root);
  if (failure == simdjson::SUCCESS) failure = look_at(root, 0);
  const char* at = nullptr;
  if (failure == simdjson::SUCCESS || failure == simdjson::DEPTH_ERROR) return "";
  if (document.current_location().get(at) != simdjson::SUCCESS) return "";
  const auto offset = std::min(static_cast<std::size_t>(at - padded.data()), text.size());
  const std::string_view before = text.substr(0, offset);
  const auto line = 1 + std::count(before.begin(), before.end(), '\n');
  const std::size_t begin = before.rfind('\n') + 1;  // npos + 1 is nought
  return " in line " + std::to_string(line) + ", column " + std::to_string(offset - begin + 1);
}

}  // namespace wick::sim
