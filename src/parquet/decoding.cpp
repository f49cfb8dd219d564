#include "parquet/decoding.hpp"

#include <algorithm>
#include <array>
#include <utility>

#include "parquet/hybrid.hpp"
#include "parquet/page.hpp"

namespace wick::parquet {
namespace {

enum class Encoding : std::uint8_t { kPlain = 0, kPlainDictionary = 2, kDictionary = 8 };
constexpr std::array kEncodings = {
    "PLAIN",      "GROUP_VAR_INT",       "PLAIN_DICTIONARY",        "RLE",
    "BIT_PACKED", "DELTA_BINARY_PACKED", "DELTA_LENGTH_BYTE_ARRAY", "DELTA_BYTE_ARRAY",
    "DICTIONARY", "BYTE_STREAM_SPLIT"};
constexpr std::size_t kTextSize = 4;            // of the length in front of each
constexpr std::size_t kWeightMax = 64U << 20U;  // of values that a dictionary repeats

base::Error unknown_encoding(const Column& column, std::int64_t encoding) {
  const bool known = encoding >= 0 && encoding < std::int64_t{kEncodings.size()};
  return not_read_here(
      "its column " + column.name + " is written as " +
      (known ? kEncodings.at(static_cast<std::size_t>(encoding)) : "nobody knows") +
      "; write it again: polars.read_parquet(FILE).write_parquet(FILE)");
}

std::size_t width_of(Physical physical) {
  switch (physical) {
    case Physical::kInt32:
    case Physical::kFloat:
      return 4;
    case Physical::kInt64:
    case Physical::kDouble:
      return 8;
    case Physical::kInt96:
      return 12;
    default:
      return 0;
  }
}

std::uint64_t little(std::string_view bytes) {
  std::uint64_t value = 0;
  for (std::size_t i = bytes.size(); i-- > 0;) {
    value = value << 8U | static_cast<std::uint8_t>(bytes[i]);
  }
  return value;
}

// How values of one kind stand one after the other: takes one off, or says that it is cut.
struct PlainCells {
  std::size_t width;
  std::optional<Cell> take(std::string_view& bytes) const {
    if (bytes.size() < width) return std::nullopt;
    const std::string_view taken = bytes.substr(0, width);
    bytes.remove_prefix(width);
    return Cell{little(taken.substr(0, 8)),
                width > 8 ? static_cast<std::uint32_t>(little(taken.substr(8))) : 0};
  }
};
struct PlainTexts {
  static std::optional<std::string> take(std::string_view& bytes) {
    if (bytes.size() < kTextSize) return std::nullopt;
    const std::uint64_t size = little(bytes.substr(0, kTextSize));
    if (size > bytes.size() - kTextSize) return std::nullopt;
    std::string taken(bytes.substr(kTextSize, size));
    bytes.remove_prefix(kTextSize + taken.size());
    return taken;
  }
};

std::size_t weight_of(const Cell& /*cell*/) {
  return sizeof(Cell);
}
std::size_t weight_of(const std::string& text) {
  return text.size();
}

// One column, page by page.
template <typename Value, typename Plain>
class Decoding {
 public:
  Decoding(const Column& column, Plain plain) : column_(column), plain_(plain) {}

  base::Result<void> take(std::string_view bytes, const Part& part, std::size_t rows) {
    Pages pages(bytes.substr(part.begin, part.size), column_, part.codec);
    const std::size_t end = values_.size() + rows;
    dictionary_.reset();
    while (values_.size() < end) {
      auto page = pages.next();
      if (!page) return page.error();
      if (!*page) return not_whole("column " + column_.name + " is shorter than its rows");
      if (auto taken = take_page(**page, end - values_.size()); !taken) return taken;
    }
    return {};
  }
  std::vector<std::optional<Value>> finish() && { return std::move(values_); }

