// What stands in front of a page. For the sources of this room alone.
#pragma once

#include <cstdint>

#include "parquet/thrift.hpp"

namespace wick::parquet {

// As the format numbers them.
enum class PageType : std::int8_t {
  kData = 0,
  kIndex = 1,
  kDictionary = 2,
  kDataVersion2 = 3,
};

// As it was told; -1 is nothing.
struct PageHeader {
  std::int64_t type{-1};
  std::int64_t unpacked_size{-1};
  std::int64_t size{-1};
  std::int64_t values{-1};
  std::int64_t encoding{-1};
  std::int64_t level_encoding{-1};  // of version 1
  std::int64_t levels_size{-1};     // of version 2, like the rest
  std::int64_t repeats_size{-1};
  bool packed{true};
};

[[nodiscard]] PageHeader read_page_header(Thrift& thrift);

}  // namespace wick::parquet
