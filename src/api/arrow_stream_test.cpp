#include <gtest/gtest.h>
#include <wick/arrow.hpp>

#include <cstring>
#include <memory>
#include <string>
#include <vector>

namespace wick::arrow_stream_test {
namespace {

// All columns of a piece over one run of numbers.
struct Numbers {
  std::vector<std::int64_t> whole;
  std::vector<double> real;
};

Piece piece(std::int64_t first, std::size_t rows) {
  const auto held = std::make_shared<Numbers>();
  for (std::size_t i = 0; i < rows; ++i) {
    held->whole.push_back(first + static_cast<std::int64_t>(i));
    held->real.push_back(static_cast<double>(held->whole.back()) / 2);
  }
  const std::span<const std::int64_t> whole(held->whole);
  const std::span<const double> real(held->real);
  return {.columns = {whole, real, real, real, real, real, whole, real, whole, real, real},
          .source = first == 0 ? "CACHE" : "REST",
          .origin = first == 0 ? Origin::kArchive : Origin::kRest,
          .final = first == 0,
          .memory = held};
}

Bars bars(bool include_open = false) {
  auto facts = std::make_shared<Bars::Facts>();
  facts->include_open = include_open;
  return {facts, {piece(0, 10), piece(10, 5)}};
}

TEST(Bars, SlicesAreTheSameMemory) {
  const Bars all = bars();
  ASSERT_EQ(all.size(), 15U);
  for (std::size_t begin = 0; begin <= 17; ++begin) {
    for (std::size_t end = 0; end <= 17; ++end) {
      const Bars part = all.slice(begin, end);
      std::size_t row = begin;
      for (const Piece& rows : part.pieces()) {
        for (const std::int64_t time : rows.columns.open_time) {
          EXPECT_EQ(time, static_cast<std::int64_t>(row++));
        }
        EXPECT_FALSE(rows.columns.close.empty());
      }
      EXPECT_EQ(part.size(),
                end > begin && begin < 15 ? std::min<std::size_t>(end, 15) - begin : 0);
    }
  }
  EXPECT_EQ(all.slice(3, 9).pieces()[0].columns.close.data(),
            all.pieces()[0].columns.close.data() + 3);
  EXPECT_EQ(all.slice(8, 12).sources(),
            (std::map<std::string, std::size_t>{{"CACHE", 2}, {"REST", 2}}));
}

TEST(ArrowStream, HandsOutOneBatchForEachPieceAndThenItsEnd) {
  const Bars all = bars();
  ArrowArrayStream stream;
  export_stream(all, &stream);
  for (const Piece& rows : all.pieces()) {
    ArrowArray batch;
    ASSERT_EQ(stream.get_next(&stream, &batch), 0);
    ASSERT_EQ(batch.n_children, 12);
    EXPECT_EQ(batch.length, static_cast<std::int64_t>(rows.size()));
    EXPECT_EQ(batch.children[0]->buffers[1], rows.columns.open_time.data());
    EXPECT_EQ(batch.children[4]->buffers[1], rows.columns.close.data());
    EXPECT_EQ(batch.children[8]->buffers[1], rows.columns.count.data());
    const auto* origins = static_cast<const std::uint8_t*>(batch.children[11]->buffers[1]);
    for (std::size_t i = 0; i < rows.size(); ++i) {
      EXPECT_EQ(origins[i], static_cast<std::uint8_t>(rows.origin));
    }
    batch.release(&batch);
    EXPECT_EQ(batch.release, nullptr);
  }
  ArrowArray end;
  ASSERT_EQ(stream.get_next(&stream, &end), 0);
  EXPECT_EQ(end.release, nullptr);
  stream.release(&stream);
  EXPECT_EQ(stream.release, nullptr);
}

TEST(ArrowStream, AColumnMovedOutOutlivesAllElse) {
  ArrowArray kept{};
  std::weak_ptr<const void> memory;
  {
    Bars all = bars();
    memory = all.pieces()[0].memory;
    ArrowArray batch;
    export_piece(all, 0, &batch);
    kept = *batch.children[4];
    batch.children[4]->release = nullptr;  // moved, as Arrow's rules have it
    batch.release(&batch);
  }
  EXPECT_FALSE(memory.expired());
  EXPECT_EQ(static_cast<const double*>(kept.buffers[1])[3], 1.5);
  kept.release(&kept);
  EXPECT_TRUE(memory.expired());
}

TEST(ArrowStream, TheSchemaNamesWhatTheBatchesHold) {
  ArrowSchema schema;
  export_schema(bars(true), &schema);
  EXPECT_STREQ(schema.format, "+s");
  ASSERT_EQ(schema.n_children, 13);
  const auto is = [&](int i, const char* name, const char* format) {
    return std::strcmp(schema.children[i]->name, name) == 0 &&
           std::strcmp(schema.children[i]->format, format) == 0;
  };
  EXPECT_TRUE(is(0, "open_time", "tsu:UTC"));
  EXPECT_TRUE(is(6, "close_time", "tsu:UTC"));
  EXPECT_TRUE(is(8, "count", "l"));
  EXPECT_TRUE(is(10, "taker_buy_quote_volume", "g"));
  EXPECT_TRUE(is(11, "origin", "C"));
  EXPECT_TRUE(is(12, "final", "b"));
  schema.release(&schema);
  EXPECT_EQ(schema.release, nullptr);
}

TEST(ArrowStream, WhatStillFormsIsMarked) {
  const Bars all = bars(true);
  for (std::size_t i = 0; i < 2; ++i) {
    ArrowArray batch;
    export_piece(all, i, &batch);
    ASSERT_EQ(batch.n_children, 13);
    const auto* bits = static_cast<const std::uint8_t*>(batch.children[12]->buffers[1]);
    EXPECT_EQ(bits[0] & 0x1fU, i == 0 ? 0x1fU : 0U);
    batch.release(&batch);
  }
}

}  // namespace
}  // namespace wick::arrow_stream_test
