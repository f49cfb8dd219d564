#include "store/sealed.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <cstring>
#include <utility>

#include "base/check.hpp"
#include "codec/crc32c.hpp"
#include "core/interval.hpp"

namespace wick::store {
namespace {

using arrow::Type;

constexpr std::size_t kColumns = 12;
constexpr std::size_t kCrcDigits = 8;
constexpr std::string_view kFileCrcKey = "file_crc32c";
constexpr std::string_view kFileCrcZero = "00000000";

const std::vector<arrow::Field>& fields() {
  static const std::vector<arrow::Field> all = {
      {"open_time", Type::kUtcMicros},
      {"open", Type::kFloat64},
      {"high", Type::kFloat64},
      {"low", Type::kFloat64},
      {"close", Type::kFloat64},
      {"volume", Type::kFloat64},
      {"close_time", Type::kUtcMicros},
      {"quote_asset_volume", Type::kFloat64},
      {"count", Type::kInt64},
      {"taker_buy_volume", Type::kFloat64},
      {"taker_buy_quote_volume", Type::kFloat64},
      {"origin", Type::kUint8},
  };
  return all;
}

base::Error corrupt(std::string what) {
  return {base::ErrorKind::kCorrupt, std::move(what)};
}

std::string_view text_of(std::span<const std::byte> bytes) {
  return {reinterpret_cast<const char*>(bytes.data()), bytes.size()};
}

template <typename T>
std::array<std::span<const std::byte>, kColumns> bytes_of(const core::Columns& c,
                                                          std::span<const T> origins) {
  const auto raw = [](auto column) { return std::as_bytes(column); };
  return {raw(c.open_time),
          raw(c.open),
          raw(c.high),
          raw(c.low),
          raw(c.close),
          raw(c.volume),
          raw(c.close_time),
          raw(c.quote_volume),
          raw(c.count),
          raw(c.taker_volume),
          raw(c.taker_quote_volume),
          raw(origins)};
}

// The columns of several parts behind one another. Those of a single part are taken where they are.
class Gathered {
 public:
  explicit Gathered(std::span<const Sourced> parts) {
    for (const Sourced& part : parts) {
      origins_.insert(origins_.end(), part.rows.size(),
                      static_cast<std::uint8_t>(part.source.origin));
    }
    const std::span<const std::uint8_t> origins(origins_);
    if (parts.size() == 1) {
      columns_ = bytes_of(parts.front().rows.columns(), origins);
      return;
    }
    for (const Sourced& part : parts) {
      const auto columns = bytes_of(part.rows.columns(), std::span<const std::uint8_t>());
      for (std::size_t i = 0; i < kColumns; ++i) copies_[i] += text_of(columns[i]);
    }
    for (std::size_t i = 0; i < kColumns; ++i) columns_[i] = std::as_bytes(std::span(copies_[i]));
    columns_.back() = std::as_bytes(origins);
  }
  Gathered(const Gathered&) = delete;
  Gathered& operator=(const Gathered&) = delete;

  [[nodiscard]] std::int64_t rows() const { return static_cast<std::int64_t>(origins_.size()); }
  [[nodiscard]] std::array<arrow::Column, kColumns> columns() const {
    std::array<arrow::Column, kColumns> columns;
    for (std::size_t i = 0; i < kColumns; ++i) columns[i].values = columns_[i];
    return columns;
  }

