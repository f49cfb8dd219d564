#include "arrow/file_view.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <random>
#include <string>
#include <utility>

namespace wick::arrow::file_view_test {
namespace {

// On the heap and no longer than it must be, so that a sanitizer sees a step too far.
std::vector<std::byte> bytes_of(std::string_view text) {
  const auto bytes = std::as_bytes(std::span(text));
  return {bytes.begin(), bytes.end()};
}

std::size_t place_in(std::span<const std::byte> file, std::string_view part) {
  return static_cast<std::size_t>(reinterpret_cast<const std::byte*>(part.data()) - file.data());
}

// Random columns of one batch, as the encoder takes them.
struct Rows {
  std::int64_t rows{};
  std::vector<std::vector<std::byte>> columns;

  [[nodiscard]] std::vector<Column> taken() const {
    std::vector<Column> taken;
    for (const auto& column : columns) taken.push_back({column});
    return taken;
  }
};

class Drawn {
 public:
  explicit Drawn(std::uint32_t seed) : random_(seed) {}

  [[nodiscard]] std::size_t below(std::size_t end) { return random_() % end; }
  std::vector<Field> fields() {
    constexpr std::array kTypes = {Type::kInt64, Type::kUint8, Type::kFloat64, Type::kUtcMicros,
                                   Type::kBool};
    std::vector<Field> fields;
    for (std::size_t i = 1 + below(14); i > 0; --i) {
      fields.push_back({std::string(below(40), 'c'), kTypes[below(kTypes.size())]});
    }
    return fields;
  }
  Rows rows(const std::vector<Field>& fields) {
    Rows drawn{static_cast<std::int64_t>(below(3) == 0 ? below(3) : below(300)), {}};
    for (const Field& field : fields) {
      auto& column =
          drawn.columns.emplace_back(static_cast<std::size_t>(drawn.rows) * width(field.type));
      const std::size_t values = field.type == Type::kBool ? 2 : 256;
      for (std::byte& byte : column) byte = std::byte(below(values));
    }
    return drawn;
  }

