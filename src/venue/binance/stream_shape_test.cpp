#include "venue/binance/stream_shape.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <map>
#include <random>

#include "base/sanitized.hpp"
#include "venue/binance/stream_event_text_test.hpp"
#include "venue/binance/stream_frame.hpp"
#include "venue/binance/stream_json.hpp"

namespace wick::venue::binance::stream_shape_test {
namespace {

using Members = std::vector<std::pair<std::string, std::string>>;  // name, value as it is written

std::string quoted(const std::string& text) {
  return '"' + text + '"';
}
std::string object(const Members& members) {
  std::string text = "{";
  for (const auto& [name, value] : members) {
    if (text.size() > 1) text += ',';
    text += quoted(name) + ":" + value;
  }
  return text + "}";
}

// Frames as the exchange writes them, and what may happen to them.
class Frames {
 public:
  explicit Frames(std::uint64_t seed) : random_(seed) {}

  std::size_t below(std::size_t count) { return random_() % count; }
  bool chance(std::size_t of) { return below(of) == 0; }

  std::string usual() {
    const std::size_t kind = below(3);
    const Members event = kind == 0 ? candle() : kind == 1 ? trade() : quote();
    return wrapped(event);
  }
  // The same members, but out of order, twice or beside others.
  std::string unusual() {
    Members event = chance(2) ? candle() : chance(2) ? trade() : quote();
    if (chance(2)) std::ranges::shuffle(event, random_);
    if (chance(3)) event.insert(event.begin() + place(event), {"z", "[1,{\"s\":\"X\"}]"});
    if (chance(3)) event.insert(event.begin() + place(event), {"st", "1"});
    if (chance(6)) event.push_back(event.at(below(event.size())));
    if (chance(6)) event.erase(event.begin() + place(event) / 2);
    return wrapped(event);
  }
  void damage(std::string& text) {
    const std::size_t at = below(text.size());
    switch (below(7)) {
      case 0:
        text[at] = static_cast<char>(random_());
        break;
      case 1:
        text.resize(at);
        break;
      case 2:
        text.erase(at, 1 + below(3));
        break;
      case 3:
        text.insert(at, 1, " \n\t0-1\"\\,{}e."[below(13)]);
        break;
      case 4:
        text[at] = static_cast<char>('0' + below(10));
        break;
      case 5:
        escape(text, at);
        break;
      default:
        spread(text);
    }
  }

 private:
  std::ptrdiff_t place(const Members& members) {
    return static_cast<std::ptrdiff_t>(below(members.size()));
  }
  static void escape(std::string& text, std::size_t at) {
    constexpr std::string_view kHex = "0123456789abcdef";
    const auto c = static_cast<unsigned char>(text[at]);
    text.replace(at, 1, std::string("\\u00") + kHex[c / 16] + kHex[c % 16]);
  }
  void spread(std::string& text) {
    for (std::size_t at = text.find(','); at != std::string::npos; at = text.find(',', at + 2)) {
      if (chance(3)) text.insert(chance(2) ? at : at + 1, " ");
    }
  }

