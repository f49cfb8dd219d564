// Any bytes as an Arrow file: a view that stays inside them, or a reason. What is seen can be
// written again, and is then seen again.
#include <algorithm>
#include <string>
#include <vector>

#include "arrow/file_view.hpp"
#include "tests/fuzz/input.hpp"

namespace {

using wick::arrow::Column;
using wick::arrow::Encoder;
using wick::arrow::Extent;
using wick::arrow::Field;
using wick::arrow::FileView;
using wick::arrow::Form;
using wick::arrow::Type;

using Bytes = std::span<const std::byte>;

// On a boundary, as a mapping would be, and not a byte longer than what is in it.
std::vector<std::byte> aligned(Bytes bytes) {
  return {bytes.begin(), bytes.end()};
}

bool is_inside(Bytes file, const void* begin, std::size_t size) {
  const auto* first = static_cast<const std::byte*>(begin);
  return size == 0 || (first >= file.data() && size <= file.size() &&
                       first <= file.data() + (file.size() - size));
}

void check_place(const FileView& view, Bytes file, std::size_t batch, std::size_t column) {
  const Extent extent = view.extent(batch, column);
  const Bytes values = view.values(batch, column);
  const auto rows = static_cast<std::uint64_t>(view.rows(batch));
  WICK_CHECK(is_inside(file, values.data(), values.size()));
  WICK_CHECK(values.data() == file.data() + extent.offset && values.size() == extent.size);
  WICK_CHECK(extent.size == wick::arrow::stored_size(view.fields()[column].type, rows));
  WICK_CHECK(extent.offset % 8 == 0);
}

// As the encoder takes them.
std::vector<std::byte> taken(const FileView& view, std::size_t batch, std::size_t column) {
  const Bytes values = view.values(batch, column);
  if (view.fields()[column].type != Type::kBool) return {values.begin(), values.end()};
  std::vector<std::byte> bools(static_cast<std::size_t>(view.rows(batch)));
  for (std::size_t row = 0; row < bools.size(); ++row) {
    bools[row] = values[row / 8] >> row % 8 & std::byte{1};
  }
  return bools;
}

std::string written_again(const FileView& view) {
  Encoder encoder(Form::kFile, view.fields());
  std::string out;
  encoder.begin({}, out);
  for (std::size_t batch = 0; batch < view.batches(); ++batch) {
    std::vector<std::vector<std::byte>> copies;
    for (std::size_t i = 0; i < view.fields().size(); ++i) copies.push_back(taken(view, batch, i));
    std::vector<Column> columns;
    for (const auto& copy : copies) columns.push_back({copy});
    encoder.batch(view.rows(batch), columns, out);
  }
  encoder.end({}, {}, out);
  return out;
}

void check_same(const FileView& one, const FileView& other) {
  WICK_CHECK(one.fields() == other.fields() && one.batches() == other.batches());
  for (std::size_t batch = 0; batch < one.batches(); ++batch) {
    WICK_CHECK(one.rows(batch) == other.rows(batch));
    for (std::size_t i = 0; i < one.fields().size(); ++i) {
      WICK_CHECK(taken(one, batch, i) == taken(other, batch, i));
    }
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const auto file = aligned(std::as_bytes(std::span(data, size)));
  const auto view = FileView::open(file);
  if (!view) {
    WICK_CHECK(view.error().kind == wick::base::ErrorKind::kCorrupt);
    WICK_CHECK(!view.error().what.empty());
    return 0;
  }
  for (std::size_t batch = 0; batch < view->batches(); ++batch) {
    for (std::size_t i = 0; i < view->fields().size(); ++i) check_place(*view, file, batch, i);
  }
  for (const char* key : {"", "k", "rows"}) {
    const auto value = view->metadata(key);
    const auto beside = view->footer_metadata(key);
    WICK_CHECK(!value || is_inside(file, value->data(), value->size()));
    WICK_CHECK(!beside || is_inside(file, beside->data(), beside->size()));
  }
  const std::string text = written_again(*view);
  const auto again = aligned(std::as_bytes(std::span(text)));
  const auto seen = FileView::open(again);
  WICK_CHECK(seen);
  check_same(*view, *seen);
  return 0;
}