 private:
  std::mt19937 random_;
};

std::vector<std::byte> unpacked(std::span<const std::byte> bits, std::int64_t rows) {
  std::vector<std::byte> bools;
  for (std::size_t row = 0; std::cmp_less(row, rows); ++row) {
    bools.push_back(bits[row / 8] >> row % 8 & std::byte{1});
  }
  return bools;
}

TEST(FileView, GivesBackWhatTheEncoderWasGiven) {
  for (std::uint32_t seed = 0; seed < 300; ++seed) {
    SCOPED_TRACE("seed " + std::to_string(seed));
    Drawn drawn(seed);
    const auto fields = drawn.fields();
    Encoder encoder(Form::kFile, fields);
    std::string out;
    encoder.begin({}, out);
    std::vector<Rows> batches;
    std::vector<Extent> extents;
    for (std::size_t i = drawn.below(5); i > 0; --i) {
      batches.push_back(drawn.rows(fields));
      const auto places = encoder.batch(batches.back().rows, batches.back().taken(), out);
      extents.insert(extents.end(), places.begin(), places.end());
    }
    encoder.end({}, {}, out);

    const auto file = bytes_of(out);
    const auto view = FileView::open(file);
    ASSERT_TRUE(view) << view.error().what;
    ASSERT_EQ(view->fields(), fields);
    ASSERT_EQ(view->batches(), batches.size());
    ASSERT_TRUE(std::ranges::equal(view->extents(), extents));
    for (std::size_t batch = 0; batch < batches.size(); ++batch) {
      ASSERT_EQ(view->rows(batch), batches[batch].rows);
      for (std::size_t i = 0; i < fields.size(); ++i) {
        ASSERT_EQ(view->extent(batch, i), extents[batch * fields.size() + i]);
        const auto values = view->values(batch, i);
        const std::vector<std::byte> plain(values.begin(), values.end());
        const bool is_bool = fields[i].type == Type::kBool;
        ASSERT_EQ(is_bool ? unpacked(values, view->rows(batch)) : plain, batches[batch].columns[i]);
      }
    }
  }
}

// One batch of three columns, with metadata in both places.
std::string small_file(std::int64_t rows = 3) {
  Encoder encoder(Form::kFile,
                  {{"t", Type::kUtcMicros}, {"x", Type::kFloat64}, {"b", Type::kBool}});
  const std::vector<std::byte> wide(static_cast<std::size_t>(rows) * 8);
  const std::vector<std::byte> narrow(static_cast<std::size_t>(rows));
  std::string out;
  encoder.begin({}, out);
  encoder.batch(rows, std::array{Column{wide}, Column{wide}, Column{narrow}}, out);
  encoder.end({{"rows", "3"}, {"rows", "4"}, {"none", ""}}, {{"crc", "00000000"}}, out);
  return out;
}

TEST(FileView, MetadataPointsIntoTheFile) {
  const auto file = bytes_of(small_file());
  const auto view = FileView::open(file);
  ASSERT_TRUE(view);
  EXPECT_EQ(view->metadata("rows"), "3");
  EXPECT_EQ(view->metadata("none"), "");
  EXPECT_EQ(view->metadata("crc"), std::nullopt);
  EXPECT_EQ(view->footer_metadata("rows"), std::nullopt);
  const auto crc = view->footer_metadata("crc");
  ASSERT_EQ(crc, "00000000");
  EXPECT_EQ(place_in(file, *crc), small_file().find("00000000"));
}

// Other writers end their last body anywhere, and the footer begins there.
TEST(FileView, FooterMayLieUnaligned) {
  for (std::size_t shift = 1; shift < 8; ++shift) {
    std::string text = small_file();
    const std::size_t size = static_cast<std::uint8_t>(text[text.size() - 10]) +
                             256U * static_cast<std::uint8_t>(text[text.size() - 9]);
    text.insert(text.size() - 10 - size, std::string(shift, '\0'));
    const auto file = bytes_of(text);
    const auto view = FileView::open(file);
    ASSERT_TRUE(view) << view.error().what;
    ASSERT_EQ(view->footer_metadata("crc"), "00000000");
    EXPECT_EQ(place_in(file, *view->footer_metadata("crc")), text.find("00000000"));
  }
}

TEST(FileView, BlocksAreTheMessagesAndTheirBodies) {
  const std::string text = small_file();
  const auto file = bytes_of(text);
  const auto view = FileView::open(file);
  ASSERT_TRUE(view);
  ASSERT_EQ(view->blocks().size(), 1U);
  const Block block = view->blocks().front();
  EXPECT_EQ(text.substr(block.offset, 4), "\xff\xff\xff\xff");
  EXPECT_EQ(block.offset + block.message_size, view->extent(0, 0).offset);
  EXPECT_EQ(block.body_size, 3U * 64U);
  EXPECT_EQ(text.substr(block.offset + block.message_size + block.body_size, 4),
            "\xff\xff\xff\xff");
}

TEST(FileView, RowsNeedNoColumns) {
  Encoder encoder(Form::kFile, {});
  std::string out;
  encoder.begin({}, out);
  encoder.batch(1000, {}, out);
  encoder.end({}, {}, out);
  const auto file = bytes_of(out);
  const auto view = FileView::open(file);
  ASSERT_TRUE(view) << view.error().what;
  EXPECT_TRUE(view->fields().empty());
  EXPECT_EQ(view->rows(0), 1000);
}

TEST(FileView, TextIsNotRead) {
  Encoder encoder(Form::kFile, {{"s", Type::kText}});
  std::string out;
  encoder.begin({}, out);
  encoder.end({}, {}, out);
  const auto view = FileView::open(bytes_of(out));
  ASSERT_FALSE(view);
  EXPECT_EQ(view.error().kind, base::ErrorKind::kCorrupt);
  EXPECT_NE(view.error().what.find("column s has a type"), std::string::npos);
}

// Touches all that a view promises to be there.
std::uint64_t sum_of(const FileView& view) {
  std::uint64_t sum = 0;
  for (std::size_t batch = 0; batch < view.batches(); ++batch) {
    for (std::size_t i = 0; i < view.fields().size(); ++i) {
      for (const std::byte byte : view.values(batch, i)) sum += std::to_integer<unsigned>(byte);
    }
  }
  for (const auto value : {view.metadata("rows"), view.footer_metadata("crc")}) {
    for (const char c : value.value_or("")) sum += static_cast<unsigned char>(c);
  }
  return sum;
}

TEST(FileView, CutFilesAreRefused) {
  const auto file = bytes_of(small_file());
  for (std::size_t size = 0; size < file.size(); ++size) {
    const std::vector<std::byte> cut(file.begin(), file.begin() + static_cast<long>(size));
    const auto view = FileView::open(cut);
    ASSERT_FALSE(view) << size;
    ASSERT_EQ(view.error().kind, base::ErrorKind::kCorrupt);
    ASSERT_FALSE(view.error().what.empty());
  }
}

TEST(FileView, AnyByteMayBeWrong) {
  const auto file = bytes_of(small_file(70));
  std::size_t refused = 0;
  for (std::size_t at = 0; at < file.size(); ++at) {
    for (const unsigned change : {0x01U, 0x02U, 0x04U, 0x08U, 0x10U, 0x20U, 0x40U, 0x80U, 0xffU}) {
      auto changed = file;
      changed[at] ^= std::byte(change);
      const auto view = FileView::open(changed);
      if (view) sum_of(*view);
      refused += view ? 0 : 1;
    }
  }
  EXPECT_GT(refused, 1000U);
}

}  // namespace
}  // namespace wick::arrow::file_view_test
