#include "store/series_file.hpp"

#include <simdjson.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <utility>

#include "codec/decimal.hpp"

namespace wick::store {
namespace {

constexpr std::string_view kRows = ".csv";
constexpr std::string_view kMeta = ".meta.json";
constexpr std::int64_t kNewestMeta = 2;
constexpr std::int64_t kMillisecond = 1000;
constexpr double kMillisMin = 946'684'800'000.0;    // 2000-01-01
constexpr double kMillisMax = 7'258'118'400'000.0;  // 2200-01-01
constexpr double kCountMax = 9e15;

enum Column : std::uint8_t {
  kSymbol,
  kTimeframe,
  kOpenTime,
  kCloseTime,
  kOpen,
  kHigh,
  kLow,
  kClose,
  kVolume,
  kTickCount,  // from here on a file may be without
  kComplete,
  kSynthetic,
  kColumns,
};
constexpr std::array<std::string_view, kColumns> kNames = {
    "symbol", "tf",    "open_time", "close_time", "open",     "high",
    "low",    "close", "volume",    "tick_count", "complete", "synthetic"};

std::string upper(std::string_view text) {
  std::string folded(text);
  for (char& c : folded) c = c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
  return folded;
}

// XAU/USD and xauusd are XAUUSD.
std::string plain_symbol(std::string_view text) {
  std::string symbol = upper(text);
  std::erase(symbol, '/');
  return symbol;
}

// 1m, and m1 as the vendor writes it.
std::optional<core::Interval> interval_of(std::string_view text) {
  if (const auto interval = core::parse_interval(text)) return interval;
  std::string turned(text);
  if (turned.empty()) return std::nullopt;
  turned.front() = turned.front() >= 'A' && turned.front() <= 'Z'
                       ? static_cast<char>(turned.front() - 'A' + 'a')
                       : turned.front();
  std::rotate(turned.begin(), turned.begin() + 1, turned.end());
  return core::parse_interval(turned);
}

std::string_view take_line(std::string_view& text) {
  const std::size_t end = std::min(text.find('\n'), text.size());
  std::string_view line = text.substr(0, end);
  text.remove_prefix(std::min(end + 1, text.size()));
  if (line.ends_with('\r')) line.remove_suffix(1);
  return line;
}

std::string_view take_cell(std::string_view& line) {
  const std::size_t end = std::min(line.find(','), line.size());
  const std::string_view cell = line.substr(0, end);
  line.remove_prefix(std::min(end + 1, line.size()));
  return cell;
}

// Which cell of a row is which column.
class Header {
 public:
  static base::Result<Header> of(std::string_view line) {
    Header header;
    while (!line.empty()) {
      std::string_view name = take_cell(line);
      if (name.ends_with("_time_ms")) name.remove_suffix(3);
      const auto* const known = std::ranges::find(kNames, name);
      header.columns_.push_back(static_cast<Column>(known - kNames.begin()));
    }
    for (std::size_t column = 0; column < kTickCount; ++column) {
      if (std::ranges::count(header.columns_, static_cast<Column>(column)) == 1) continue;
      return base::Error{base::ErrorKind::kUnsupported,
                         "its first line has not the one column " + std::string(kNames.at(column)) +
                             ": it is no cache of the live predecessor"};
    }
    return header;
  }

  using Cells = std::array<std::string_view, kColumns>;
  // Nothing where there are more or fewer cells than columns.
  [[nodiscard]] std::optional<Cells> cells(std::string_view line) const {
    if (std::ranges::count(line, ',') + 1 != std::ssize(columns_)) return std::nullopt;
    Cells cells;
    for (const Column column : columns_) {
      const std::string_view cell = take_cell(line);
      if (column != kColumns) cells.at(column) = cell;
    }
    return cells;
  }

 private:
  std::vector<Column> columns_;  // kColumns: one that is not wanted
};

std::optional<double> number(std::string_view text) {
  const auto value = codec::take_decimal(text);
  if (!value || !text.empty() || !std::isfinite(*value)) return std::nullopt;
  return value;
}

std::optional<core::UtcTime> instant(std::string_view text) {
  const auto millis = number(text);
  const bool meant = millis && *millis >= kMillisMin && *millis < kMillisMax;
  if (!meant || *millis != std::floor(*millis)) return std::nullopt;
  return core::utc_micros(static_cast<std::int64_t>(*millis) * kMillisecond);
}

bool says(std::string_view cell, char first) {  // True, true, 1; False, false, 0
  if (cell.empty()) return false;
  const char c = cell.front();
  return first == 't' ? c == 't' || c == 'T' || c == '1' : c == 'f' || c == 'F' || c == '0';
}

class Reader {
 public:
  explicit Reader(const core::SeriesId& id) : grid_(core::grid_of(id)) { found_.id = id; }

