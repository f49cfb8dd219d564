#include "store/funding_file.hpp"

#include <simdjson.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <map>
#include <utility>

#include "store/foreign_table.hpp"

namespace wick::store {
namespace {

constexpr std::chrono::hours kApartMax{8};  // the longest time between fundings

base::Error refused(std::string what) {
  return {base::ErrorKind::kInvalid, std::move(what)};
}

std::string lower(std::string_view text) {
  std::string folded(text);
  for (char& c : folded) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  }
  return folded;
}

std::vector<std::string> words_of(std::string_view path, char between) {
  std::vector<std::string> words;
  while (!path.empty()) {
    const std::size_t end = std::min(path.find(between), path.size());
    words.push_back(lower(path.substr(0, end)));
    path.remove_prefix(std::min(end + 1, path.size()));
  }
  return words;
}

// Also from the parts into which a key fell: futures/usdt is futures_usdt.
std::optional<core::Market> market_of(const std::vector<std::string>& folders) {
  for (std::size_t i = folders.size(); i-- > 0;) {
    if (const auto market = core::parse_market(folders[i])) return market;
    if (i == 0 || folders[i - 1] != "futures") continue;
    if (const auto market = core::parse_market("futures_" + folders[i])) return market;
  }
  return std::nullopt;
}

struct Columns {
  ForeignTable::Texts symbols;
  ForeignTable::Times times;
  ForeignTable::Numbers rates;
};

base::Result<Columns> read_columns(const ForeignTable& table) {
  auto symbols = table.texts("symbol");
  if (!symbols) return symbols.error();
  auto times = table.times("funding_time");
  if (!times) return times.error();
  auto rates = table.numbers("funding_rate");
  if (!rates) return rates.error();
  return Columns{*std::move(symbols), *std::move(times), *std::move(rates)};
}

// The bar of one funding at its hour, or what is wrong with it.
base::Result<core::Bar> bar_of(std::optional<std::int64_t> micros, std::optional<double> rate,
                               const core::Grid& grid) {
  if (!micros || *micros <= 0 || core::utc_micros(*micros) >= core::midnight(2200, 1, 1)) {
    return refused("has no funding time");
  }
  if (!rate || !std::isfinite(*rate)) return refused("lacks a rate");
  const core::UtcTime open = grid.floor(core::utc_micros(*micros));
  return core::Bar{.open_time = open,
                   .close_time = grid.next(open) - core::Micros{1},
                   .open = *rate,
                   .high = *rate,
                   .low = *rate,
                   .close = *rate};
}

base::Result<core::SeriesId> series_of(const std::string& symbol, const FundingPlace& place) {
  auto canonical = core::canonical_symbol(symbol);
  if (!canonical) return canonical.error();
  core::SeriesId id{place.provider, place.market, core::ChartType::kFunding, *std::move(canonical),
                    core::kFundingInterval};
  if (auto possible = core::check_series(id); !possible) return possible.error();
  return id;
}

// "BINANCE_FUNDING_RATE_FUTURES_USDT_BTCUSDT_8h_20240305", cut where the writer cut it.
std::optional<std::string> file_of_key(std::string_view key) {
  constexpr std::size_t kSymbol = 3;
  const auto words = words_of(key, '_');
  if (words.size() < kSymbol + 3) return std::nullopt;
  const std::string& date = words[kSymbol + 2];
  const auto part = [&](std::size_t begin, std::size_t size) {
    return date.substr(std::min(begin, date.size()), size);
  };
  return words[kSymbol] + "-" + words[kSymbol + 1] + "-" + part(0, 4) + "-" + part(4, 2) + "-" +
         part(6, 2);
}

}  // namespace

bool is_funding_path(std::string_view path) {
  const auto words = words_of(path, '/');
  return std::ranges::any_of(words,
                             [](const std::string& word) { return word.starts_with("funding"); });
}

base::Result<FundingPlace> read_funding_path(std::string_view path, const ForeignWish& wish) {
  auto folders = words_of(path, '/');
  if (!folders.empty()) folders.pop_back();
  FundingPlace place{.provider = wish.provider.value_or(core::Provider::kBinance)};
  for (const std::string& word : folders) {
    if (const auto provider = core::parse_provider(word)) place.provider = *provider;
  }
  const auto market = market_of(folders);
  if (!market && !wish.market) {
    return refused("the path names no market: say which, --market um");
  }
  place.market = market ? *market : *wish.market;
  if (place.market == core::Market::kSpot) return refused("spot pays no funding");
  return place;
}

base::Result<std::vector<ForeignBars>> read_fundings(std::string_view bytes,
                                                     const FundingPlace& place,
                                                     core::UtcTime written) {
  const auto table = ForeignTable::open(bytes);
  if (!table) return table.error();
  const auto columns = read_columns(*table);
  if (!columns) return columns.error();
  if (table->rows() == 0) return refused("it has no rows");
  const core::Grid grid(core::kFundingInterval);
  std::map<std::string, ForeignBars> symbols;
  for (std::size_t row = 0; row < table->rows(); ++row) {
    const std::string symbol = columns->symbols[row].value_or("");
    const auto id = series_of(symbol, place);
    if (!id) return id.error();
    ForeignBars& found = symbols[symbol];
    found.id = *id;
    ++found.rows;
    const auto bar = bar_of(columns->times[row], columns->rates[row], grid);
    if (bar && bar->open_time < written) {
      found.bars.push_back(*bar);
    } else if (bar) {
      ++found.forming;
    } else {
      found.faults.push_back({{}, bar.error().what});
    }
  }
  std::vector<ForeignBars> all;
  for (auto& [symbol, found] : symbols) {
    settle_order(found);
    all.push_back(std::move(found));
  }
  return all;
}

std::vector<SeriesUnit> funding_units(const ForeignBars& found, const core::Source& source) {
  const core::Grid grid = core::grid_of(found.id);
  std::vector<core::Hole> holes;
  for (std::size_t i = 1; i < found.bars.size(); ++i) {
    const core::UtcTime before = found.bars[i - 1].open_time;
    const core::UtcTime next = found.bars[i].open_time;
    if (next - before > kApartMax || grid.next(before) == next) continue;
    holes.push_back({{grid.next(before), next},
                     core::Cause::kNoBarAtSource,
                     "no funding at that hour: the file has one before and one after it"});
  }
  return units_of(found.bars, holes, found.id, source);
}

base::Result<std::set<std::string>> read_funding_list(std::string_view json) {
  simdjson::dom::parser parser;
  simdjson::dom::object list;
  const simdjson::padded_string padded(json);
  if (parser.parse(padded).get(list) != simdjson::SUCCESS) {
    return refused("it is no JSON object");
  }
  std::map<std::string, bool> invalid;
  for (const auto& [key, entry] : list) {
    bool mark = false;
    const bool told = entry["is_invalid"].get(mark) == simdjson::SUCCESS;
    const auto file = file_of_key(key);
    if (!file) continue;
    const auto known = invalid.emplace(*file, true).first;
    known->second = known->second && told && mark;
  }
  std::set<std::string> files;
  for (const auto& [file, is_invalid] : invalid) {
    if (is_invalid) files.insert(file);
  }
  return files;
}

}  // namespace wick::store
