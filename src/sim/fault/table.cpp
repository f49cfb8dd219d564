#include "sim/fault/table.hpp"

#include <utility>

namespace wick::sim {

Table Table::of_csv(std::shared_ptr<const std::string> text) {
  Table table;
  table.text_ = std::move(text);
  std::string_view rest = *table.text_;
  while (!rest.empty()) {
    const std::size_t end = rest.find('\n');
    const std::string_view line = rest.substr(0, end);
    const bool names = !line.empty() && (line[0] < '0' || line[0] > '9');
    if (names && table.rows.empty() && table.header.empty()) {
      table.header = line;
    } else {
      table.rows.push_back(line);
    }
    if (end == std::string_view::npos) break;
    rest.remove_prefix(end + 1);
  }
  return table;
}

std::optional<Table> Table::of_klines(std::shared_ptr<const std::string> text) {
  Table table;
  table.text_ = std::move(text);
  std::string_view rest = *table.text_;
  if (rest == "[]") return table;
  if (!rest.starts_with("[[") || !rest.ends_with("]]")) return std::nullopt;
  rest = rest.substr(2, rest.size() - 4);
  while (true) {
    const std::size_t end = rest.find("],[");
    table.rows.push_back(rest.substr(0, end));
    if (end == std::string_view::npos) return table;
    rest.remove_prefix(end + 3);
  }
}

std::string Table::csv() const {
  std::string out;
  out.reserve(text_->size());
  if (!header.empty()) {
    out += header;
    out += '\n';
  }
  for (const std::string_view row : rows) {
    out += row;
    out += '\n';
  }
  return out;
}

std::string Table::klines() const {
  std::string out;
  for (const std::string_view row : rows) {
    out += out.empty() ? "[" : "],[";
    out += row;
  }
  return out.empty() ? "[]" : "[" + out + "]]";
}

std::string_view Table::keep(std::string text) {
  return written_.emplace_back(std::move(text));
}

std::vector<std::string_view> fields_of(std::string_view row) {
  std::vector<std::string_view> fields;
  while (true) {
    const std::size_t comma = row.find(',');
    fields.push_back(row.substr(0, comma));
    if (comma == std::string_view::npos) return fields;
    row.remove_prefix(comma + 1);
  }
}

std::string row_of(const std::vector<std::string_view>& fields) {
  std::string row;
  for (const std::string_view field : fields) {
    row += field;
    row += ',';
  }
  if (!row.empty()) row.pop_back();
  return row;
}

}  // namespace wick::sim
