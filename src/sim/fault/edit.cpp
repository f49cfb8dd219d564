#include "sim/fault/edit.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <cstddef>
#include <optional>
#include <string>
#include <system_error>
#include <utility>

#include "sim/fault/dice.hpp"

namespace wick::sim {
namespace {

constexpr std::size_t kOpenTime = 0;
constexpr std::size_t kHigh = 2;
constexpr std::size_t kLow = 3;
constexpr std::size_t kVolume = 5;
constexpr std::size_t kCloseTime = 6;
constexpr std::size_t kMicrosDigits = 16;
constexpr std::size_t kColumnsMin = 3;  // of fundings

constexpr std::string_view kHeader =
    "open_time,open,high,low,close,volume,close_time,quote_volume,count,taker_buy_volume,"
    "taker_buy_quote_volume,ignore";

using Rows = std::vector<std::string_view>;

std::pair<std::size_t, std::size_t> bounds(const RowRange& range, std::size_t length) {
  const std::size_t begin = range.begin.of(length);
  return {begin, std::max(begin, range.end.of(length))};
}

void drop(Rows& rows, const RowRange& range) {
  const auto [begin, end] = bounds(range, rows.size());
  rows.erase(rows.begin() + static_cast<std::ptrdiff_t>(begin),
             rows.begin() + static_cast<std::ptrdiff_t>(end));
}

void duplicate(Rows& rows, const RowRange& range) {
  const auto [begin, end] = bounds(range, rows.size());
  Rows out;
  for (std::size_t i = 0; i < rows.size(); ++i) {
    out.push_back(rows[i]);
    if (i >= begin && i < end) out.push_back(rows[i]);
  }
  rows = std::move(out);
}

void shuffle(Rows& rows, std::uint64_t dice) {
  for (std::size_t i = rows.size(); i > 1; --i) {
    std::swap(rows[i - 1], rows[throw_dice(dice, i) % i]);
  }
}

std::optional<std::int64_t> number_of(std::string_view text) {
  std::int64_t number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error != std::errc{} || end != text.data() + text.size()) return std::nullopt;
  return number;
}

std::string in_unit(std::string_view time, std::size_t field, Unit unit) {
  const std::string_view quote = time.starts_with('"') ? "\"" : "";
  std::string out(time.substr(quote.size(), time.size() - 2 * quote.size()));
  const bool micros = out.size() >= kMicrosDigits;
  if (micros != (unit == Unit::kMicros)) {
    // A candle closes one unit before the next opens, whatever the unit.
    if (micros) {
      out.resize(out.size() - 3);
    } else {
      out += field == kCloseTime ? "999" : "000";
    }
  }
  return std::string(quote).append(out).append(quote);
}

void change_unit(Table& table, Unit unit) {
  for (std::string_view& row : table.rows) {
    auto fields = fields_of(row);
    if (fields.size() <= kCloseTime) continue;
    const std::string open = in_unit(fields[kOpenTime], kOpenTime, unit);
    const std::string close = in_unit(fields[kCloseTime], kCloseTime, unit);
    fields[kOpenTime] = open;
    if (table.layout == Layout::kBinance) fields[kCloseTime] = close;
    row = table.keep(row_of(fields));
  }
}

// Close times that say the candle was over after half its length.
void close_early(Table& table, const RowRange& range) {
  const auto [begin, end] = bounds(range, table.rows.size());
  for (std::size_t i = begin; i < end; ++i) {
    auto fields = fields_of(table.rows[i]);
    if (fields.size() <= kCloseTime) continue;
    const auto open = number_of(fields[kOpenTime]);
    const auto close = number_of(fields[kCloseTime]);
    if (!open || !close) continue;
    const std::string early = std::to_string(*open + (*close - *open) / 2);
    fields[kCloseTime] = early;
    table.rows[i] = table.keep(row_of(fields));
  }
}

void add_column(Table& table) {
  if (!table.header.empty()) table.header = table.keep(std::string(table.header) + ",extra");
  const std::string_view more = table.layout == Layout::kOkx ? ",\"0\"" : ",0";
  for (std::string_view& row : table.rows) row = table.keep(std::string(row).append(more));
}

// Adds to the last decimals of a number as written, so that 9.99 becomes 10.00.
std::string raised(std::string_view number, std::int64_t by) {
  std::string out(number);
  for (std::size_t i = out.size(); i-- > 0 && by > 0;) {
    if (out[i] < '0' || out[i] > '9') continue;
    by += out[i] - '0';
    out[i] = static_cast<char>('0' + by % 10);
    by /= 10;
  }
  if (by > 0) out.insert(out.find_first_of("0123456789"), std::to_string(by));
  return out;
}

// Which number is corrected: the volume, where there is one; else a wick, or the last of the row.
std::size_t revised_field(const std::vector<std::string_view>& fields) {
  if (fields.size() <= kVolume) return fields.size() - 1;
  const std::string_view volume = fields[kVolume];
  if (volume != "0" && volume != "\"0\"") return kVolume;
  return fields[kHigh].find('-') == std::string_view::npos ? kHigh : kLow;
}

// The correction makes one number larger, or more negative; the same one in all revisions.
void revise(Table& table, std::int64_t revision, std::uint64_t dice) {
  if (table.rows.empty()) return;
  std::string_view& row = table.rows[dice % table.rows.size()];
  auto fields = fields_of(row);
  if (fields.size() < kColumnsMin) return;
  std::string_view& field = fields[revised_field(fields)];
  const std::string better = raised(field, revision);
  field = better;
  row = table.keep(row_of(fields));
}

// Every tenth row gets one number that no market ever printed.
void make_absurd(Table& table) {
  constexpr std::size_t kEvery = 10;
  constexpr std::array<std::string_view, 6> kNumbers{
      "NaN", "-1.0", "1e400", "", "99999999999999999999999999", "0x10"};
  for (std::size_t i = 0; i < table.rows.size(); i += kEvery) {
    auto fields = fields_of(table.rows[i]);
    if (fields.size() <= kVolume) continue;
    const std::size_t turn = i / kEvery;
    std::string_view& field = fields[1 + turn % kVolume];
    const bool quoted = field.starts_with('"');
    const std::string_view number = kNumbers.at(turn % kNumbers.size());
    const std::string absurd = quoted ? '"' + std::string(number) + '"' : std::string(number);
    field = absurd;
    table.rows[i] = table.keep(row_of(fields));
  }
}

}  // namespace

void edit(Table& table, const Content& content, std::uint64_t dice) {
  if (content.header && !*content.header) table.header = {};
  if (content.header && *content.header && table.header.empty()) table.header = kHeader;
  if (content.revision > 0) revise(table, content.revision, dice);
  if (content.early_close) close_early(table, *content.early_close);
  if (content.unit) change_unit(table, *content.unit);
  if (content.absurd_numbers) make_absurd(table);
  if (content.extra_column) add_column(table);
  if (content.drop_rows) drop(table.rows, *content.drop_rows);
  if (content.duplicate_rows) duplicate(table.rows, *content.duplicate_rows);
  if (content.unsorted) shuffle(table.rows, dice);
}

}  // namespace wick::sim
