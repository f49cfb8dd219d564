#include "cli/amounts.hpp"

#include <algorithm>
#include <array>
#include <string_view>

#include "base/json_text.hpp"
#include "core/time_text.hpp"

namespace wick::cli {

std::string bytes_text(std::uint64_t bytes) {
  constexpr std::array kUnits = {"B", "kB", "MB", "GB", "TB", "PB", "EB"};
  if (bytes < 1000) return std::to_string(bytes) + " B";
  std::size_t unit = 1;
  std::uint64_t size = 1000;
  while (bytes / size >= 1000) {
    size *= 1000;
    ++unit;
  }
  const std::uint64_t tenths = bytes / (size / 10);
  return std::to_string(tenths / 10) + "." + std::to_string(tenths % 10) + " " + kUnits[unit];
}

std::string plural(std::uint64_t count, const std::string& noun) {
  return std::to_string(count) + " " + noun + (count == 1 ? "" : "s");
}

std::string seconds_text(core::Micros time) {
  const auto hundredths = time.count() / 10'000;
  if (hundredths >= 6000) {
    return std::to_string(hundredths / 6000) + " min " + std::to_string(hundredths % 6000 / 100) +
           " s";
  }
  if (hundredths >= 1000) return std::to_string(hundredths / 100) + " s";
  const std::string part = std::to_string(hundredths % 100);
  return std::to_string(hundredths / 100) + "." + (part.size() < 2 ? "0" : "") + part + " s";
}

std::string instant_text(core::UtcTime t) {
  std::string text = core::to_iso(t);
  if (text.ends_with(":00Z")) text.replace(text.size() - 4, 4, "Z");
  return text;
}

void TextTable::add(std::vector<std::string> row) {
  row.resize(sides_.size());
  rows_.push_back(std::move(row));
}

std::string TextTable::text() const {
  std::vector<std::size_t> widths(sides_.size());
  for (const auto& row : rows_) {
    for (std::size_t i = 0; i < row.size(); ++i) widths[i] = std::max(widths[i], row[i].size());
  }
  std::string text;
  for (const auto& row : rows_) {
    std::string line;
    for (std::size_t i = 0; i < row.size(); ++i) {
      const std::string pad(widths[i] - row[i].size(), ' ');
      line += i == 0 ? "" : "  ";
      line += sides_[i] == Side::kRight ? pad + row[i] : row[i] + pad;
    }
    line.erase(line.find_last_not_of(' ') + 1);
    text += line + "\n";
  }
  return text;
}

JsonObject& JsonObject::text(std::string_view key, std::string_view value) {
  return raw(key, base::json_quoted(value));
}
JsonObject& JsonObject::number(std::string_view key, std::uint64_t value) {
  return raw(key, std::to_string(value));
}
JsonObject& JsonObject::time(std::string_view key, core::UtcTime value) {
  return text(key, core::to_iso(value));
}
JsonObject& JsonObject::raw(std::string_view key, std::string_view json) {
  members_ += members_.empty() ? "\"" : ",\"";
  members_.append(key).append("\":").append(json);
  return *this;
}

std::string json_array(const std::vector<std::string>& items) {
  std::string json = "[";
  for (const std::string& item : items) json += (json.size() > 1 ? "," : "") + item;
  return json + "]";
}

}  // namespace wick::cli
