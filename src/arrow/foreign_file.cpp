#include "arrow/foreign_file.hpp"

#include <cstring>
#include <limits>

#include "arrow/foreign_batches.hpp"

namespace wick::arrow {
namespace {

constexpr std::int64_t kMicrosPerSecond = 1'000'000;
constexpr std::size_t kTextMax = 64U << 20U;  // bytes of a column

bool is_there(std::span<const std::byte> validity, std::size_t row) {
  return validity.empty() || (validity[row / 8] >> row % 8 & std::byte{1}) == std::byte{1};
}

template <typename T>
T value_at(std::span<const std::byte> values, std::size_t row) {
  T value;
  std::memcpy(&value, values.data() + row * sizeof(T), sizeof(T));
  return value;
}

std::int64_t signed_at(std::span<const std::byte> values, std::size_t width, std::size_t row) {
  switch (width) {
    case 1:
      return value_at<std::int8_t>(values, row);
    case 2:
      return value_at<std::int16_t>(values, row);
    case 4:
      return value_at<std::int32_t>(values, row);
    default:
      return value_at<std::int64_t>(values, row);
  }
}

std::uint64_t unsigned_at(std::span<const std::byte> values, std::size_t width, std::size_t row) {
  switch (width) {
    case 1:
      return value_at<std::uint8_t>(values, row);
    case 2:
      return value_at<std::uint16_t>(values, row);
    case 4:
      return value_at<std::uint32_t>(values, row);
    default:
      return value_at<std::uint64_t>(values, row);
  }
}

double float_at(std::span<const std::byte> values, std::size_t width, std::size_t row) {
  return width == sizeof(float) ? static_cast<double>(value_at<float>(values, row))
                                : value_at<double>(values, row);
}

// The first or the last there is where it cannot be told in microseconds.
std::int64_t micros(std::int64_t time, std::int64_t per_second) {
  if (per_second > kMicrosPerSecond) {
    const std::int64_t parts = per_second / kMicrosPerSecond;
    return time / parts - (time % parts < 0 ? 1 : 0);
  }
  const std::int64_t scale = kMicrosPerSecond / per_second;
  constexpr std::int64_t kMax = std::numeric_limits<std::int64_t>::max();
  if (time > kMax / scale) return kMax;
  if (time < -(kMax / scale)) return -kMax;
  return time * scale;
}

// Where a text lies in what its column points into.
struct Place {
  std::uint64_t buffer{};
  std::uint64_t begin{};
  std::uint64_t size{};
};

Place place_by_offsets(const ForeignPiece& piece, std::size_t width, std::size_t row) {
  const bool narrow = width == sizeof(std::int32_t);
  const auto offset = [&](std::size_t at) {
    return narrow ? value_at<std::uint32_t>(piece.values, at)
                  : value_at<std::uint64_t>(piece.values, at);
  };
  return {0, offset(row), offset(row + 1) - offset(row)};
}

std::optional<std::string> text_at(const ForeignPiece& piece, const Place& place) {
  if (place.buffer >= piece.text.size()) return std::nullopt;
  const std::span<const std::byte> bytes = piece.text[place.buffer];
  if (place.begin > bytes.size() || place.size > bytes.size() - place.begin) return std::nullopt;
  std::string text(place.size, '\0');
  if (place.size > 0) std::memcpy(text.data(), bytes.data() + place.begin, place.size);
  return text;
}

// A view has the length and either the text itself, or its beginning, a buffer and an offset.
std::optional<std::string> text_by_view(const ForeignPiece& piece, std::size_t row) {
  constexpr std::size_t kInsideMax = 12;
  const std::span<const std::byte> view =
      piece.values.subspan(row * kForeignViewSize, kForeignViewSize);
  const auto size = value_at<std::uint32_t>(view, 0);
  if (size > kInsideMax) {
    return text_at(piece,
                   {value_at<std::uint32_t>(view, 2), value_at<std::uint32_t>(view, 3), size});
  }
  return std::string(reinterpret_cast<const char*>(view.data()) + sizeof size, size);
}

base::Error not_a(const ForeignColumn& column, const char* what) {
  return not_read_here("its column " + column.name + " is " + column.type_name + ", not " + what);
}

base::Error no_column(std::string_view name) {
  return not_read_here("it has no column " + std::string(name));
}

}  // namespace

base::Result<ForeignFile> ForeignFile::open(std::span<const std::byte> file) {
  auto footer = read_foreign_footer(file);
  if (!footer) return footer.error();
  auto batches = read_foreign_batches(file, *footer);
  if (!batches) return batches.error();
  ForeignFile opened;
  opened.columns_ = std::move(footer->columns);
  opened.pieces_ = std::move(batches->pieces);
  opened.rows_ = batches->rows;
  return opened;
}

const ForeignColumn* ForeignFile::find(std::string_view column) const {
  for (const ForeignColumn& one : columns_) {
    if (one.name == column) return &one;
  }
  return nullptr;
}

const std::vector<ForeignPiece>& ForeignFile::pieces_of(const ForeignColumn& column) const {
  return pieces_[static_cast<std::size_t>(&column - columns_.data())];
}

template <typename T, typename Read>
std::vector<std::optional<T>> ForeignFile::collect(const ForeignColumn& column, Read read) const {
  std::vector<std::optional<T>> all;
  all.reserve(rows_);
  for (const ForeignPiece& piece : pieces_of(column)) {
    for (std::size_t row = 0; row < piece.rows; ++row) {
      all.push_back(is_there(piece.validity, row) ? read(piece.values, row) : std::optional<T>());
    }
  }
  return all;
}

base::Result<ForeignFile::Times> ForeignFile::times(std::string_view column) const {
  const ForeignColumn* const time = find(column);
  if (time == nullptr) return no_column(column);
  if (time->kind != ForeignKind::kTime) return not_a(*time, "a timestamp");
  return collect<std::int64_t>(*time, [&](std::span<const std::byte> values, std::size_t row) {
    return std::optional(micros(value_at<std::int64_t>(values, row), time->per_second));
  });
}

base::Result<ForeignFile::Numbers> ForeignFile::numbers(std::string_view column) const {
  const ForeignColumn* const number = find(column);
  if (number == nullptr) return no_column(column);
  const auto collect_by = [&](auto read) {
    return collect<double>(*number, [&](std::span<const std::byte> values, std::size_t row) {
      return std::optional(static_cast<double>(read(values, number->width, row)));
    });
  };
  switch (number->kind) {
    case ForeignKind::kSigned:
      return collect_by(signed_at);
    case ForeignKind::kUnsigned:
      return collect_by(unsigned_at);
    case ForeignKind::kFloat:
      return collect_by(float_at);
    case ForeignKind::kOther:
    case ForeignKind::kTime:
    case ForeignKind::kText:
    case ForeignKind::kViews:
      break;
  }
  return not_a(*number, "a number");
}

base::Result<ForeignFile::Texts> ForeignFile::texts(std::string_view column) const {
  const ForeignColumn* const text = find(column);
  if (text == nullptr) return no_column(column);
  const bool views = text->kind == ForeignKind::kViews;
  if (!views && text->kind != ForeignKind::kText) return not_a(*text, "text");
  bool astray = false;
  std::size_t left = kTextMax;
  const auto read = [&](const ForeignPiece& piece, std::size_t row) {
    auto one = views ? text_by_view(piece, row)
                     : text_at(piece, place_by_offsets(piece, text->width, row));
    astray = astray || !one || one->size() > left;
    if (astray) return std::optional<std::string>();
    left -= one->size();
    return one;
  };
  Texts all;
  all.reserve(rows_);
  for (const ForeignPiece& piece : pieces_of(*text)) {
    for (std::size_t row = 0; row < piece.rows; ++row) {
      all.push_back(is_there(piece.validity, row) ? read(piece, row) : std::nullopt);
    }
  }
  if (astray) return not_whole("column " + text->name + " points out of its batch, or too often");
  return all;
}

}  // namespace wick::arrow
