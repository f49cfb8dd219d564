// A file of columns that another program wrote: Arrow or Parquet, whatever its name says.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "arrow/foreign_file.hpp"
#include "base/result.hpp"
#include "parquet/file.hpp"

namespace wick::store {

class ForeignTable {
 public:
  // The bytes must outlive the table.
  [[nodiscard]] static base::Result<ForeignTable> open(std::string_view bytes);

  [[nodiscard]] std::size_t rows() const;
  [[nodiscard]] bool has(std::string_view column) const;

  // As arrow::ForeignFile and parquet::File have them.
  using Times = std::vector<std::optional<std::int64_t>>;
  using Numbers = std::vector<std::optional<double>>;
  [[nodiscard]] base::Result<Times> times(std::string_view column) const;
  using Texts = std::vector<std::optional<std::string>>;
  [[nodiscard]] base::Result<Numbers> numbers(std::string_view column) const;
  [[nodiscard]] base::Result<Texts> texts(std::string_view column) const;

 private:
  using Any = std::variant<arrow::ForeignFile, parquet::File>;
  explicit ForeignTable(Any file) : file_(std::move(file)) {}

  Any file_;
};

}  // namespace wick::store