  std::string wrapped(const Members& event) {
    if (chance(2)) return object(event);
    return object({{"stream", quoted("btcusdt@kline_1m")}, {"data", object(event)}});
  }
  std::string number(std::size_t below_ten_to) {
    std::uint64_t size = 1;
    for (std::size_t i = below(below_ten_to + 1); i > 0; --i) size *= 10;
    return std::to_string(random_() % size);
  }
  std::string decimal(std::uint64_t units) {
    if (chance(40)) return quoted(number(19) + "." + number(19) + (chance(2) ? "e-7" : ""));
    std::string fraction = std::to_string(units % 100'000'000);
    fraction.insert(0, 8 - fraction.size(), '0');
    const std::string text = std::to_string(units / 100'000'000) + "." + fraction;
    return quoted(text.substr(0, text.size() - (chance(3) ? 0 : below(8))));
  }
  std::uint64_t units(std::size_t digits) { return std::stoull(number(digits)) + 1; }
  std::string time() {
    const std::string millis = std::to_string(1'600'000'000'000 + random_() % 100'000'000'000);
    return chance(4) ? millis + "123" : millis;
  }
  std::string symbol() {
    return quoted(std::array{"BTCUSDT", "ETHUSD_PERP", "1000SHIBUSDT", "B-1"}.at(below(4)));
  }

  Members candle() {
    const std::string name = symbol();
    const std::uint64_t low = units(13);
    const std::uint64_t open = low + below(1'000'000);
    const std::uint64_t close = low + below(1'000'000);
    const std::uint64_t high = std::max(open, close) + below(1000);
    const std::int64_t begin = 1'626'992'700'000 + static_cast<std::int64_t>(below(1000)) * 60'000;
    const bool micros = chance(3);
    const std::int64_t begins = micros ? begin * 1000 : begin;
    const std::int64_t ends = (micros ? (begin + 60'000) * 1000 : begin + 60'000) - 1;
    const Members k = {{"t", std::to_string(begins)},
                       {"T", std::to_string(ends)},
                       {"s", chance(50) ? symbol() : name},
                       {"i", quoted(std::array{"1m", "1s", "1m", "1h", "1M"}.at(below(5)))},
                       {"f", chance(5) ? "-1" : number(12)},
                       {"L", chance(5) ? "-1" : number(12)},
                       {"o", decimal(open)},
                       {"c", decimal(close)},
                       {"h", decimal(high + (chance(3) ? 100'000'000 : 0))},
                       {"l", decimal(low)},
                       {"v", decimal(units(17))},
                       {"n", number(9)},
                       {"x", chance(2) ? "true" : "false"},
                       {"q", decimal(units(18))},
                       {"V", decimal(units(16))},
                       {"Q", decimal(units(17))},
                       {"B", quoted("0")}};
    Members event = {{"e", quoted("kline")}, {"E", time()}, {"s", name}, {"k", object(k)}};
    if (chance(4)) event.emplace_back("st", "1");
    return event;
  }
  Members trade() {
    const bool spot = chance(2);
    Members event = {{"e", quoted("aggTrade")}, {"E", time()}};
    event.emplace_back(spot ? "s" : "a", spot ? symbol() : number(12));
    event.emplace_back(spot ? "a" : "s", spot ? number(12) : symbol());
    event.insert(event.end(), {{"p", decimal(units(13))}, {"q", decimal(units(13))}});
    if (!spot && chance(2)) event.emplace_back("nq", decimal(units(13)));
    event.insert(event.end(), {{"f", number(12)}, {"l", number(12)}, {"T", time()}});
    event.emplace_back("m", chance(2) ? "true" : "false");
    if (spot) event.emplace_back("M", "true");
    return event;
  }
  Members quote() {
    const std::size_t market = below(3);
    Members event;
    if (market == 1) event.emplace_back("e", quoted("bookTicker"));
    event.emplace_back("u", number(15));
    if (market == 2) event.emplace_back("e", quoted("bookTicker"));
    event.emplace_back("s", symbol());
    if (market == 2) event.emplace_back("ps", quoted("ETHUSD"));
    event.insert(event.end(), {{"b", decimal(units(13))}, {"B", decimal(units(13))}});
    event.insert(event.end(), {{"a", decimal(units(13))}, {"A", decimal(units(13))}});
    if (market > 0) event.insert(event.end(), {{"T", time()}, {"E", time()}});
    return event;
  }

  std::mt19937_64 random_;
};

struct Tally {
  std::size_t usual{};
  std::size_t good{};
};

// The shortcut has no answer, or the parser's; and the two together say what the parser says.
void compare(const std::string& text, Tally& tally) {
  const auto usual = read_usual_frame(text);
  const auto any = read_any_frame(text);
  const std::string line = line_of(any);
  if (usual) {
    ASSERT_EQ(line_of(base::Result<port::StreamEvent>(*usual)), line) << text;
    ASSERT_TRUE(views_lie_in(text, *usual)) << text;
  }
  ASSERT_TRUE(!any || views_lie_in(text, *any)) << text;
  ASSERT_EQ(line_of(read_frame(text)), line) << text;
  tally.usual += usual ? 1 : 0;
  tally.good += any ? 1 : 0;
}

constexpr std::size_t kRounds = base::kSanitized ? 4'000 : 20'000;

TEST(StreamShape, TakesEveryUsualFrameThatIsGood) {
  Frames frames(1);
  Tally tally;
  for (std::size_t round = 0; round < kRounds; ++round) compare(frames.usual(), tally);
  EXPECT_EQ(tally.usual, tally.good);
  EXPECT_GT(tally.good, kRounds * 6 / 10);  // some draws are off the grid, or no good candle
}

TEST(StreamShape, NeverDisagreesOnOtherOrdersAndFields) {
  Frames frames(2);
  Tally tally;
  for (std::size_t round = 0; round < kRounds; ++round) compare(frames.unusual(), tally);
  EXPECT_GT(tally.usual, kRounds / 20);
  EXPECT_GT(tally.good, tally.usual * 2);
}

TEST(StreamShape, NeverDisagreesOnDamage) {
  Frames frames(3);
  Tally tally;
  for (std::size_t round = 0; round < 3 * kRounds; ++round) {
    std::string text = frames.usual();
    for (std::size_t hits = 1 + frames.below(2); hits > 0 && !text.empty(); --hits) {
      frames.damage(text);
    }
    compare(text, tally);
  }
  EXPECT_GT(tally.usual, kRounds / 20);
  EXPECT_GT(tally.good, tally.usual + kRounds / 20);
}

std::filesystem::path recordings() {
  const char* const folder = std::getenv("WICK_RECORDINGS");  // NOLINT: read before any thread
  if (folder != nullptr) return folder;
  const std::filesystem::path room = std::filesystem::path(__FILE__).parent_path();
  return room / "../../../../shared/data/real";
}

// What a frame is by the name of its stream.
std::string kind_by_name(const std::string& frame) {
  const std::string stream = frame.substr(0, frame.find("\"data\""));
  for (const auto& [mark, kind] : std::map<std::string, std::string>{{"@kline_", "candle"},
                                                                     {"@aggTrade", "trade"},
                                                                     {"@bookTicker", "quote"},
                                                                     {"@depth", "unknown"}}) {
    if (stream.find(mark) != std::string::npos) return kind;
  }
  return "";
}

TEST(StreamShape, RecordedFramesAreWhatTheirStreamsAreCalled) {
  for (const char* market : {"spot", "um", "cm"}) {
    const auto path = recordings() / "binance" / (std::string(market) + ".ws.jsonl");
    if (!std::filesystem::exists(path)) GTEST_SKIP() << path << " is not there";
    std::ifstream file(path);
    std::string line;
    std::getline(file, line);  // the address
    std::size_t count = 0;
    while (std::getline(file, line)) {
      if (line.empty()) continue;
      const std::string frame = line.substr(line.find(": ") + 2);
      const std::string kind = kind_by_name(frame);
      Tally tally;
      compare(frame, tally);
      EXPECT_EQ(tally.usual, kind == "unknown" ? 0U : 1U) << frame;
      const std::string found = line_of(read_frame(frame));
      EXPECT_EQ(found.substr(0, found.find(' ')), kind) << frame;
      ++count;
    }
    EXPECT_GT(count, 200U) << market;
  }
}

}  // namespace
}  // namespace wick::venue::binance::stream_shape_test
