// FIX 4.4 on the wire: tag=value pairs, a length and a checksum.
//
// Total: any bytes are messages, garbled messages, or the beginning of one. What is longer than
// 64 KiB without an end is garbled.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "sim/market/market.hpp"

namespace wick::sim {

constexpr char kFixEnd = '\x01';  // behind each field

struct FixMessage {
  std::vector<std::pair<int, std::string>> fields;  // but for 8, 9 and 10
  bool garbled{};                                   // length, checksum or fields are wrong

  [[nodiscard]] const std::string* find(int tag) const;  // the first
  [[nodiscard]] std::string_view text(int tag) const;    // empty where there is none
  [[nodiscard]] std::optional<std::int64_t> integer(int tag) const;
  [[nodiscard]] std::vector<std::string> all(int tag) const;
};

// Cuts what comes into messages.
class FixSplitter {
 public:
  void add(std::string_view bytes) { heard_ += bytes; }
  [[nodiscard]] std::optional<FixMessage> next();

 private:
  std::string heard_;
};

// The body of a message under way; begins with its type.
class FixBody {
 public:
  explicit FixBody(std::string_view type) : type_(type) {}

  FixBody& add(int tag, std::string_view value);
  FixBody& add(int tag, std::int64_t value) { return add(tag, std::to_string(value)); }

  [[nodiscard]] const std::string& type() const { return type_; }
  [[nodiscard]] const std::string& text() const { return text_; }

 private:
  std::string type_, text_;
};

// With 8, 9 and 10 around what lies between them.
[[nodiscard]] std::string fix_frame(std::string_view inside);

[[nodiscard]] std::string fix_time(Micros at);          // 20240305-13:04:00.123
[[nodiscard]] std::string fix_date(Micros at);          // 20240305
[[nodiscard]] std::string fix_whole_second(Micros at);  // 13:04:00.000

}  // namespace wick::sim
