// The pages of a column in one row group, unpacked one by one.
// For the sources of this room alone.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "parquet/footer.hpp"
#include "parquet/page_header.hpp"

namespace wick::parquet {

struct Page {
  PageType type{};  // data or a dictionary
  std::int64_t encoding{};
  std::size_t values{};  // with those that are not there
  std::string levels;    // which are there; empty where all must be
  std::string body;
};

class Pages {
 public:
  // The bytes of the part, and the column, must outlive it.
  Pages(std::string_view part, const Column& column, std::int64_t codec)
      : rest_(part), column_(column), codec_(codec) {}

  // The next one, or nothing behind the last one. All together are never unpacked to more than a
  // day's column can have.
  [[nodiscard]] base::Result<std::optional<Page>> next();

 private:
  [[nodiscard]] base::Result<Page> open(const PageHeader& header, std::string_view bytes);
  [[nodiscard]] static base::Result<Page> open_version_1(Page page);
  [[nodiscard]] base::Result<Page> open_version_2(const PageHeader& header, Page page,
                                                  std::string_view bytes) const;

  std::string_view rest_;
  const Column& column_;
  std::int64_t codec_;
  std::int64_t left_{std::int64_t{64} << 20U};  // bytes that may still be unpacked
};

}  // namespace wick::parquet
