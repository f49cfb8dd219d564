#include "cli/bar_arrow.hpp"

#include <gtest/gtest.h>

#include <array>

namespace wick::cli::bar_arrow_test {
namespace {

using arrow::Form;
using arrow::Type;
using core::midnight;
using namespace std::chrono_literals;

const core::SeriesId kSeries{core::Provider::kBinance, core::Market::kFuturesUsdt,
                             core::ChartType::kKlines, "BTCUSDT", core::Interval::k1m};

// Rows `begin` to `end` of one endless series, in which no two numbers are alike.
core::Chunk chunk(int begin, int end, core::Tier tier, bool final = true) {
  core::ChunkBuilder rows;
  for (int i = begin; i < end; ++i) {
    rows.push({.open_time = midnight(2024, 1, 1) + i * 1min,
               .close_time = midnight(2024, 1, 1) + (i + 1) * 1min - 1us,
               .open = i + 0.01,
               .high = i + 0.02,
               .low = i + 0.03,
               .close = i + 0.04,
               .volume = i + 0.05,
               .quote_volume = i + 0.06,
               .count = i * 7,
               .taker_volume = i + 0.08,
               .taker_quote_volume = i + 0.09});
  }
  return std::move(rows).finish(tier, {.final = final});
}

struct Added {
  core::Chunk chunk;
  std::string symbol;
};

std::string written(const ArrowShape& shape, const std::vector<Added>& all) {
  BarArrow bars(shape, {{"key", "value"}});
  std::string bytes;
  bars.begin(bytes);
  for (const Added& added : all) bars.add(added.chunk, added.symbol, bytes);
  bars.end(bytes);
  return bytes;
}

// A batch by the plainest way: row by row, each column in a vector of its own.
class PlainBatch {
 public:
  explicit PlainBatch(const ArrowShape& shape) : shape_(shape) {}

  void add(const core::Bar& bar, const std::string& symbol, core::Tier tier, bool final) {
    symbols_.push_back(symbol);
    sources_.emplace_back(core::name(tier));
    finals_.push_back(static_cast<std::byte>(final));
    integers_[0].push_back(core::micros_of(bar.open_time));
    integers_[1].push_back(core::micros_of(bar.close_time));
    integers_[2].push_back(bar.count);
    const std::vector<double> numbers = {
        bar.open,   bar.high,         bar.low,          bar.close,
        bar.volume, bar.quote_volume, bar.taker_volume, bar.taker_quote_volume};
    for (std::size_t i = 0; i < 8; ++i) numbers_[i].push_back(numbers[i]);
  }

  void encode(arrow::Encoder& encoder, std::string& out) {
    std::vector<arrow::Column> columns;
    if (shape_.with_symbol) columns.push_back(text(symbols_, symbol_bytes_, symbol_offsets_));
    columns.push_back({std::as_bytes(std::span(integers_[0]))});
    for (std::size_t i = 0; i < 5; ++i) columns.push_back(number(i));
    columns.push_back({std::as_bytes(std::span(integers_[1]))});
    columns.push_back(number(5));
    columns.push_back({std::as_bytes(std::span(integers_[2]))});
    columns.push_back(number(6));
    columns.push_back(number(7));
    columns.push_back(text(sources_, source_bytes_, source_offsets_));
    if (shape_.with_final) columns.push_back({finals_});
    encoder.batch(static_cast<std::int64_t>(sources_.size()), columns, out);
  }

 private:
  [[nodiscard]] arrow::Column number(std::size_t i) const {
    return {std::as_bytes(std::span(numbers_[i]))};
  }
  static arrow::Column text(const std::vector<std::string>& words, std::string& bytes,
                            std::vector<std::int32_t>& offsets) {
    offsets = {0};
    for (const std::string& word : words) {
      bytes += word;
      offsets.push_back(static_cast<std::int32_t>(bytes.size()));
    }
    return {std::as_bytes(std::span(bytes)), offsets};
  }

