#include "sim/stream/positioned_json.hpp"

#include <algorithm>
#include <cstdint>
#include <optional>

#include "base/json_text.hpp"

namespace wick::sim {
namespace {

constexpr int kDepthMax = 32;

class Reader {
 public:
  explicit Reader(std::string_view text) : text_(text) {}

  std::variant<JsonValue, JsonError> read() {
    JsonValue value;
    if (!read_value(value, 0)) return error_;
    skip_space();
    if (at_ < text_.size()) return JsonError{"trailing characters", at_ + 1};
    return value;
  }

 private:
  bool refuse(const char* what) {
    error_ = {what, std::min(at_ + 1, text_.size())};
    return false;
  }

  [[nodiscard]] bool ended() const { return at_ >= text_.size(); }
  [[nodiscard]] char peek() const { return ended() ? '\0' : text_[at_]; }

  void skip_space() {
    while (!ended() && std::string_view(" \t\r\n").find(text_[at_]) != std::string_view::npos)
      at_++;
  }

  bool read_value(JsonValue& value, int depth) {
    skip_space();
    if (ended()) return refuse("EOF while parsing a value");
    if (depth > kDepthMax) return refuse("recursion limit exceeded");
    const bool good = read_any(value, depth);
    value.end = at_;
    return good;
  }

  bool read_any(JsonValue& value, int depth) {
    switch (peek()) {
      case '{':
        return read_object(value, depth);
      case '[':
        return read_array(value, depth);
      case '"':
        value.kind = JsonValue::Kind::kString;
        return read_string(value.text);
      case 't':
        return read_word(value, "true", JsonValue::Kind::kBool);
      case 'f':
        return read_word(value, "false", JsonValue::Kind::kBool);
      case 'n':
        return read_word(value, "null", JsonValue::Kind::kNull);
      default:
        return read_number(value);
    }
  }

  bool read_word(JsonValue& value, std::string_view word, JsonValue::Kind kind) {
    if (text_.substr(at_, word.size()) != word) return refuse("expected ident");
    at_ += word.size();
    value.kind = kind;
    value.text = word;
    return true;
  }

  [[nodiscard]] bool at_digit() const { return peek() >= '0' && peek() <= '9'; }

  bool skip_digits() {
    if (!at_digit()) return refuse("invalid number");
    while (at_digit()) at_++;
    return true;
  }

  // A leading zero stands alone.
  bool skip_whole() {
    if (peek() != '0') return skip_digits();
    at_++;
    return !at_digit() || refuse("invalid number");
  }

  bool skip_fraction() {
    if (peek() != '.') return true;
    at_++;
    return skip_digits();
  }

  bool skip_exponent() {
    if (peek() != 'e' && peek() != 'E') return true;
    at_++;
    if (peek() == '+' || peek() == '-') at_++;
    return skip_digits();
  }

  bool read_number(JsonValue& value) {
    const std::size_t begin = at_;
    if (peek() != '-' && !at_digit()) return refuse("expected value");
    if (peek() == '-') at_++;
    if (!skip_whole() || !skip_fraction() || !skip_exponent()) return false;
    value.kind = JsonValue::Kind::kNumber;
    value.text = text_.substr(begin, at_ - begin);
    return true;
  }

  bool read_string(std::string& out) {
    at_++;
    while (!ended() && peek() != '"') {
      if (static_cast<unsigned char>(peek()) < 0x20) return refuse("control character found");
      if (peek() == '\\') {
        if (!read_escape(out)) return false;
      } else {
        out += text_[at_++];
      }
    }
    if (ended()) return refuse("EOF while parsing a string");
    at_++;
    return true;
  }

