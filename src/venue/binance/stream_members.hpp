// The members of a JSON object whose names are one letter, as in the frames of streams.
// For the sources of this room alone.
//
// Whoever asks for one that is not there, or is not what was asked for, gets a zero; wrong() then
// names the first such field. A name that comes twice is wrong from the start.
#pragma once

#include <simdjson.h>

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace wick::venue::binance {

class StreamMembers {
 public:
  // The path, as in "k.", goes before the names of fields where one is wrong.
  StreamMembers(std::optional<simdjson::dom::object> object, std::string path);

  [[nodiscard]] bool has(char name) const;
  [[nodiscard]] std::string_view text(char name);
  [[nodiscard]] std::int64_t integer(char name);
  [[nodiscard]] double decimal(char name);  // inside a string
  [[nodiscard]] bool flag(char name);
  [[nodiscard]] StreamMembers inside(char name);  // empty where it is no object

  [[nodiscard]] const std::string& wrong() const { return wrong_; }

 private:
  template <typename T>
  std::optional<T> read(char name, const char* kind);
  void complain(char name, const std::string& what);

  std::array<std::optional<simdjson::dom::element>, 128> members_;
  std::string path_;
  std::string wrong_;
};

}  // namespace wick::venue::binance
