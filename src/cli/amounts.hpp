// Amounts as people read them, and lines that fit a terminal.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "core/time.hpp"

namespace wick::cli {

[[nodiscard]] std::string bytes_text(std::uint64_t bytes);  // 999 B, 1.0 kB, 35.1 MB, 2.4 GB
[[nodiscard]] std::string plural(std::uint64_t count, const std::string& noun);  // 1 file, 2 files
[[nodiscard]] std::string seconds_text(core::Micros time);  // 0.04 s, 3 min 20 s
// 2024-03-05T10:31Z: without seconds where there are none.
[[nodiscard]] std::string instant_text(core::UtcTime t);

// Columns as wide as their widest text, two spaces apart; numbers stand to the right.
class TextTable {
 public:
  enum class Side : std::uint8_t { kLeft, kRight };
  explicit TextTable(std::vector<Side> sides) : sides_(std::move(sides)) {}
  void add(std::vector<std::string> row);
  [[nodiscard]] std::string text() const;

 private:
  std::vector<Side> sides_;
  std::vector<std::vector<std::string>> rows_;
};

// A JSON object, member by member.
class JsonObject {
 public:
  JsonObject& text(std::string_view key, std::string_view value);
  JsonObject& number(std::string_view key, std::uint64_t value);
  JsonObject& raw(std::string_view key, std::string_view json);
  JsonObject& time(std::string_view key, core::UtcTime value);
  [[nodiscard]] std::string finish() const { return "{" + members_ + "}"; }

 private:
  std::string members_;
};
[[nodiscard]] std::string json_array(const std::vector<std::string>& items);

}  // namespace wick::cli