  ArrowShape shape_;
  std::vector<std::string> symbols_;
  std::vector<std::string> sources_;
  std::vector<std::byte> finals_;
  std::array<std::vector<std::int64_t>, 3> integers_;
  std::array<std::vector<double>, 8> numbers_;
  std::string symbol_bytes_;
  std::string source_bytes_;
  std::vector<std::int32_t> symbol_offsets_;
  std::vector<std::int32_t> source_offsets_;
};

std::vector<arrow::Field> fields(const ArrowShape& shape) {
  std::vector<arrow::Field> all;
  if (shape.with_symbol) all.push_back({"symbol", Type::kText});
  all.insert(all.end(), {{"open_time", Type::kUtcMicros},
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
                         {"source", Type::kText}});
  if (shape.with_final) all.push_back({"final", Type::kBool});
  return all;
}

// The same bars where it is known how they fall into batches.
std::string expected(const ArrowShape& shape, const std::vector<std::vector<Added>>& batches) {
  arrow::Encoder encoder(shape.form, fields(shape));
  const arrow::Metadata metadata{{"key", "value"}};
  std::string bytes;
  encoder.begin(metadata, bytes);
  for (const std::vector<Added>& pieces : batches) {
    PlainBatch batch(shape);
    for (const Added& piece : pieces) {
      for (std::size_t i = 0; i < piece.chunk.size(); ++i) {
        batch.add(piece.chunk.bar(i), piece.symbol, piece.chunk.tier(), piece.chunk.mark().final);
      }
    }
    batch.encode(encoder, bytes);
  }
  encoder.end(metadata, {}, bytes);
  return bytes;
}

TEST(BarArrow, SmallChunksShareABatch) {
  const std::vector<Added> all = {{chunk(0, 3, core::Tier::kCache), "BTCUSDT"},
                                  {chunk(3, 3, core::Tier::kCache), "BTCUSDT"},
                                  {chunk(3, 10, core::Tier::kBulk), "BTCUSDT"},
                                  {chunk(0, 2, core::Tier::kRest, false), "ETHUSDT"}};
  for (const Form form : {Form::kFile, Form::kStream}) {
    for (const bool with : {false, true}) {
      const ArrowShape shape{.form = form, .with_symbol = with, .with_final = !with};
      EXPECT_EQ(written(shape, all), expected(shape, {all}));
    }
  }
}

TEST(BarArrow, ALargeChunkIsABatchOfItsOwn) {
  const int large = static_cast<int>(kArrowBatchRows);
  const Added small{chunk(0, 5, core::Tier::kCache), "X"};
  const Added full{chunk(5, 5 + large, core::Tier::kBulk), "X"};
  const Added last{chunk(5 + large, 8 + large, core::Tier::kRest), "X"};
  const ArrowShape shape{.form = Form::kFile};
  EXPECT_EQ(written(shape, {small, full, last}), expected(shape, {{small}, {full}, {last}}));
  const Added fits{chunk(5, large, core::Tier::kBulk), "X"};
  EXPECT_EQ(written(shape, {small, fits}), expected(shape, {{small, fits}}));
}

TEST(BarArrow, WithoutBarsItIsWholeAllTheSame) {
  for (const Form form : {Form::kFile, Form::kStream}) {
    const ArrowShape shape{.form = form};
    const std::string bytes = written(shape, {});
    EXPECT_EQ(bytes, expected(shape, {}));
    EXPECT_EQ(bytes.starts_with("ARROW1"), form == Form::kFile);
  }
}

TEST(BarArrow, AFileTellsWhatItIs) {
  const core::TimeRange range{midnight(2024, 1, 1), midnight(2024, 1, 2)};
  const core::Hole hole{range, core::Cause::kNoBarAtSource, "so"};
  EXPECT_EQ(arrow_metadata({.series = {kSeries}, .range = range, .missing = {{}}}),
            (arrow::Metadata{{"provider", "binance"},
                             {"market", "futures_usdt"},
                             {"chart", "klines"},
                             {"symbol", "BTCUSDT"},
                             {"interval", "1m"},
                             {"from", "2024-01-01T00:00:00Z"},
                             {"to", "2024-01-02T00:00:00Z"},
                             {"missing", "[]"}}));
  core::SeriesId other = kSeries;
  other.symbol = "ETHUSDT";
  const auto both =
      arrow_metadata({.series = {kSeries, other}, .range = range, .missing = {{hole}, {hole}}});
  EXPECT_EQ(both[3], (std::pair<std::string, std::string>("symbols", R"(["BTCUSDT","ETHUSDT"])")));
  EXPECT_EQ(both.back().second,
            R"([{"symbol":"BTCUSDT","from":"2024-01-01T00:00:00Z","to":"2024-01-02T00:00:00Z",)"
            R"("cause":"no_bar_at_source","evidence":"so"},)"
            R"({"symbol":"ETHUSDT","from":"2024-01-01T00:00:00Z","to":"2024-01-02T00:00:00Z",)"
            R"("cause":"no_bar_at_source","evidence":"so"}])");
}

}  // namespace
}  // namespace wick::cli::bar_arrow_test