 private:
  base::Result<void> take_page(const Page& page, std::size_t room) {
    if (page.type == PageType::kDictionary) return take_dictionary(page);
    if (page.values > room) return not_whole("column " + column_.name + " is longer than its rows");
    std::vector<std::uint32_t> there(page.values, 1);
    if (column_.optional) {
      auto levels = read_hybrid(page.levels, 1, page.values);
      if (!levels) return levels.error();
      there = *std::move(levels);
    }
    switch (static_cast<Encoding>(page.encoding)) {
      case Encoding::kPlain:
        return take_plain(page, there);
      case Encoding::kPlainDictionary:
      case Encoding::kDictionary:
        return take_places(page, there);
    }
    return unknown_encoding(column_, page.encoding);
  }

  base::Result<void> take_dictionary(const Page& page) {
    const auto encoding = static_cast<Encoding>(page.encoding);
    if (encoding != Encoding::kPlain && encoding != Encoding::kPlainDictionary) {
      return unknown_encoding(column_, page.encoding);
    }
    std::string_view rest = page.body;
    dictionary_.emplace();
    for (std::size_t i = 0; i < page.values; ++i) {
      auto value = plain_.take(rest);
      if (!value) return not_whole("the dictionary of column " + column_.name + " is cut");
      dictionary_->push_back(*std::move(value));
    }
    return {};
  }

  base::Result<void> take_plain(const Page& page, const std::vector<std::uint32_t>& there) {
    std::string_view rest = page.body;
    for (const std::uint32_t is_there : there) {
      auto value = is_there == 0 ? std::optional<Value>() : plain_.take(rest);
      if (is_there != 0 && !value) return not_whole("column " + column_.name + " is cut");
      values_.push_back(std::move(value));
    }
    return {};
  }

  base::Result<void> take_places(const Page& page, const std::vector<std::uint32_t>& there) {
    const auto present = static_cast<std::size_t>(std::ranges::count(there, 1U));
    if (present > 0 && page.body.empty()) return not_whole("column " + column_.name + " is cut");
    const unsigned width = present > 0 ? static_cast<std::uint8_t>(page.body.front()) : 0;
    const auto places =
        read_hybrid(std::string_view(page.body).substr(present > 0 ? 1 : 0), width, present);
    if (!places) return places.error();
    auto place = places->begin();
    for (const std::uint32_t is_there : there) {
      if (is_there == 0) {
        values_.emplace_back();
      } else if (!dictionary_ || *place >= dictionary_->size()) {
        return not_whole("column " + column_.name + " points out of its dictionary");
      } else {
        weight_ += weight_of((*dictionary_)[*place]);
        if (weight_ > kWeightMax) return not_read_here("its texts are longer than a day's can be");
        values_.emplace_back((*dictionary_)[*place++]);
      }
    }
    return {};
  }

  const Column& column_;
  Plain plain_;
  std::optional<std::vector<Value>> dictionary_;
  std::vector<std::optional<Value>> values_;
  std::size_t weight_{0};
};

template <typename Value, typename Plain>
base::Result<std::vector<std::optional<Value>>> decode(std::string_view file, const Footer& footer,
                                                       std::size_t index, Plain plain) {
  Decoding<Value, Plain> decoding(footer.columns[index], plain);
  for (const Group& group : footer.groups) {
    if (auto taken = decoding.take(file, group.parts[index], group.rows); !taken) {
      return taken.error();
    }
  }
  return std::move(decoding).finish();
}

}  // namespace

base::Result<Cells> read_cells(std::string_view file, const Footer& footer, std::size_t index) {
  const std::size_t width = width_of(footer.columns[index].physical);
  if (width == 0)
    return not_read_here("its column " + footer.columns[index].name + " is no number");
  return decode<Cell>(file, footer, index, PlainCells{width});
}

base::Result<Texts> read_texts(std::string_view file, const Footer& footer, std::size_t index) {
  if (footer.columns[index].physical != Physical::kBytes) {
    return not_read_here("its column " + footer.columns[index].name + " is no text");
  }
  return decode<std::string>(file, footer, index, PlainTexts{});
}

}  // namespace wick::parquet
