#include "store/tail_record.hpp"

#include <algorithm>
#include <bit>
#include <concepts>
#include <cstdint>
#include <span>
#include <utility>

#include "base/check.hpp"

namespace wick::store {
namespace {

constexpr std::uint8_t kTidy = 1;  // the formats
constexpr std::uint8_t kUntidy = kTailRecordFormat;
constexpr std::size_t kRowSize = std::size_t{11} * 8;

// The lowest byte first, on any machine.
template <std::unsigned_integral Number>
void put(std::string& out, Number number) {
  for (std::size_t i = 0; i < sizeof number; ++i) {
    out += static_cast<char>(number >> (8 * i) & 0xffU);
  }
}
void put(std::string& out, std::int64_t number) {
  put(out, static_cast<std::uint64_t>(number));
}
void put(std::string& out, double number) {
  put(out, std::bit_cast<std::uint64_t>(number));
}
void put(std::string& out, core::UtcTime time) {
  put(out, core::micros_of(time));
}
void put(std::string& out, std::string_view text) {
  put(out, static_cast<std::uint32_t>(text.size()));
  out += text;
}

// Takes values off the front. Once something is missing, everything is nought and good() is false.
class Reader {
 public:
  explicit Reader(std::string_view rest) : rest_(rest) {}

  template <std::unsigned_integral Number>
  Number number() {
    Number number = 0;
    const std::string_view bytes = take(sizeof number);
    for (std::size_t i = 0; i < bytes.size(); ++i) {
      number |= static_cast<Number>(Number{static_cast<unsigned char>(bytes[i])} << (8 * i));
    }
    return number;
  }
  std::int64_t integer() { return static_cast<std::int64_t>(number<std::uint64_t>()); }
  double decimal() { return std::bit_cast<double>(number<std::uint64_t>()); }
  core::UtcTime time() { return core::utc_micros(integer()); }
  std::string_view text() { return take(number<std::uint32_t>()); }

  [[nodiscard]] bool good() const { return good_; }
  [[nodiscard]] bool finished() const { return good_ && rest_.empty(); }
  [[nodiscard]] std::size_t left() const { return rest_.size(); }
  void fail() {
    good_ = false;
    rest_ = {};
  }

 private:
  std::string_view take(std::size_t size) {
    if (size > rest_.size()) fail();
    const std::string_view taken = rest_.substr(0, good_ ? size : 0);
    rest_.remove_prefix(taken.size());
    return taken;
  }

