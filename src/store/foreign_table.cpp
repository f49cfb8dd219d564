#include "store/foreign_table.hpp"

#include <span>
#include <utility>

namespace wick::store {

base::Result<ForeignTable> ForeignTable::open(std::string_view bytes) {
  if (parquet::is_parquet(bytes)) {
    auto file = parquet::File::open(bytes);
    if (!file) return file.error();
    return ForeignTable(*std::move(file));
  }
  auto file = arrow::ForeignFile::open(std::as_bytes(std::span(bytes)));
  if (!file) return file.error();
  return ForeignTable(*std::move(file));
}

std::size_t ForeignTable::rows() const {
  return std::visit([](const auto& file) { return file.rows(); }, file_);
}

bool ForeignTable::has(std::string_view column) const {
  return std::visit([&](const auto& file) { return file.has(column); }, file_);
}

base::Result<ForeignTable::Times> ForeignTable::times(std::string_view column) const {
  return std::visit([&](const auto& file) { return file.times(column); }, file_);
}

base::Result<ForeignTable::Numbers> ForeignTable::numbers(std::string_view column) const {
  return std::visit([&](const auto& file) { return file.numbers(column); }, file_);
}

base::Result<ForeignTable::Texts> ForeignTable::texts(std::string_view column) const {
  return std::visit([&](const auto& file) { return file.texts(column); }, file_);
}

}  // namespace wick::store
