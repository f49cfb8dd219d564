#include "inputs.hpp"

#include <filesystem>
#include <fstream>
#include <sstream>

#include "base/check.hpp"
#include "candle_frames.hpp"
#include "codec/sha256.hpp"
#include "quote_texts.hpp"
#include "sim/archive/csv.hpp"
#include "sim/archive/zip.hpp"
#include "sim/rest/rest.hpp"
#include "sim/stream/event_json.hpp"
#include "venue/binance/archive.hpp"
#include "venue/binance/endpoints.hpp"

namespace wick::bench {
namespace {

constexpr std::uint64_t kSeed = 1;  // of `wick sim` unless told otherwise
constexpr unsigned kPageRows = 1000;

void write(const std::filesystem::path& path, const std::string& text) {
  std::ofstream file(path, std::ios::binary);
  file << text;
  file.close();
  WICK_CHECK(file.good());
}

std::string read_file(const std::filesystem::path& path) {
  std::ifstream file(path, std::ios::binary);
  WICK_CHECK(file.good());
  std::stringstream text;
  text << file.rdbuf();
  return text.str();
}

struct Unit {
  core::TimeRange period;
  policy::Unit unit{};
};

std::vector<Unit> day_units(unsigned days) {
  const auto begin = core::midnight(kInputYear, 1, 1);
  std::vector<Unit> units;
  for (unsigned day = 0; day < days; ++day) {
    units.push_back({core::day_of(begin + day * core::kDay), policy::Unit::kDay});
  }
  return units;
}

std::vector<Unit> month_units(unsigned months) {
  std::vector<Unit> units;
  for (unsigned month = 1; month <= months; ++month) {
    units.push_back({core::month_of(core::midnight(kInputYear, month, 1)), policy::Unit::kMonth});
  }
  return units;
}

std::string object_of(const Unit& unit) {
  return venue::binance::archive_object(series(), unit.period.begin, unit.unit);
}

std::string zip_of(const sim::Market& market, const Unit& unit) {
  const std::string key = object_of(unit) + ".zip";
  const auto object = sim::parse_object(market, key);
  WICK_CHECK(object.has_value());
  return sim::build_zip(sim::object_name(*object) + ".csv", sim::csv_text(market, *object));
}

std::string page_of(const sim::Market& market, unsigned rows) {
  sim::Rest rest(market);
  const sim::Request request{.method = "GET",
                             .target = venue::binance::klines_path(series(), page_period(), rows),
                             .headers = {},
                             .client = "127.0.0.1"};
  const auto response = rest.respond(sim::Host::kSpot, request,
                                     core::micros_of(core::midnight(kInputYear + 1, 1, 1)));
  WICK_CHECK(response.status == 200 && response.body != nullptr);
  return *response.body;
}

// The frames with which minutes close.
std::string frames_of(const sim::Market& market) {
  const sim::Symbol* symbol = market.find(sim::Venue::kUm, series().symbol);
  WICK_CHECK(symbol != nullptr);
  const auto begin = core::micros_of(page_period().begin);
  const auto end = core::micros_of(page_period().end);
  std::string text;
  for (const sim::Candle& candle : market.candles(*symbol, sim::Interval::k1m, begin, end)) {
    const sim::Micros next = candle.open_time + sim::kMinute;
    const sim::KlineEvent event{next + 50'000, "1m", next, candle, true};
    text += R"({"stream":"btcusdt@kline_1m","data":)";
    text += sim::kline_json(*symbol, event, sim::TimeUnit::kMillisecond) + "}\n";
  }
  return text;
}

std::string symbols_of(unsigned count) {
  std::string names;
  for (unsigned symbol = 0; symbol < count; ++symbol) names += symbol_name(symbol) + "\n";
  return names;
}

}  // namespace

const core::SeriesId& series() {
  static const core::SeriesId id{.provider = core::Provider::kBinance,
                                 .market = core::Market::kSpot,
                                 .chart = core::ChartType::kKlines,
                                 .symbol = "BTCUSDT",
                                 .interval = core::Interval::k1m};
  return id;
}

core::TimeRange page_period() {
  const auto begin = core::midnight(kInputYear, 1, 1);
  return {begin, begin + std::chrono::minutes{kPageRows}};
}

void prepare(const std::string& folder, unsigned months) {
  const sim::Market market(kSeed);
  const std::filesystem::path base(folder);
  std::filesystem::create_directories(base);
  auto all = month_units(months);
  for (const Unit& day : day_units(months == 1 ? 10 : 100)) all.push_back(day);
  for (const Unit& unit : all) {
    const std::string object = object_of(unit);
    const std::string name(venue::binance::base_name(object));
    const std::string zip = zip_of(market, unit);
    write(base / (name + ".zip"), zip);
    write(base / (name + ".zip.CHECKSUM"), codec::sha256_hex(zip) + "  " + name + ".zip");
  }
  write(base / "page.json", page_of(market, kPageRows));
  for (const unsigned rows : {10U, 100U}) {
    write(base / ("page-" + std::to_string(rows) + ".json"), page_of(market, rows));
  }
  write(base / "frames.jsonl", frames_of(market));
  write(base / "quotes.fix", fix_quotes());
  write(base / "ticks.jsonl", gateway_ticks());
  for (const unsigned symbols : {400U, 1000U}) {
    write(base / ("symbols-" + std::to_string(symbols)), symbols_of(symbols));
  }
}

namespace {

std::vector<ArchiveFile> load(const std::string& folder, const std::vector<Unit>& units) {
  const std::filesystem::path base(folder);
  std::vector<ArchiveFile> files;
  for (const Unit& unit : units) {
    const std::string object = object_of(unit);
    const std::string name(venue::binance::base_name(object));
    files.push_back({object, read_file(base / (name + ".zip")),
                     read_file(base / (name + ".zip.CHECKSUM")), unit.period});
  }
  return files;
}

}  // namespace

std::vector<ArchiveFile> load(const std::string& folder, Extent extent) {
  if (extent == Extent::kDay) return load_days(folder, 1);
  return load(folder, month_units(extent == Extent::kYear ? 12 : 1));
}

std::vector<ArchiveFile> load_days(const std::string& folder, unsigned days) {
  return load(folder, day_units(days));
}

ArchiveFile make_month(core::UtcTime begin) {
  static const sim::Market market(kSeed);
  const Unit unit{core::month_of(begin), policy::Unit::kMonth};
  const std::string name(venue::binance::base_name(object_of(unit)));
  const std::string zip = zip_of(market, unit);
  return {object_of(unit), zip, codec::sha256_hex(zip) + "  " + name + ".zip", unit.period};
}

core::Chunk read(const ArchiveFile& file) {
  auto content = venue::binance::Archive::read(
      {.name = file.name, .zip = file.zip, .checksum = file.checksum}, series(), file.period);
  WICK_CHECK(static_cast<bool>(content));
  return std::move(content->chunk);
}

std::string load_page(const std::string& folder, unsigned rows) {
  const std::string number = rows == kPageRows ? "" : "-" + std::to_string(rows);
  return read_file(std::filesystem::path(folder) / ("page" + number + ".json"));
}
std::string load_frames(const std::string& folder) {
  return read_file(std::filesystem::path(folder) / "frames.jsonl");
}
std::string load_text(const std::string& folder, const std::string& name) {
  return read_file(std::filesystem::path(folder) / name);
}

}  // namespace wick::bench
