// The quiet symbols that docs/simulator.md names: most of their minutes have no trade, and REST,
// archive and streams agree about it.
#include <gtest/gtest.h>
#include <zlib.h>

#include <set>
#include <string>

#include "sim/exchange.hpp"
#include "sim/fault/table.hpp"
#include "sim/stream/session.hpp"

namespace wick::sim::quiet_symbols_test {
namespace {

constexpr Micros kDayBegin = 1'717'372'800 * kSecond;  // 2024-06-03
constexpr Micros kHourBegin = kDayBegin + 10 * kHour;
constexpr Micros kHourEnd = kHourBegin + kHour;
constexpr Micros kLater = kDayBegin + 3 * kDay;  // the archive has it by then

struct Quiet {
  Host host;
  const char* name;
  const char* stream;
  const char* klines;   // REST
  const char* archive;  // folder
};
constexpr Quiet kQuiet[] = {
    {Host::kSpot, "BATBTC", "/ws/batbtc@kline_1m", "/api/v3/klines", "spot"},
    {Host::kSpot, "COMPBNB", "/ws/compbnb@kline_1m", "/api/v3/klines", "spot"},
    {Host::kSpot, "CITYUSDT", "/ws/cityusdt@kline_1m", "/api/v3/klines", "spot"},
    {Host::kUm, "CITYUSDT", "/market/ws/cityusdt@kline_1m", "/fapi/v1/klines", "futures/um"},
    {Host::kUm, "ALPINEUSDT", "/market/ws/alpineusdt@kline_1m", "/fapi/v1/klines", "futures/um"},
    {Host::kCm, "BATUSD_PERP", "/ws/batusd_perp@kline_1m", "/dapi/v1/klines", "futures/cm"},
    {Host::kCm, "DASHUSD_PERP", "/ws/dashusd_perp@kline_1m", "/dapi/v1/klines", "futures/cm"},
};

// Open times of the hour in milliseconds: of candles with trades, and of those without.
struct Minutes {
  std::set<std::int64_t> traded, empty;
  bool operator==(const Minutes&) const = default;
};

void note(Minutes& minutes, std::int64_t open, bool traded) {
  if (open * 1000 < kHourBegin || open * 1000 >= kHourEnd) return;
  (traded ? minutes.traded : minutes.empty).insert(open);
}

// Rows of an archive file or of a klines answer.
Minutes minutes_of(const Table& table) {
  Minutes minutes;
  for (const std::string_view row : table.rows) {
    const auto fields = fields_of(row);
    EXPECT_GE(fields.size(), 9U);
    note(minutes, std::stoll(std::string(fields[0])), fields[8] != "0");
  }
  return minutes;
}

Minutes of_market(const Market& market, const Quiet& quiet) {
  const Symbol* symbol =
      market.find(static_cast<Venue>(static_cast<int>(quiet.host) - 1), quiet.name);
  EXPECT_NE(symbol, nullptr) << quiet.name;
  Minutes minutes;
  for (const Candle& candle : market.candles(*symbol, Interval::k1m, kHourBegin, kHourEnd)) {
    note(minutes, candle.open_time / 1000, candle.count > 0);
  }
  return minutes;
}

std::set<std::int64_t> closed_by_stream(const Market& market, const Quiet& quiet) {
  TradeTape tape(market);
  StreamOptions options;
  options.ping_every = kDay;
  StreamSession session(tape, *route_of(quiet.host, quiet.stream), options, kHourBegin);
  std::set<std::int64_t> opens;
  for (const Frame& frame : session.poll(kHourEnd + kSecond)) {
    const std::int64_t open = std::stoll(frame.text.substr(frame.text.find(R"("t":)") + 4));
    EXPECT_EQ(frame.text.find(R"("n":0,)"), std::string::npos) << "never a word of an empty one";
    if (frame.closing) opens.insert(open);
  }
  return opens;
}

std::string ask(Exchange& exchange, Host host, std::string target) {
  const Response response =
      exchange.respond(host, {"GET", std::move(target), {}, "10.0.0.1", ""}, kLater);
  EXPECT_EQ(response.status, 200);
  return *response.body;
}

Minutes of_rest(Exchange& exchange, const Quiet& quiet) {
  const std::string body =
      ask(exchange, quiet.host,
          std::string(quiet.klines) + "?symbol=" + quiet.name +
              "&interval=1m&limit=60&startTime=" + std::to_string(kHourBegin / 1000) +
              "&endTime=" + std::to_string(kHourEnd / 1000 - 1));
  const auto table = Table::of_klines(std::make_shared<const std::string>(body));
  EXPECT_TRUE(table);
  return table ? minutes_of(*table) : Minutes{};
}

// The only member of a zip.
std::string unzip(std::string zip) {
  const auto length_at = [&](std::size_t at) {
    return static_cast<std::size_t>(static_cast<unsigned char>(zip.at(at))) +
           static_cast<std::size_t>(static_cast<unsigned char>(zip.at(at + 1))) * 256;
  };
  const std::size_t begin = 30 + length_at(26) + length_at(28);
  std::string content(1'000'000, '\0');
  z_stream stream{};
  EXPECT_EQ(inflateInit2(&stream, -MAX_WBITS), Z_OK);
  stream.next_in = reinterpret_cast<Bytef*>(zip.data() + begin);
  stream.avail_in = static_cast<uInt>(zip.size() - begin);
  stream.next_out = reinterpret_cast<Bytef*>(content.data());
  stream.avail_out = static_cast<uInt>(content.size());
  EXPECT_EQ(inflate(&stream, Z_FINISH), Z_STREAM_END);
  content.resize(stream.total_out);
  inflateEnd(&stream);
  return content;
}

Minutes of_archive(Exchange& exchange, const Quiet& quiet) {
  const std::string name = quiet.name;
  const std::string zip = ask(exchange, Host::kArchive,
                              std::string("/data/") + quiet.archive + "/daily/klines/" + name +
                                  "/1m/" + name + "-1m-2024-06-03.zip");
  return minutes_of(Table::of_csv(std::make_shared<const std::string>(unzip(zip))));
}

class QuietSymbols : public testing::TestWithParam<std::uint64_t> {};

TEST_P(QuietSymbols, EverybodyTellsTheSame) {
  const auto exchange = Exchange::open({.seed = GetParam(), .scenario = "calm", .log_path = ""}, 0);
  ASSERT_TRUE(exchange);
  for (const Quiet& quiet : kQuiet) {
    const Minutes truth = of_market((*exchange)->market(), quiet);
    EXPECT_GT(truth.empty.size(), 30U) << quiet.name;
    EXPECT_EQ(truth.empty.size() + truth.traded.size(), 60U) << quiet.name;
    EXPECT_EQ(of_rest(**exchange, quiet), truth) << quiet.name;
    EXPECT_EQ(of_archive(**exchange, quiet), truth) << quiet.name;
    EXPECT_EQ(closed_by_stream((*exchange)->market(), quiet), truth.traded) << quiet.name;
  }
}

INSTANTIATE_TEST_SUITE_P(AnySeed, QuietSymbols, testing::Values(1, 7, 1234));

}  // namespace
}  // namespace wick::sim::quiet_symbols_test