 private:
  std::vector<std::uint8_t> origins_;
  std::array<std::string, kColumns> copies_;
  std::array<std::span<const std::byte>, kColumns> columns_;
};

// Enough for most files, so that megabytes need not move while one grows.
std::size_t size_expected(std::span<const Sourced> parts) {
  constexpr std::size_t kRowSize = (kColumns - 1) * 8 + 1;
  constexpr std::size_t kRest = std::size_t{16} << 10U;
  std::size_t rows = 0;
  for (const Sourced& part : parts) rows += part.rows.size();
  return rows * kRowSize + kRest;
}

template <typename T>
std::span<const T> typed(std::span<const std::byte> bytes) {
  return {reinterpret_cast<const T*>(bytes.data()), bytes.size() / sizeof(T)};
}

}  // namespace

SealedEncoder::SealedEncoder() : encoder_(arrow::Form::kFile, fields()) {}

void SealedEncoder::take_sources(std::span<const Sourced> parts) {
  for (const Sourced& part : parts) {
    const auto known = std::ranges::find(rows_.sources, part.source);
    const auto source = static_cast<std::uint64_t>(known - rows_.sources.begin());
    if (known == rows_.sources.end()) rows_.sources.push_back(part.source);
    if (rows_.runs.empty() || rows_.runs.back().source != source) rows_.runs.push_back({0, source});
    rows_.runs.back().rows += part.rows.size();
    rows_.rows += part.rows.size();
  }
}

void SealedEncoder::add(std::span<const Sourced> parts, std::string& out) {
  const Gathered gathered(parts);
  if (gathered.rows() == 0) return;
  const std::size_t start = out.size();
  const std::uint64_t written = encoder_.bytes_written();
  if (!begun_) encoder_.begin({}, out);
  begun_ = true;
  const auto columns = gathered.columns();
  const auto extents = encoder_.batch(gathered.rows(), columns, out);

  std::size_t at = start;
  for (const arrow::Extent& extent : extents) {
    const std::size_t begin = start + (extent.offset - written);
    rest_crc_ = codec::crc32c(rest_crc_, std::string_view(out).substr(at, begin - at));
    column_crcs_ +=
        codec::crc_text(codec::crc32c(0, std::string_view(out).substr(begin, extent.size)));
    at = begin + extent.size;
  }
  rest_crc_ = codec::crc32c(rest_crc_, std::string_view(out).substr(at));
  batch_begins_ += std::to_string(core::micros_of(parts.front().rows.open_time(0))) + ' ';
  take_sources(parts);
}

void SealedEncoder::finish(SealedFacts facts, std::string& out) && {
  facts.rows = rows_.rows;
  facts.sources = std::move(rows_.sources);
  facts.runs = std::move(rows_.runs);
  arrow::Metadata metadata = metadata_of(facts);
  metadata.emplace_back("batch_begins", batch_begins_);
  metadata.emplace_back("column_crc32c", column_crcs_);

  const std::size_t start = out.size();
  if (!begun_) encoder_.begin({}, out);
  // The mark makes the field findable while the file is still being made; it is part of the value.
  const std::string field = "crc32c:" + std::string(kFileCrcZero);
  encoder_.end(metadata, {{std::string(kFileCrcKey), field}}, out);
  rest_crc_ = codec::crc32c(rest_crc_, std::string_view(out).substr(start));
  const std::size_t at = out.rfind(field);
  WICK_CHECK(at != std::string::npos && at >= start);
  WICK_CHECK(out.find(field, start) == at);
  out.replace(at + field.size() - kCrcDigits, kCrcDigits, codec::crc_text(rest_crc_));
}

std::string encode_sealed(SealedFacts facts, std::span<const Sourced> parts) {
  SealedEncoder encoder;
  std::string out;
  out.reserve(size_expected(parts));
  encoder.add(parts, out);
  std::move(encoder).finish(std::move(facts), out);
  return out;
}

SealedFile::SealedFile(port::Mapped file, arrow::FileView view)
    : file_(std::move(file)), view_(std::move(view)) {}

namespace {

// Everything that is no column, with the checksum's own digits as zeros.
base::Result<void> check_rest(std::span<const std::byte> file, const arrow::FileView& view) {
  const auto field = view.footer_metadata(kFileCrcKey);
  if (!field || field->size() < kCrcDigits) return corrupt("it has no checksum");
  const std::string_view digits = field->substr(field->size() - kCrcDigits);
  const std::string_view bytes = text_of(file);
  std::uint32_t crc = 0;
  std::size_t at = 0;
  for (std::size_t batch = 0; batch < view.batches(); ++batch) {
    for (std::size_t column = 0; column < kColumns; ++column) {
      const arrow::Extent extent = view.extent(batch, column);
      if (extent.offset < at) return corrupt("its columns overlap");
      crc = codec::crc32c(crc, bytes.substr(at, extent.offset - at));
      at = extent.offset + extent.size;
    }
  }
  const auto digits_at = static_cast<std::size_t>(digits.data() - bytes.data());
  if (digits_at < at) return corrupt("its checksum lies among the columns");
  crc = codec::crc32c(crc, bytes.substr(at, digits_at - at));
  crc = codec::crc32c(crc, kFileCrcZero);
  crc = codec::crc32c(crc, bytes.substr(digits_at + kCrcDigits));
  if (!codec::is_crc_text(digits, crc)) return corrupt("its checksum does not fit");
  return {};
}

}  // namespace

base::Result<SealedFile> SealedFile::open(port::Mapped file, const core::SeriesId& id,
                                          const Period& period) {
  auto view = arrow::FileView::open(file.bytes);
  if (!view) return view.error();
  if (view->fields() != fields()) return corrupt("its columns are not those of bars");
  if (auto whole = check_rest(file.bytes, *view); !whole) return whole.error();
  SealedFile sealed(std::move(file), *std::move(view));
  auto facts = read_facts(sealed.view_, id, period);
  if (!facts) return facts.error();
  sealed.facts_ = *std::move(facts);
  if (auto read = sealed.read_batches(); !read) return read.error();
  return sealed;
}

base::Result<void> SealedFile::read_batches() {
  std::string_view begins = view_.metadata("batch_begins").value_or("");
  std::uint64_t rows = 0;
  for (std::size_t batch = 0; batch < view_.batches(); ++batch) {
    std::int64_t begin = 0;
    const auto [rest, failure] =
        std::from_chars(begins.data(), begins.data() + begins.size(), begin);
    if (failure != std::errc{}) return corrupt("its list of batches is malformed");
    begins.remove_prefix(static_cast<std::size_t>(rest - begins.data()));
    if (begins.starts_with(' ')) begins.remove_prefix(1);
    batches_.push_back({core::utc_micros(begin), rows});
    rows += static_cast<std::uint64_t>(view_.rows(batch));
  }
  const auto crcs = view_.metadata("column_crc32c").value_or("");
  if (rows != facts_.rows || crcs.size() != batches_.size() * kColumns * kCrcDigits) {
    return corrupt("its metadata does not fit its batches");
  }
  return {};
}

base::Result<void> SealedFile::check_columns(std::size_t batch) const {
  const std::string_view crcs = *view_.metadata("column_crc32c");
  for (std::size_t column = 0; column < kColumns; ++column) {
    const std::string_view stated =
        crcs.substr((batch * kColumns + column) * kCrcDigits, kCrcDigits);
    if (codec::is_crc_text(stated, codec::crc32c(0, view_.values(batch, column)))) continue;
    return corrupt("the checksum of its column " + fields()[column].name + " does not fit");
  }
  return {};
}

core::Columns SealedFile::columns(std::size_t batch) const {
  const auto numbers = [&](std::size_t i) { return typed<double>(view_.values(batch, i)); };
  const auto integers = [&](std::size_t i) { return typed<std::int64_t>(view_.values(batch, i)); };
  return {.open_time = integers(0),
          .open = numbers(1),
          .high = numbers(2),
          .low = numbers(3),
          .close = numbers(4),
          .volume = numbers(5),
          .close_time = integers(6),
          .quote_volume = numbers(7),
          .count = integers(8),
          .taker_volume = numbers(9),
          .taker_quote_volume = numbers(10)};
}

void SealedFile::slice(std::size_t batch, core::TimeRange range,
                       std::vector<Sourced>& parts) const {
  const core::Columns columns = this->columns(batch);
  const std::uint64_t begin = batches_[batch].first_row;
  const std::uint64_t end = begin + columns.open_time.size();
  std::uint64_t row = 0;
  for (const RowRun& run : facts_.runs) {
    const std::uint64_t first = std::max(row, begin);
    const std::uint64_t last = std::min(row + run.rows, end);
    row += run.rows;
    if (first >= last) continue;
    const core::Source& source = facts_.sources[run.source];
    const core::Chunk whole(columns, file_.keep, core::Tier::kCache, source.mark());
    core::Chunk rows = whole.rows(first - begin, last - begin).within(range);
    if (!rows.empty()) parts.push_back({source, std::move(rows)});
  }
}

base::Result<std::vector<Sourced>> SealedFile::rows(core::TimeRange range) const {
  std::vector<Sourced> parts;
  for (std::size_t batch = 0; batch < batches_.size(); ++batch) {
    const bool before = batch + 1 < batches_.size() && batches_[batch + 1].begin <= range.begin;
    if (before || batches_[batch].begin >= range.end) continue;
    if (auto whole = check_columns(batch); !whole) return whole.error();
    slice(batch, range, parts);
  }
  return parts;
}

}  // namespace wick::store
