#include "arrow/foreign_file.hpp"

#include <cstring>
#include <limits>

#include "arrow/foreign_batches.hpp"

namespace wick::arrow {
namespace {

constexpr std::int64_t kMicrosPerSecond = 1'000'000;

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

template <typename T, typename Read>
std::vector<std::optional<T>> ForeignFile::collect(const ForeignColumn& column, Read read) const {
  std::vector<std::optional<T>> all;
  all.reserve(rows_);
  for (const ForeignPiece& piece : pieces_[static_cast<std::size_t>(&column - columns_.data())]) {
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
      break;
  }
  return not_a(*number, "a number");
}

}  // namespace wick::arrow
