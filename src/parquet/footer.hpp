// What the footer of a Parquet file says of its columns and row groups.
// For the sources of this room alone, but for the members of File.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"

namespace wick::parquet {

// As the format numbers them.
enum class Physical : std::int8_t {
  kBoolean = 0,
  kInt32 = 1,
  kInt64 = 2,
  kInt96 = 3,
  kFloat = 4,
  kDouble = 5,
  kBytes = 6,
  kFixedBytes = 7,
};
enum class Meaning : std::uint8_t { kOther, kSigned, kUnsigned, kReal, kTime, kText };

struct Column {
  std::string name;       // empty where it lies inside of another one
  std::string type_name;  // for people
  Physical physical{};
  Meaning meaning{};
  std::int64_t per_second{};  // of a time that is an integer
  bool optional{};
};

// A column's part in one row group.
struct Part {
  std::int64_t codec{};
  std::size_t begin{};
  std::size_t size{};
};

struct Group {
  std::size_t rows{};
  std::vector<Part> parts;  // one for each column
};

struct Footer {
  std::vector<Column> columns;
  std::vector<Group> groups;
  std::size_t rows{};
};

// Refuses what is no Parquet file, is encrypted, or has more rows than a day can have.
[[nodiscard]] base::Result<Footer> read_footer(std::string_view file);

[[nodiscard]] base::Error not_whole(const std::string& what);  // kCorrupt
[[nodiscard]] base::Error not_read_here(std::string what);     // kUnsupported

}  // namespace wick::parquet
