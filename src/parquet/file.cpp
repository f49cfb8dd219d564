#include "parquet/file.hpp"

#include <bit>
#include <limits>

#include "parquet/decoding.hpp"

namespace wick::parquet {
namespace {

constexpr std::int64_t kMicrosPerSecond = 1'000'000;

base::Error no_column(std::string_view name) {
  return not_read_here("it has no column " + std::string(name));
}

base::Error not_a(const Column& column, const char* what) {
  return not_read_here("its column " + column.name + " is " + column.type_name + ", not " + what);
}

// The first or the last there is where it cannot be told in microseconds.
std::int64_t micros(std::int64_t time, std::int64_t per_second) {
  if (per_second > kMicrosPerSecond) {
    const std::int64_t parts = per_second / kMicrosPerSecond;
    return time / parts - (time % parts < 0 ? 1 : 0);
  }
  constexpr std::int64_t kMax = std::numeric_limits<std::int64_t>::max();
  const std::int64_t scale = kMicrosPerSecond / per_second;
  if (time > kMax / scale) return kMax;
  if (time < -(kMax / scale)) return -kMax;
  return time * scale;
}

// Nanoseconds of a day, and the number of the day as astronomers count.
std::int64_t micros_of_96_bits(const Cell& cell) {
  constexpr std::int64_t kDayOf1970 = 2'440'588;
  constexpr std::int64_t kDayMicros = 86'400 * kMicrosPerSecond;
  constexpr std::int64_t kDaysMax = std::numeric_limits<std::int64_t>::max() / kDayMicros - 1;
  const std::int64_t day = std::bit_cast<std::int32_t>(cell.high) - kDayOf1970;
  if (day > kDaysMax || day < -kDaysMax) return std::numeric_limits<std::int64_t>::max();
  const std::int64_t inside =
      micros(std::bit_cast<std::int64_t>(cell.low), kMicrosPerSecond * 1000);
  if (inside < 0 || inside >= kDayMicros) return std::numeric_limits<std::int64_t>::max();
  return day * kDayMicros + inside;
}

bool is_narrow(const Column& column) {
  return column.physical == Physical::kInt32 || column.physical == Physical::kFloat;
}

std::int64_t signed_of(const Column& column, const Cell& cell) {
  if (!is_narrow(column)) return std::bit_cast<std::int64_t>(cell.low);
  return std::bit_cast<std::int32_t>(static_cast<std::uint32_t>(cell.low));
}

double number_of(const Column& column, const Cell& cell) {
  if (column.meaning == Meaning::kUnsigned) return static_cast<double>(cell.low);
  if (column.meaning == Meaning::kSigned) return static_cast<double>(signed_of(column, cell));
  if (!is_narrow(column)) return std::bit_cast<double>(cell.low);
  return static_cast<double>(std::bit_cast<float>(static_cast<std::uint32_t>(cell.low)));
}

std::int64_t time_of(const Column& column, const Cell& cell) {
  if (column.physical == Physical::kInt96) return micros_of_96_bits(cell);
  return micros(signed_of(column, cell), column.per_second);
}

template <typename T, typename Read>
std::vector<std::optional<T>> all(const Cells& cells, const Column& column, Read read) {
  std::vector<std::optional<T>> values;
  values.reserve(cells.size());
  for (const auto& cell : cells) {
    values.push_back(cell ? std::optional<T>(read(column, *cell)) : std::nullopt);
  }
  return values;
}

}  // namespace

bool is_parquet(std::string_view bytes) {
  return bytes.starts_with("PAR1") || bytes.starts_with("PARE");
}

base::Result<File> File::open(std::string_view bytes) {
  auto footer = read_footer(bytes);
  if (!footer) return footer.error();
  return File(bytes, *std::move(footer));
}

std::optional<std::size_t> File::find(std::string_view column) const {
  for (std::size_t i = 0; i < footer_.columns.size(); ++i) {
    if (!column.empty() && footer_.columns[i].name == column) return i;
  }
  return std::nullopt;
}

base::Result<File::Times> File::times(std::string_view column) const {
  const auto index = find(column);
  if (!index) return no_column(column);
  const Column& time = footer_.columns[*index];
  if (time.meaning != Meaning::kTime) return not_a(time, "a timestamp");
  const auto cells = read_cells(bytes_, footer_, *index);
  if (!cells) return cells.error();
  return all<std::int64_t>(*cells, time, time_of);
}

base::Result<File::Numbers> File::numbers(std::string_view column) const {
  const auto index = find(column);
  if (!index) return no_column(column);
  const Column& number = footer_.columns[*index];
  const bool is_number = number.meaning == Meaning::kSigned ||
                         number.meaning == Meaning::kUnsigned || number.meaning == Meaning::kReal;
  if (!is_number) return not_a(number, "a number");
  const auto cells = read_cells(bytes_, footer_, *index);
  if (!cells) return cells.error();
  return all<double>(*cells, number, number_of);
}

base::Result<File::Texts> File::texts(std::string_view column) const {
  const auto index = find(column);
  if (!index) return no_column(column);
  if (footer_.columns[*index].meaning != Meaning::kText) {
    return not_a(footer_.columns[*index], "text");
  }
  return read_texts(bytes_, footer_, *index);
}

}  // namespace wick::parquet
