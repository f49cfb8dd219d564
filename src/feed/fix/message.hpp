// One message of FIX: its type and its fields, in the order in which they came.
//
// Views into the bytes of whoever read it. The frame around it (8, 9 and 10) is not among the
// fields. Repeating groups are told apart by tags that come again, whatever their order is.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

namespace wick::feed::fix {

inline constexpr char kSoh = '\x01';  // ends each field

struct Field {
  int tag{};
  std::string_view value;

  bool operator==(const Field&) const = default;
};

class Message {
 public:
  [[nodiscard]] std::string_view type() const { return fields_.front().value; }  // of 35
  [[nodiscard]] std::span<const Field> fields() const { return fields_; }

  // The first field of that tag; of text(), empty where there is none.
  [[nodiscard]] const Field* find(int tag) const;
  [[nodiscard]] std::string_view text(int tag) const;
  // Nothing: not there, or no whole number above or at zero that is at most nine digits long.
  [[nodiscard]] std::optional<std::int64_t> number(int tag) const;

 private:
  friend class MessageReader;
  std::vector<Field> fields_;
};

// "497". Nothing: no digits, other characters, or more than nine of them.
[[nodiscard]] std::optional<std::int64_t> whole_number(std::string_view text);

// The entries of one repeating group, one after the other.
//
// An entry ends where one of its tags comes again. Venues break the order of groups, so which tag
// comes first means nothing. Fields behind the group may lie at the end of the last entry.
class Groups {
 public:
  Groups(const Message& message, int count_tag);

  // Empty: no more.
  [[nodiscard]] std::span<const Field> next();

 private:
  std::span<const Field> rest_;
  std::int64_t left_{};
};

[[nodiscard]] std::string_view text_of(std::span<const Field> entry, int tag);

}  // namespace wick::feed::fix
