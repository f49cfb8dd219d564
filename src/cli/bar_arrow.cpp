#include "cli/bar_arrow.hpp"

#include <cstddef>
#include <cstdint>
#include <deque>
#include <span>
#include <string_view>
#include <utility>

#include "base/check.hpp"
#include "base/json_text.hpp"
#include "cli/bar_json.hpp"
#include "core/time_text.hpp"

namespace wick::cli {
namespace {

using arrow::Type;

std::vector<arrow::Field> fields_of(const ArrowShape& shape) {
  std::vector<arrow::Field> fields;
  if (shape.with_symbol) fields.push_back({"symbol", Type::kText});
  fields.push_back({"open_time", Type::kUtcMicros});
  for (const char* name : {"open", "high", "low", "close", "volume"}) {
    fields.push_back({name, Type::kFloat64});
  }
  fields.push_back({"close_time", Type::kUtcMicros});
  fields.push_back({"quote_asset_volume", Type::kFloat64});
  fields.push_back({"count", Type::kInt64});
  fields.push_back({"taker_buy_volume", Type::kFloat64});
  fields.push_back({"taker_buy_quote_volume", Type::kFloat64});
  fields.push_back({"source", Type::kText});
  if (shape.with_final) fields.push_back({"final", Type::kBool});
  return fields;
}

struct Text {
  std::string characters;
  std::vector<std::int32_t> offsets{0};

  void repeat(std::string_view word, std::size_t rows) {
    for (std::size_t row = 0; row < rows; ++row) {
      characters += word;
      offsets.push_back(static_cast<std::int32_t>(characters.size()));
    }
  }
  [[nodiscard]] arrow::Column column() const {
    return {std::as_bytes(std::span(characters)), offsets};
  }
};

// One column of all chunks: that of a single chunk as it lies, those of several put together.
class Joiner {
 public:
  explicit Joiner(const std::vector<const core::Columns*>& parts) : parts_(parts) {}

  template <typename T>
  arrow::Column operator()(std::span<const T> core::Columns::*column) {
    if (parts_.size() == 1) return {std::as_bytes(parts_.front()->*column)};
    std::vector<std::byte>& joined = kept_.emplace_back();
    for (const core::Columns* part : parts_) {
      const auto bytes = std::as_bytes(part->*column);
      joined.insert(joined.end(), bytes.begin(), bytes.end());
    }
    return {joined};
  }

 private:
  const std::vector<const core::Columns*>& parts_;
  std::deque<std::vector<std::byte>> kept_;
};

}  // namespace

BarArrow::BarArrow(const ArrowShape& shape, arrow::Metadata metadata)
    : shape_(shape), metadata_(std::move(metadata)), encoder_(shape.form, fields_of(shape)) {}

void BarArrow::begin(std::string& out) {
  encoder_.begin(metadata_, out);
}

void BarArrow::add(const core::Chunk& chunk, const std::string& symbol, std::string& out) {
  WICK_CHECK(chunk.size() <= kArrowBatchRows);
  if (rows_ + chunk.size() > kArrowBatchRows) flush(out);
  rows_ += chunk.size();
  if (!chunk.empty()) gathered_.push_back({chunk, symbol});
}

void BarArrow::flush(std::string& out) {
  if (gathered_.empty()) return;
  std::vector<const core::Columns*> parts;
  Text symbols;
  Text sources;
  std::vector<std::byte> finals;
  for (const Piece& piece : gathered_) {
    const core::Chunk& chunk = piece.chunk;
    parts.push_back(&chunk.columns());
    if (shape_.with_symbol) symbols.repeat(piece.symbol, chunk.size());
    sources.repeat(core::name(chunk.tier()), chunk.size());
    finals.insert(finals.end(), chunk.size(), static_cast<std::byte>(chunk.mark().final));
  }
  Joiner joined(parts);
  using core::Columns;
  std::vector<arrow::Column> columns = {joined(&Columns::open_time),
                                        joined(&Columns::open),
                                        joined(&Columns::high),
                                        joined(&Columns::low),
                                        joined(&Columns::close),
                                        joined(&Columns::volume),
                                        joined(&Columns::close_time),
                                        joined(&Columns::quote_volume),
                                        joined(&Columns::count),
                                        joined(&Columns::taker_volume),
                                        joined(&Columns::taker_quote_volume),
                                        sources.column()};
  if (shape_.with_symbol) columns.insert(columns.begin(), symbols.column());
  if (shape_.with_final) columns.push_back({finals});
  encoder_.batch(static_cast<std::int64_t>(rows_), columns, out);
  gathered_.clear();
  rows_ = 0;
}

void BarArrow::end(std::string& out) {
  flush(out);
  encoder_.end(metadata_, {}, out);
}

arrow::Metadata arrow_metadata(const ArrowFacts& facts) {
  WICK_CHECK(!facts.series.empty() && facts.series.size() == facts.missing.size());
  const bool several = facts.series.size() > 1;
  std::string symbols = "[";
  std::string missing = "[";
  for (std::size_t i = 0; i < facts.series.size(); ++i) {
    const std::string symbol = base::json_quoted(facts.series[i].symbol);
    symbols += (i > 0 ? "," : "") + symbol;
    const std::string first = several ? "\"symbol\":" + symbol + "," : "";
    for (const core::Hole& hole : facts.missing[i]) {
      missing += (missing.size() > 1 ? "," : "") + hole_json(hole, first);
    }
  }
  const core::SeriesId& id = facts.series.front();
  return {{"provider", std::string(core::name(id.provider))},
          {"market", std::string(core::name(id.market))},
          {"chart", std::string(core::name(id.chart))},
          several ? std::pair<std::string, std::string>("symbols", symbols + "]")
                  : std::pair<std::string, std::string>("symbol", id.symbol),
          {"interval", std::string(core::name(id.interval))},
          {"from", core::to_iso(facts.range.begin)},
          {"to", core::to_iso(facts.range.end)},
          {"missing", missing + "]"}};
}

}  // namespace wick::cli
