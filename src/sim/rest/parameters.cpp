#include "sim/rest/parameters.hpp"

#include <algorithm>
#include <charconv>

namespace wick::sim {
namespace {

constexpr std::size_t kTextMax = 20;  // of numbers and symbols alike

bool is_digit(char c) {
  return c >= '0' && c <= '9';
}

bool is_symbol_letter(char c) {
  return is_digit(c) || (c >= 'A' && c <= 'Z') || c == '-' || c == '_' || c == '.';
}

bool is_legal_number(std::string_view text) {
  return !text.empty() && text.size() <= kTextMax && std::ranges::all_of(text, is_digit);
}

}  // namespace

bool is_legal_symbol(std::string_view text) {
  return !text.empty() && text.size() <= kTextMax && std::ranges::all_of(text, is_symbol_letter);
}

Parameters::Parameters(const Target& target) : target_(target) {
  std::set<std::string_view> names;
  for (const auto& [name, value] : target.query) {
    if (!names.insert(name).second) fail(duplicate_parameter());
  }
}

std::string Parameters::mandatory(std::string_view name) {
  const auto value = optional(name);
  if (!value) fail(missing_parameter(name));
  return value.value_or("");
}

std::string Parameters::mandatory_symbol(std::string_view name) {
  std::string symbol = mandatory(name);
  if (!is_legal_symbol(symbol)) fail(illegal_characters(name, kLegalSymbol));
  return symbol;
}

std::optional<std::string> Parameters::optional(std::string_view name) {
  const std::string* value = target_.find(name);
  if (error_ || value == nullptr) return std::nullopt;
  read_.emplace(name);
  if (value->empty()) {
    fail(empty_parameter(name));
    return std::nullopt;
  }
  return *value;
}

std::optional<std::int64_t> Parameters::number(std::string_view name) {
  const auto text = optional(name);
  if (!text) return std::nullopt;
  if (!is_legal_number(*text)) {
    fail(illegal_characters(name, kLegalNumber));
    return std::nullopt;
  }
  std::int64_t value = 0;
  if (std::from_chars(text->data(), text->data() + text->size(), value).ec != std::errc()) {
    fail(overflowed(name));
    return std::nullopt;
  }
  return value;
}

std::int64_t Parameters::limit(std::int64_t usual, std::int64_t max) {
  const std::int64_t value = number("limit").value_or(usual);
  if (value == 0) fail(invalid_data("limit"));
  return std::min(value, max);
}

void Parameters::fail(VenueError error) {
  if (!error_) error_ = std::move(error);
}

void Parameters::finish() {
  if (read_.size() < target_.query.size()) {
    fail(unread_parameters(read_.size(), target_.query.size()));
  }
}

}  // namespace wick::sim
