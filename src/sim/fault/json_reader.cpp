#include "sim/fault/json_reader.hpp"

#include <algorithm>
#include <charconv>
#include <cstddef>
#include <utility>

namespace wick::sim {
namespace {

constexpr std::size_t kQuotedMax = 40;  // a longer text is shortened in a complaint

std::string in_quotes(std::string_view text) {
  std::string out;
  append_quoted(out, text.substr(0, kQuotedMax));
  if (text.size() > kQuotedMax) out.insert(out.size() - 1, "...");
  return out;
}

std::string found(const Json& json) {
  switch (json.kind) {
    case Json::Kind::kText:
      return in_quotes(json.text);
    case Json::Kind::kList:
      return "a list";
    case Json::Kind::kObject:
      return "an object";
    case Json::Kind::kNull:
    case Json::Kind::kBool:
    case Json::Kind::kInteger:
    case Json::Kind::kFraction:
      break;
  }
  return write_json(json);
}

// "/" and "~" inside a key are written as RFC 6901 has them.
std::string pointer_token(std::string_view key) {
  std::string token;
  for (const char c : key.substr(0, kQuotedMax)) {
    if (c == '~') {
      token += "~0";
    } else if (c == '/') {
      token += "~1";
    } else {
      token += c;
    }
  }
  return token;
}

std::string listed(std::span<const std::string_view> names) {
  std::string out;
  for (const std::string_view name : names) {
    if (!out.empty()) out += ", ";
    out += name;
  }
  return out;
}

std::string suggestion(std::string_view text, std::span<const std::string_view> names) {
  const std::string_view near = nearest(text, names);
  if (near.empty()) return "; known here: " + listed(names);
  return "; did you mean " + in_quotes(near) + "?";
}

char lower(char c) {
  return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
}

// Letters to insert, delete or replace to get from one text to the other; case does not count.
std::size_t edit_distance(std::string_view a, std::string_view b) {
  std::vector<std::size_t> row(b.size() + 1);
  for (std::size_t j = 0; j <= b.size(); ++j) row[j] = j;
  for (std::size_t i = 1; i <= a.size(); ++i) {
    std::size_t diagonal = std::exchange(row[0], i);
    for (std::size_t j = 1; j <= b.size(); ++j) {
      const std::size_t replaced = diagonal + (lower(a[i - 1]) == lower(b[j - 1]) ? 0U : 1U);
      diagonal = std::exchange(row[j], std::min({row[j] + 1, row[j - 1] + 1, replaced}));
    }
  }
  return row[b.size()];
}

}  // namespace

JsonReader::JsonReader(const Json& json, std::string pointer, std::string& complaint)
    : json_(&json), pointer_(std::move(pointer)), complaint_(&complaint) {}

void JsonReader::complain(std::string what) const {
  if (!complaint_->empty()) return;
  *complaint_ = (pointer_.empty() ? "the scenario" : pointer_) + ": " + std::move(what);
}

bool JsonReader::expect(Json::Kind kind, std::string_view expected) const {
  if (json_->kind == kind) return true;
  complain("expected " + std::string(expected) + ", found " + found(*json_));
  return false;
}

bool JsonReader::boolean() const {
  return expect(Json::Kind::kBool, "true or false") && json_->truth;
}

bool JsonReader::affirmed() const {
  if (is(Json::Kind::kBool) && json_->truth) return true;
  complain("expected true, found " + found(*json_));
  return false;
}

std::int64_t JsonReader::integer(std::int64_t min, std::int64_t max) const {
  if (is(Json::Kind::kInteger) && json_->integer >= min && json_->integer <= max) {
    return json_->integer;
  }
  complain("expected an integer from " + std::to_string(min) + " to " + std::to_string(max) +
           ", found " + found(*json_));
  return min;
}

std::int64_t JsonReader::millionths() const {
  constexpr double kWhole = 1e6;
  if (is(Json::Kind::kInteger) && (json_->integer == 0 || json_->integer == 1)) {
    return json_->integer * 1'000'000;
  }
  if (is(Json::Kind::kFraction) && json_->fraction >= 0 && json_->fraction <= 1) {
    // NOLINTNEXTLINE(bugprone-incorrect-roundings): a few units at most, and no libm
    return static_cast<std::int64_t>(json_->fraction * kWhole + 0.5);
  }
  complain("expected a number from 0 to 1, found " + found(*json_));
  return 0;
}

std::string JsonReader::text() const {
  if (is(Json::Kind::kText) && !json_->text.empty()) return json_->text;
  complain("expected a text, found " + found(*json_));
  return {};
}

std::size_t JsonReader::one_of(std::span<const std::string_view> names) const {
  if (!is(Json::Kind::kText)) {
    complain("expected one of " + listed(names) + ", found " + found(*json_));
    return 0;
  }
  const auto at = std::ranges::find(names, std::string_view(json_->text));
  if (at != names.end()) return static_cast<std::size_t>(at - names.begin());
  complain(in_quotes(json_->text) + " is not known" + suggestion(json_->text, names));
  return 0;
}

std::vector<JsonReader> JsonReader::items() const {
  std::vector<JsonReader> readers;
  if (!expect(Json::Kind::kList, "a list")) return readers;
  for (std::size_t i = 0; i < json_->items.size(); ++i) {
    readers.emplace_back(json_->items[i], pointer_ + '/' + std::to_string(i), *complaint_);
  }
  return readers;
}

JsonReader JsonReader::member(std::size_t index) const {
  const auto& [key, value] = json_->members[index];
  return {value, pointer_ + '/' + pointer_token(key), *complaint_};
}

void JsonReader::unknown_key(std::span<const std::string_view> known) const {
  const std::string_view key = std::string_view(pointer_).substr(pointer_.rfind('/') + 1);
  complain("unknown key" + suggestion(key, known));
}

std::string_view nearest(std::string_view text, std::span<const std::string_view> names) {
  std::string_view best;
  std::size_t best_distance = 3;  // two mistakes are a slip of the finger, three another word
  for (const std::string_view name : names) {
    if (text.size() > name.size() + 2 || name.size() > text.size() + 2) continue;
    const std::size_t distance = edit_distance(text, name);
    if (distance >= best_distance || distance * 2 > name.size()) continue;
    best = name;
    best_distance = distance;
  }
  return best;
}

}  // namespace wick::sim
