// Reads typed members out of a Json value and complains like a colleague: where it stands, what was
// found, what was expected, and the nearest name that is known.
//
// Only the first complaint is kept; after it every answer is a harmless default, so the reading
// code needs no error paths of its own.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "sim/fault/json.hpp"

namespace wick::sim {

class JsonReader {
 public:
  // `json` and `complaint` must outlive the reader; `complaint` is empty while all is well.
  JsonReader(const Json& json, std::string pointer, std::string& complaint);

  [[nodiscard]] const Json& json() const { return *json_; }
  [[nodiscard]] bool boolean() const;
  [[nodiscard]] bool affirmed() const;  // only `true` is an answer: for keys that switch on
  [[nodiscard]] std::int64_t integer(std::int64_t min, std::int64_t max) const;
  [[nodiscard]] std::int64_t millionths() const;  // of a number from 0 to 1
  [[nodiscard]] std::string text() const;         // not empty
  // Index of the text in `names`.
  [[nodiscard]] std::size_t one_of(std::span<const std::string_view> names) const;
  [[nodiscard]] std::vector<JsonReader> items() const;

  [[nodiscard]] bool is(Json::Kind kind) const { return json_->kind == kind; }
  [[nodiscard]] JsonReader member(std::size_t index) const;
  [[nodiscard]] bool expect(Json::Kind kind, std::string_view expected) const;  // complains
  void complain(std::string what) const;
  void unknown_key(std::span<const std::string_view> known) const;

 private:
  const Json* json_;
  std::string pointer_;
  std::string* complaint_;
};

// One key of an object that is read into a T.
template <typename T>
struct Key {
  std::string_view name;
  void (*read)(const JsonReader&, T&);
};

// Reads every member by its key; complains of unknown and repeated ones.
template <typename T>
void read_object(const JsonReader& reader, std::span<const Key<T>> keys, T& into) {
  if (!reader.expect(Json::Kind::kObject, "an object")) return;
  std::vector<std::string_view> names;
  for (const Key<T>& key : keys) names.push_back(key.name);
  std::vector<bool> seen(keys.size());
  const auto& members = reader.json().members;
  for (std::size_t i = 0; i < members.size(); ++i) {
    const JsonReader member = reader.member(i);
    std::size_t k = 0;
    while (k < keys.size() && keys[k].name != members[i].key) ++k;
    if (k == keys.size()) {
      member.unknown_key(names);
    } else if (seen[k]) {
      member.complain("appears twice");
    } else {
      seen[k] = true;
      keys[k].read(member, into);
    }
  }
}

// The name within a few typing mistakes of `text`; empty when none is near.
[[nodiscard]] std::string_view nearest(std::string_view text,
                                       std::span<const std::string_view> names);

}  // namespace wick::sim
