// Messages of FIX 4.4 as bytes, length and checksum included.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace wick::feed::fix {

// What stands between the frame's begin and its end, field by field. Values must not hold SOH: one
// that does is cut there, so that nobody can write fields of his own.
class Body {
 public:
  explicit Body(std::string_view type) { add(35, type); }

  Body& add(int tag, std::string_view value);
  Body& add(int tag, std::int64_t value);
  Body& append(std::string_view fields);  // as they are

  [[nodiscard]] const std::string& bytes() const { return bytes_; }

 private:
  std::string bytes_;
};

// 8=FIX.4.4|9=...|body|10=...|
[[nodiscard]] std::string framed(std::string_view body);

// 10=146|, for what stands before it.
[[nodiscard]] std::array<char, 7> trailer_of(std::string_view before);

}  // namespace wick::feed::fix
