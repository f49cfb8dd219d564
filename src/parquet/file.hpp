// A Parquet file that any other program wrote, of which a few plain columns are wanted.
//
// Read are pages of both versions, values as they are or by dictionary, packed with nothing,
// Snappy, gzip or Zstandard. Lists and structs are stepped over. Every offset and length that is
// followed is checked, and no more is unpacked than a day can have. What is damaged is kCorrupt;
// what is whole but not read here is kUnsupported, and the text says what to do. Checksums of pages
// are not compared.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"
#include "parquet/footer.hpp"

namespace wick::parquet {

[[nodiscard]] bool is_parquet(std::string_view bytes);

class File {
 public:
  // The bytes must outlive the file.
  [[nodiscard]] static base::Result<File> open(std::string_view bytes);

  [[nodiscard]] std::size_t rows() const { return footer_.rows; }
  [[nodiscard]] bool has(std::string_view column) const { return find(column).has_value(); }

  // A whole column, a null as nothing. A column that is not there, or of another type, is
  // kUnsupported. Times are microseconds since 1970, rounded down; those without a zone are UTC.
  using Times = std::vector<std::optional<std::int64_t>>;
  using Numbers = std::vector<std::optional<double>>;
  using Texts = std::vector<std::optional<std::string>>;
  [[nodiscard]] base::Result<Times> times(std::string_view column) const;
  [[nodiscard]] base::Result<Numbers> numbers(std::string_view column) const;
  [[nodiscard]] base::Result<Texts> texts(std::string_view column) const;

 private:
  File(std::string_view bytes, Footer footer) : bytes_(bytes), footer_(std::move(footer)) {}
  [[nodiscard]] std::optional<std::size_t> find(std::string_view column) const;

  std::string_view bytes_;
  Footer footer_;
};

}  // namespace wick::parquet