  std::string_view rest_;
  bool good_{true};
};

void put_source(std::string& out, const core::Source& source) {
  put(out, static_cast<std::uint8_t>(source.origin));
  put(out, source.revision);
  put(out, source.fetched);
  put(out, std::string_view(source.object));
  put(out, std::string_view(source.checksum));
}

void put_untidy(std::string& out, const core::Untidy& untidy) {
  for (const std::uint32_t rows : {untidy.unsorted, untidy.duplicates, untidy.implausible}) {
    put(out, rows);
  }
}

core::Untidy take_untidy(Reader& reader) {
  core::Untidy untidy;
  for (std::uint32_t* rows : {&untidy.unsorted, &untidy.duplicates, &untidy.implausible}) {
    *rows = reader.number<std::uint32_t>();
  }
  if (!untidy.any()) reader.fail();
  return untidy;
}

core::Source take_source(Reader& reader) {
  core::Source source;
  const auto origin = reader.number<std::uint8_t>();
  source.origin = static_cast<core::Origin>(origin);
  if (source.origin < core::Origin::kArchive || source.origin > core::Origin::kFeed) reader.fail();
  source.revision = reader.number<std::uint32_t>();
  source.fetched = reader.time();
  source.object = reader.text();
  source.checksum = reader.text();
  return source;
}

void put_rows(std::string& out, const core::Chunk& rows) {
  put(out, static_cast<std::uint32_t>(rows.size()));
  for (std::size_t row = 0; row < rows.size(); ++row) {
    const core::Bar bar = rows.bar(row);
    put(out, bar.open_time);
    put(out, bar.close_time);
    for (const double value : {bar.open, bar.high, bar.low, bar.close, bar.volume}) put(out, value);
    put(out, bar.quote_volume);
    put(out, bar.count);
    put(out, bar.taker_volume);
    put(out, bar.taker_quote_volume);
  }
}

core::Bar take_row(Reader& reader) {
  core::Bar bar;
  bar.open_time = reader.time();
  bar.close_time = reader.time();
  for (double* value : {&bar.open, &bar.high, &bar.low, &bar.close, &bar.volume}) {
    *value = reader.decimal();
  }
  bar.quote_volume = reader.decimal();
  bar.count = reader.integer();
  bar.taker_volume = reader.decimal();
  bar.taker_quote_volume = reader.decimal();
  return bar;
}

core::Chunk take_rows(Reader& reader, const core::Source& source) {
  core::ChunkBuilder rows;
  const std::size_t count = reader.number<std::uint32_t>();
  if (count > reader.left() / kRowSize) reader.fail();
  if (reader.good()) rows.reserve(count);
  core::UtcTime last{};
  for (std::size_t row = 0; row < count && reader.good(); ++row) {
    const core::Bar bar = take_row(reader);
    if (row > 0 && bar.open_time <= last) {
      reader.fail();
    } else {
      rows.push(bar);
    }
    last = bar.open_time;
  }
  return std::move(rows).finish(tier_of(source.origin), source.mark());
}

void put_holes(std::string& out, std::span<const core::Hole> holes) {
  put(out, static_cast<std::uint32_t>(holes.size()));
  for (const core::Hole& hole : holes) {
    put(out, hole.range.begin);
    put(out, hole.range.end);
    put(out, core::stored_name(hole.cause));
    put(out, std::string_view(hole.evidence));
  }
}

std::vector<core::Hole> take_holes(Reader& reader) {
  std::vector<core::Hole> holes;
  const std::size_t count = reader.number<std::uint32_t>();
  for (std::size_t i = 0; i < count && reader.good(); ++i) {
    const core::TimeRange range{reader.time(), reader.time()};
    const std::string_view name = reader.text();
    const std::string_view evidence = reader.text();
    const auto cause = core::parse_stored(name, evidence);
    if (!cause) reader.fail();
    if (reader.good()) holes.push_back({range, *cause, std::string(evidence)});
  }
  return holes;
}

// The part-th piece of that many items.
struct Piece {
  std::size_t begin{};
  std::size_t end{};
};
Piece piece_of(std::size_t items, std::size_t part) {
  return {std::min(items, part * kTailRecordItems), std::min(items, (part + 1) * kTailRecordItems)};
}

}  // namespace

std::vector<std::string> tail_records(const TailEntry& entry) {
  WICK_CHECK(entry.rows.mark().final);
  const std::span<const core::Hole> holes(entry.holes);
  const std::size_t items = std::max(entry.rows.size(), holes.size());
  std::vector<std::string> records;
  for (std::size_t part = 0; part * kTailRecordItems < items; ++part) {
    const Piece rows = piece_of(entry.rows.size(), part);
    const Piece some = piece_of(holes.size(), part);
    std::string& record = records.emplace_back();
    const core::Untidy& untidy = entry.source.untidy;
    put(record, untidy.any() ? kUntidy : kTidy);
    put_source(record, entry.source);
    if (untidy.any()) put_untidy(record, untidy);
    put_rows(record, entry.rows.rows(rows.begin, rows.end));
    put_holes(record, holes.subspan(some.begin, some.end - some.begin));
  }
  return records;
}

std::optional<TailEntry> read_tail_record(std::string_view payload) {
  Reader reader(payload);
  const auto format = reader.number<std::uint8_t>();
  if (format != kTidy && format != kUntidy) return std::nullopt;
  core::Source source = take_source(reader);
  if (format == kUntidy) source.untidy = take_untidy(reader);
  core::Chunk rows = take_rows(reader, source);
  std::vector<core::Hole> holes = take_holes(reader);
  if (!reader.finished()) return std::nullopt;
  return TailEntry{std::move(source), std::move(rows), std::move(holes)};
}

}  // namespace wick::store