  void take(const Header& header, std::string_view line) {
    ++found_.rows;
    const auto cells = header.cells(line);
    if (!cells) return refuse({}, "has not as many cells as the first line");
    if (says((*cells)[kComplete], 'f') || says((*cells)[kSynthetic], 't')) {
      ++found_.forming;
      return;
    }
    const auto open = instant((*cells)[kOpenTime]);
    if (!open) return refuse({}, "has no open time in milliseconds");
    if (auto bar = bar_of(*cells, *open)) {
      found_.bars.push_back(*bar);
    } else {
      refuse(*open, bar.error().what);
    }
  }
  void refuse(core::UtcTime open, std::string why) {
    found_.faults.push_back({open, std::move(why)});
  }

  ForeignBars finish(core::UtcTime written) {
    settle_order(found_);
    found_.forming += static_cast<std::uint64_t>(std::erase_if(
        found_.bars, [&](const core::Bar& bar) { return bar.close_time >= written; }));
    return std::move(found_);
  }

 private:
  using Cells = Header::Cells;

  static base::Error wrong(std::string what) {
    return {base::ErrorKind::kInvalid, std::move(what)};
  }

  [[nodiscard]] base::Result<core::Bar> bar_of(const Cells& cells, core::UtcTime open) const {
    if (plain_symbol(cells[kSymbol]) != found_.id.symbol ||
        interval_of(cells[kTimeframe]) != found_.id.interval) {
      return wrong("is of another series than the file's name");
    }
    if (!grid_.has(open)) {
      return wrong("is no open time of a " + std::string(core::name(grid_.interval())) + " bar");
    }
    const core::UtcTime end = grid_.next(open);
    const auto close = instant(cells[kCloseTime]);
    const bool closes_there =
        close && (*close == end || *close == end - core::Micros{kMillisecond});
    if (!closes_there) return wrong("closes at another time than its bar");
    std::array<double, 5> numbers{};
    for (std::size_t i = 0; i < numbers.size(); ++i) {
      const auto value = number(cells.at(kOpen + i));
      if (!value) return wrong("lacks a number");
      numbers.at(i) = *value;
    }
    const auto count = cells[kTickCount].empty() ? 0.0 : number(cells[kTickCount]);
    if (!count || *count < 0 || *count > kCountMax || *count != std::floor(*count)) {
      return wrong("has a count of ticks that is none");
    }
    return believed({.open_time = open,
                     .close_time = end - core::Micros{1},
                     .open = numbers[0],
                     .high = numbers[1],
                     .low = numbers[2],
                     .close = numbers[3],
                     .volume = numbers[4],
                     .count = static_cast<std::int64_t>(*count)},
                    end);
  }

  core::Grid grid_;
  ForeignBars found_;
};

}  // namespace

std::optional<SeriesFile> read_series_name(std::string_view path) {
  std::string_view stem = path.substr(path.rfind('/') + 1);
  const bool meta = stem.ends_with(kMeta);
  if (!meta && !stem.ends_with(kRows)) return std::nullopt;
  stem.remove_suffix(meta ? kMeta.size() : kRows.size());
  const std::size_t line = stem.rfind('_');
  if (line == std::string_view::npos) return std::nullopt;
  const auto interval = interval_of(stem.substr(line + 1));
  const auto symbol = core::canonical_symbol(stem.substr(0, line));
  if (!interval || !symbol) return std::nullopt;
  const core::SeriesId id{core::Provider::kFxcm, core::Market::kFx, core::ChartType::kKlines,
                          *symbol, *interval};
  if (!core::check_series(id)) return std::nullopt;
  return SeriesFile{id, meta};
}

base::Result<SeriesMeta> read_series_meta(std::string_view json) {
  simdjson::dom::parser parser;
  simdjson::dom::object object;
  const simdjson::padded_string padded(json);
  if (parser.parse(padded).get(object) != simdjson::SUCCESS) {
    return base::Error{base::ErrorKind::kInvalid, "its .meta.json is no JSON object"};
  }
  std::int64_t version = 1;
  if (object["version"].get(version) == simdjson::SUCCESS && version > kNewestMeta) {
    return base::Error{
        base::ErrorKind::kUnsupported,
        "its .meta.json is of version " + std::to_string(version) + ", and 1 and 2 are known"};
  }
  SeriesMeta meta;
  std::uint64_t rows = 0;
  if (object["rows"].get(rows) == simdjson::SUCCESS) meta.rows = rows;
  return meta;
}

base::Result<ForeignBars> read_series_rows(std::string_view csv, const core::SeriesId& id,
                                           core::UtcTime written) {
  const bool cut_off = !csv.ends_with('\n');
  if (csv.starts_with("\xef\xbb\xbf")) csv.remove_prefix(3);
  const auto header = Header::of(take_line(csv));
  if (!header) return header.error();
  Reader reader(id);
  while (!csv.empty()) {
    const std::string_view line = take_line(csv);
    if (line.empty()) continue;
    if (csv.empty() && cut_off) {
      reader.refuse({}, "is the last one, and its line has no end");
    } else {
      reader.take(*header, line);
    }
  }
  return reader.finish(written);
}

}  // namespace wick::store
