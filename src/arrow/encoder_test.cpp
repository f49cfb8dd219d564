#include "arrow/encoder.hpp"

#include <gtest/gtest.h>

#include <array>
#include <cstring>
#include <string_view>

namespace wick::arrow::encoder_test {
namespace {

constexpr std::string_view kMagic = "ARROW1";
const std::string kEndOfStream("\xff\xff\xff\xff\0\0\0\0", 8);

template <typename T>
std::span<const std::byte> raw(const std::vector<T>& values) {
  return std::as_bytes(std::span(values));
}

std::uint32_t u32(std::string_view bytes, std::size_t at) {
  std::uint32_t value = 0;
  for (std::size_t i = 4; i-- > 0;) value = value << 8U | static_cast<std::uint8_t>(bytes[at + i]);
  return value;
}

// A column of each type, of three rows.
struct Sample {
  std::vector<Field> fields = {{"t", Type::kUtcMicros}, {"x", Type::kFloat64}, {"n", Type::kInt64},
                               {"o", Type::kUint8},     {"s", Type::kText},    {"b", Type::kBool}};
  std::vector<std::int64_t> t = {1'700'000'000'000'000, 0, -1};
  std::vector<double> x = {0.5, -2, 1e300};
  std::vector<std::int64_t> n = {-1, 2, 3};
  std::vector<std::uint8_t> o = {1, 2, 255};
  std::string s = "spotum";
  std::vector<std::int32_t> offsets = {0, 4, 4, 6};
  std::vector<std::uint8_t> b = {1, 0, 1};

  [[nodiscard]] std::array<Column, 6> columns() const {
    return {Column{raw(t)},
            Column{raw(x)},
            Column{raw(n)},
            Column{raw(o)},
            Column{std::as_bytes(std::span(s)), offsets},
            Column{raw(b)}};
  }
};

// A message and its place, found by the framing alone.
struct Message {
  std::size_t begin{};
  std::size_t body{};
};

Message message_at(std::string_view bytes, std::size_t begin) {
  EXPECT_EQ(u32(bytes, begin), 0xffffffffU);
  return {begin, begin + 8 + u32(bytes, begin + 4)};
}

std::string encoded(Form form, int batches) {
  const Sample sample;
  Encoder encoder(form, sample.fields);
  std::string out;
  encoder.begin({{"opening", "1"}}, out);
  for (int i = 0; i < batches; ++i) encoder.batch(3, sample.columns(), out);
  encoder.end({{"schema", "2"}}, {{"footer", "3"}}, out);
  EXPECT_EQ(encoder.bytes_written(), out.size());
  return out;
}

TEST(Encoder, FileBeginsAndEndsWithTheMagic) {
  const std::string file = encoded(Form::kFile, 2);
  EXPECT_TRUE(file.starts_with(std::string(kMagic) + std::string(2, '\0')));
  EXPECT_TRUE(file.ends_with(kMagic));
  const std::size_t footer_size = u32(file, file.size() - 10);
  const std::size_t footer = file.size() - 10 - footer_size;
  EXPECT_EQ(file.substr(footer - 8, 8), kEndOfStream);
  EXPECT_NE(file.find("opening"), std::string::npos);
  EXPECT_LT(file.find("opening"), footer);
  EXPECT_EQ(file.find("opening", footer), std::string::npos);
  EXPECT_GT(file.find("schema"), footer);
  EXPECT_GT(file.find("footer"), footer);
}

TEST(Encoder, StreamHasNoMagicAndNoFooter) {
  const std::string stream = encoded(Form::kStream, 2);
  EXPECT_EQ(stream.find(kMagic), std::string::npos);
  EXPECT_TRUE(stream.ends_with(kEndOfStream));
  EXPECT_NE(stream.find("opening"), std::string::npos);
  EXPECT_EQ(stream.find("schema"), std::string::npos);
  EXPECT_EQ(stream.find("footer"), std::string::npos);
}

TEST(Encoder, EveryBodyAndEveryColumnIsAligned) {
  for (const Form form : {Form::kFile, Form::kStream}) {
    const Sample sample;
    Encoder encoder(form, sample.fields);
    std::string out;
    encoder.begin({}, out);
    std::size_t next = message_at(out, form == Form::kFile ? 8 : 0).body;
    for (int i = 0; i < 3; ++i) {
      ASSERT_EQ(out.size(), next);
      ASSERT_EQ(next % 64, 0U);
      const auto extents = encoder.batch(3, sample.columns(), out);
      const Message message = message_at(out, next);
      EXPECT_EQ(message.body % 64, 0U);
      ASSERT_EQ(extents.size(), sample.fields.size());
      EXPECT_EQ(extents.front().offset, message.body);
      for (const Extent& extent : extents) EXPECT_EQ(extent.offset % 64, 0U);
      next = out.size();
    }
  }
}

TEST(Encoder, BodyIsTheColumnsOneBehindTheOther) {
  const Sample sample;
  Encoder encoder(Form::kFile, sample.fields);
  std::string out;
  encoder.begin({}, out);
  const std::size_t begin = out.size();
  encoder.batch(3, sample.columns(), out);

  std::string body;
  const auto add = [&body](std::string_view bytes) {
    body += bytes;
    body.resize((body.size() + 63) / 64 * 64);
  };
  const auto text = [](const auto& values) {
    return std::string_view(reinterpret_cast<const char*>(values.data()),
                            values.size() * sizeof(values[0]));
  };
  add(text(sample.t));
  add(text(sample.x));
  add(text(sample.n));
  add("\x01\x02\xff");
  add(text(sample.offsets));
  add("spotum");
  add("\x05");
  EXPECT_EQ(out.substr(message_at(out, begin).body), body);
}

TEST(Encoder, ExtentsAreTheValuesWithoutTheirPadding) {
  const Sample sample;
  const auto columns = sample.columns();
  Encoder encoder(Form::kFile, sample.fields);
  std::string out;
  encoder.begin({}, out);
  const auto extents = encoder.batch(3, columns, out);
  for (std::size_t i = 0; i < 5; ++i) {
    ASSERT_EQ(extents[i].size, columns[i].values.size()) << i;
    EXPECT_EQ(
        std::memcmp(out.data() + extents[i].offset, columns[i].values.data(), extents[i].size), 0)
        << i;
  }
  EXPECT_EQ(extents[5].size, 1U);
  EXPECT_EQ(out[extents[5].offset], 5);
}

TEST(Encoder, BoolsArePackedFromTheLowestBit) {
  Encoder encoder(Form::kFile, {{"b", Type::kBool}});
  std::string out;
  encoder.begin({}, out);
  const std::vector<std::uint8_t> bools = {0, 1, 1, 0, 0, 0, 0, 1, 1, 0};
  const auto extents = encoder.batch(10, std::array{Column{raw(bools)}}, out);
  EXPECT_EQ(extents.front().size, 2U);
  EXPECT_EQ(out.substr(extents.front().offset, 2), "\x86\x01");
}

TEST(Encoder, SameCallsGiveTheSameBytes) {
  for (const Form form : {Form::kFile, Form::kStream}) {
    EXPECT_EQ(encoded(form, 3), encoded(form, 3));
  }
}

// Whoever writes the bytes away in between gets the same file.
TEST(Encoder, OutputMayBeTakenAwayBetweenCalls) {
  const Sample sample;
  Encoder encoder(Form::kFile, sample.fields);
  std::string file;
  std::string out;
  const auto take = [&] {
    file += out;
    out.clear();
  };
  encoder.begin({{"opening", "1"}}, out);
  take();
  for (int i = 0; i < 2; ++i) {
    const auto extents = encoder.batch(3, sample.columns(), out);
    EXPECT_GT(extents.front().offset, file.size());
    take();
  }
  encoder.end({{"schema", "2"}}, {{"footer", "3"}}, out);
  take();
  EXPECT_EQ(file, encoded(Form::kFile, 2));
}

TEST(Encoder, WhatTheFieldsDoNotSayIsAMistake) {
  const std::vector<std::int64_t> values = {1, 2, 3};
  const std::vector<std::int32_t> offsets = {0, 9, 6};
  const Column numbers{raw(values)};
  std::string out;
  Encoder integers(Form::kFile, {{"n", Type::kInt64}});
  EXPECT_DEATH(integers.batch(3, std::array{numbers}, out), "does not hold");
  integers.begin({}, out);
  EXPECT_DEATH(integers.begin({}, out), "does not hold");
  EXPECT_DEATH(integers.batch(2, std::array{numbers}, out), "does not hold");
  EXPECT_DEATH(integers.batch(3, std::array{numbers, numbers}, out), "does not hold");
  Encoder texts(Form::kStream, {{"s", Type::kText}});
  texts.begin({}, out);
  EXPECT_DEATH(texts.batch(2, std::array{Column{raw(values), offsets}}, out), "does not hold");
}

TEST(Schema, SizesOfValues) {
  EXPECT_EQ(width(Type::kText), 0U);
  EXPECT_EQ(width(Type::kBool), 1U);
  EXPECT_EQ(stored_size(Type::kFloat64, 3), 24U);
  EXPECT_EQ(stored_size(Type::kUint8, 3), 3U);
  EXPECT_EQ(stored_size(Type::kBool, 0), 0U);
  EXPECT_EQ(stored_size(Type::kBool, 8), 1U);
  EXPECT_EQ(stored_size(Type::kBool, 9), 2U);
}

}  // namespace
}  // namespace wick::arrow::encoder_test
