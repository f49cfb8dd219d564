#include "parquet/page.hpp"

#include <utility>

#include "parquet/packing.hpp"

namespace wick::parquet {
namespace {

constexpr std::int64_t kValuesMax = 1'000'000;
constexpr std::size_t kLengthSize = 4;
constexpr std::int64_t kHybridLevels = 3;

std::size_t u32(std::string_view bytes) {
  std::size_t value = 0;
  for (std::size_t i = kLengthSize; i-- > 0;) {
    value = value << 8U | static_cast<unsigned char>(bytes[i]);
  }
  return value;
}

bool is_wanted(std::int64_t type) {
  return type >= 0 && type <= static_cast<int>(PageType::kDataVersion2) &&
         type != static_cast<int>(PageType::kIndex);
}

}  // namespace

base::Result<std::optional<Page>> Pages::next() {
  while (!rest_.empty()) {
    Thrift thrift(rest_);
    const PageHeader header = read_page_header(thrift);
    if (thrift.failed()) return not_whole("the head of a page is malformed");
    rest_.remove_prefix(thrift.used());
    if (header.size < 0 || static_cast<std::uint64_t>(header.size) > rest_.size()) {
      return not_whole("a page reaches beyond its column");
    }
    const std::string_view bytes = rest_.substr(0, static_cast<std::size_t>(header.size));
    rest_.remove_prefix(bytes.size());
    if (!is_wanted(header.type)) continue;
    auto page = open(header, bytes);
    if (!page) return page.error();
    return std::optional(*std::move(page));
  }
  return std::optional<Page>();
}

base::Result<Page> Pages::open(const PageHeader& header, std::string_view bytes) {
  if (header.values < 0 || header.unpacked_size < 0) return not_whole("a page has no size");
  if (header.values > kValuesMax || header.unpacked_size > left_) {
    return not_read_here("a page is larger than that of a day can be");
  }
  left_ -= header.unpacked_size;
  Page page{.type = static_cast<PageType>(header.type),
            .encoding = header.encoding,
            .values = static_cast<std::size_t>(header.values),
            .levels = {},
            .body = {}};
  if (page.type == PageType::kDataVersion2) return open_version_2(header, std::move(page), bytes);
  auto body = unpack(codec_, bytes, static_cast<std::size_t>(header.unpacked_size));
  if (!body) return body.error();
  page.body = *std::move(body);
  if (page.type == PageType::kDictionary || !column_.optional) return page;
  if (header.level_encoding != kHybridLevels) {
    return not_read_here("it tells what is there in a way that is no more in use");
  }
  return open_version_1(std::move(page));
}

// The levels stand in front of the values, after their size.
base::Result<Page> Pages::open_version_1(Page page) {
  if (page.body.size() < kLengthSize) return not_whole("a page is cut");
  const std::size_t size = u32(page.body);
  if (size > page.body.size() - kLengthSize) return not_whole("a page is cut");
  page.levels = page.body.substr(kLengthSize, size);
  page.body.erase(0, kLengthSize + size);
  return page;
}

// Here they are never packed, and their size is in the head.
base::Result<Page> Pages::open_version_2(const PageHeader& header, Page page,
                                         std::string_view bytes) const {
  if (header.repeats_size != 0) return not_whole("a page of a plain column has lists");
  const std::int64_t levels = column_.optional ? header.levels_size : 0;
  if (levels < 0 || levels != header.levels_size || levels > header.unpacked_size ||
      static_cast<std::uint64_t>(levels) > bytes.size()) {
    return not_whole("a page is cut");
  }
  page.levels = bytes.substr(0, static_cast<std::size_t>(levels));
  bytes.remove_prefix(page.levels.size());
  const auto size = static_cast<std::size_t>(header.unpacked_size - levels);
  // Nothing needs no packing, whatever the codec is.
  auto body = header.packed && !bytes.empty() ? unpack(codec_, bytes, size) : std::string(bytes);
  if (!body) return body.error();
  if (body->size() != size) return not_whole("a page has another size than it says");
  page.body = *std::move(body);
  return page;
}

}  // namespace wick::parquet
