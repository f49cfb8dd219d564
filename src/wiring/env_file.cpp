#include "wiring/env_file.hpp"

#include <algorithm>
#include <optional>
#include <utility>

namespace wick::wiring {
namespace {

constexpr std::string_view kMark = "\xEF\xBB\xBF";
constexpr std::string_view kBlanks = " \t";
constexpr std::string_view kExport = "export";

bool is_blank(char c) {
  return c == ' ' || c == '\t';
}

bool is_name_character(char c) {
  const bool letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
  return letter || (c >= '0' && c <= '9') || c == '_' || c == '.' || c == '-';
}

void skip_blanks(std::string_view& text) {
  text.remove_prefix(std::min(text.find_first_not_of(kBlanks), text.size()));
}

std::string_view take_name(std::string_view& text) {
  const auto end = std::find_if_not(text.begin(), text.end(), is_name_character);
  const std::string_view name = text.substr(0, static_cast<std::size_t>(end - text.begin()));
  text.remove_prefix(name.size());
  skip_blanks(text);
  return name;
}

char unescaped(char c) {
  switch (c) {
    case 'n':
      return '\n';
    case 'r':
      return '\r';
    case 't':
      return '\t';
    default:
      return c;
  }
}

bool is_escape(std::string_view text) {
  return text.size() > 1 && text[0] == '\\' &&
         std::string_view("nrt\"\\$").find(text[1]) != std::string_view::npos;
}

// Up to the closing quote, which is taken too; nothing where there is none.
std::optional<std::string> take_quoted(std::string_view& text) {
  const char quote = text.front();
  text.remove_prefix(1);
  std::string value;
  while (!text.empty() && text.front() != quote) {
    const bool escape = quote == '"' && is_escape(text);
    value += escape ? unescaped(text[1]) : text.front();
    text.remove_prefix(escape ? 2 : 1);
  }
  if (text.empty()) return std::nullopt;
  text.remove_prefix(1);
  return value;
}

std::string_view take_bare(std::string_view& text) {
  std::size_t end = 0;
  while (end < text.size() && !(text[end] == '#' && (end == 0 || is_blank(text[end - 1])))) ++end;
  std::string_view value = text.substr(0, end);
  while (!value.empty() && is_blank(value.back())) value.remove_suffix(1);
  text = {};
  return value;
}

// What is wrong with the line, or nothing; a line without an assignment leaves the name empty.
std::string read_line(std::string_view line, EnvEntry& entry) {
  skip_blanks(line);
  if (line.empty() || line.front() == '#') return "";
  std::string_view name = take_name(line);
  if (name == kExport && !line.starts_with('=')) name = take_name(line);
  if (name.empty() || !line.starts_with('=')) return "write NAME=value";
  line.remove_prefix(1);
  skip_blanks(line);
  entry.name = name;
  if (!line.starts_with('"') && !line.starts_with('\'')) {
    entry.value = take_bare(line);
    return "";
  }
  auto value = take_quoted(line);
  if (!value) return "the quote of " + entry.name + " is not closed on its line";
  entry.value = *std::move(value);
  const bool parted = line.empty() || is_blank(line.front());
  skip_blanks(line);
  const bool ended = line.empty() || (parted && line.front() == '#');
  return ended ? "" : "there is more after the closing quote of " + entry.name;
}

}  // namespace

base::Result<std::vector<EnvEntry>> read_env_file(const std::string& path, std::string_view text) {
  if (text.starts_with(kMark)) text.remove_prefix(kMark.size());
  std::vector<EnvEntry> entries;
  for (std::size_t number = 1; !text.empty(); ++number) {
    std::string_view line = text.substr(0, text.find('\n'));
    text.remove_prefix(std::min(line.size() + 1, text.size()));
    if (line.ends_with('\r')) line.remove_suffix(1);
    EnvEntry entry{.line = number};
    std::string wrong = read_line(line, entry);
    if (line.find('\0') != std::string_view::npos) wrong = "it holds a byte of zero";
    if (!wrong.empty()) {
      return base::within(path + ":" + std::to_string(number),
                          base::Error{base::ErrorKind::kInvalid, std::move(wrong)});
    }
    if (!entry.name.empty()) entries.push_back(std::move(entry));
  }
  return entries;
}

}  // namespace wick::wiring