  bool read_escape(std::string& out) {
    constexpr std::string_view kNames = "\"\\/bfnrt";
    constexpr std::string_view kMeant = "\"\\/\b\f\n\r\t";
    at_++;
    const std::size_t which = ended() ? std::string_view::npos : kNames.find(peek());
    if (which != std::string_view::npos) {
      out += kMeant[which];
      at_++;
      return true;
    }
    if (peek() != 'u') return refuse("invalid escape");
    const auto code = hex_code(text_.substr(at_ + 1, 4));
    if (!code) return refuse("invalid escape");
    at_ += 5;
    append_utf8(out, *code);
    return true;
  }

  static std::optional<std::uint32_t> hex_code(std::string_view digits) {
    if (digits.size() != 4) return std::nullopt;
    std::uint32_t code = 0;
    for (const char digit : digits) {
      const auto value =
          std::string_view("0123456789abcdef")
              .find(digit >= 'A' && digit <= 'F' ? static_cast<char>(digit - 'A' + 'a') : digit);
      if (value == std::string_view::npos) return std::nullopt;
      code = code * 16 + static_cast<std::uint32_t>(value);
    }
    return code;
  }

  // Stream names are ASCII, so a surrogate pair is kept as the two halves it was sent as.
  static void append_utf8(std::string& out, std::uint32_t code) {
    if (code < 0x80) {
      out += static_cast<char>(code);
    } else if (code < 0x800) {
      out += static_cast<char>(0xC0 | (code >> 6U));
      out += static_cast<char>(0x80 | (code & 0x3FU));
    } else {
      out += static_cast<char>(0xE0 | (code >> 12U));
      out += static_cast<char>(0x80 | ((code >> 6U) & 0x3FU));
      out += static_cast<char>(0x80 | (code & 0x3FU));
    }
  }

  bool read_array(JsonValue& value, int depth) {
    value.kind = JsonValue::Kind::kArray;
    at_++;
    skip_space();
    if (peek() == ']') return at_++, true;
    for (;;) {
      if (!read_value(value.items.emplace_back(), depth + 1)) return false;
      skip_space();
      if (ended()) return refuse("EOF while parsing a list");
      if (peek() == ']') return at_++, true;
      if (peek() != ',') return refuse("expected `,` or `]`");
      at_++;
    }
  }

  bool read_object(JsonValue& value, int depth) {
    value.kind = JsonValue::Kind::kObject;
    at_++;
    skip_space();
    if (peek() == '}') return at_++, true;
    for (;;) {
      if (!read_member(value, depth)) return false;
      skip_space();
      if (ended()) return refuse("EOF while parsing an object");
      if (peek() == '}') return at_++, true;
      if (peek() != ',') return refuse("expected `,` or `}`");
      at_++;
    }
  }

  bool read_member(JsonValue& value, int depth) {
    skip_space();
    if (ended()) return refuse("EOF while parsing an object");
    if (peek() != '"') return refuse("key must be a string");
    if (!read_string(value.names.emplace_back())) return false;
    skip_space();
    if (peek() != ':') return refuse("expected `:`");
    at_++;
    return read_value(value.items.emplace_back(), depth + 1);
  }

  std::string_view text_;
  std::size_t at_{};
  JsonError error_;
};

}  // namespace

const JsonValue* JsonValue::find(std::string_view name) const {
  const auto found = std::find(names.rbegin(), names.rend(), name);
  if (found == names.rend()) return nullptr;
  return &items[static_cast<std::size_t>(names.rend() - found) - 1];
}

std::variant<JsonValue, JsonError> read_json(std::string_view text) {
  return Reader(text).read();
}

std::string at_place(std::string_view text, std::size_t offset) {
  const std::string_view before = text.substr(0, offset);
  const auto lines = std::count(before.begin(), before.end(), '\n');
  const std::size_t line_break = before.rfind('\n');
  const std::size_t column =
      line_break == std::string_view::npos ? before.size() : before.size() - line_break - 1;
  return " at line " + std::to_string(lines + 1) + " column " + std::to_string(column);
}

void append_json_string(std::string& out, std::string_view text) {
  out += base::json_quoted(text);
}

}  // namespace wick::sim
