#include "warm_of_many.hpp"

#include <unistd.h>

#include <algorithm>
#include <array>
#include <cstdio>
#include <string_view>

#include "base/check.hpp"
#include "cli/runtime.hpp"
#include "cli/warm_run.hpp"
#include "cli/warm_text.hpp"
#include "sim/market/market.hpp"

namespace wick::bench {
namespace {

using cli::WarmItem;

constexpr std::uint64_t kSeed = 1;  // of `wick sim` unless told otherwise; symbols are its
constexpr std::size_t kJobs = 4;    // as `wick warm` has by itself
constexpr unsigned kScarce = 20;    // of so many symbols one has more to fetch
constexpr core::Micros kLifeMin = std::chrono::days{4};

struct Board {
  sim::Venue venue{};
  core::Market market{};
};
constexpr std::array<Board, 3> kBoards{{{sim::Venue::kSpot, core::Market::kSpot},
                                        {sim::Venue::kUm, core::Market::kFuturesUsdt},
                                        {sim::Venue::kCm, core::Market::kFuturesCoin}}};

// A symbol, and the whole days on which it was traded, as far as they have passed.
struct Traded {
  core::SeriesId id;
  core::TimeRange days;

  [[nodiscard]] core::UtcTime middle() const { return days.begin + (days.end - days.begin) / 2; }
  [[nodiscard]] core::TimeRange day() const { return core::day_of(middle()); }
  [[nodiscard]] core::TimeRange month() const {
    const core::TimeRange month = core::month_of(middle());
    return {std::max(month.begin, days.begin), std::min(month.end, days.end)};
  }
};

core::UtcTime time_of(sim::Micros at) {
  return core::UtcTime{core::Micros{at}};
}

std::vector<Traded> traded_on(const sim::Market& market, const Board& board) {
  const core::UtcTime latest = core::midnight(2026, 9, 1);
  std::vector<Traded> all;
  for (const sim::Symbol& symbol : market.symbols(board.venue)) {
    const core::UtcTime begin = core::day_of(time_of(symbol.listed)).end;
    const core::UtcTime over = time_of(std::min(symbol.left, symbol.delisted));
    const core::UtcTime end = std::min(latest, core::day_of(over).begin);
    if (begin + kLifeMin > end) continue;
    all.push_back({{.provider = core::Provider::kBinance,
                    .market = board.market,
                    .chart = core::ChartType::kKlines,
                    .symbol = symbol.name,
                    .interval = core::Interval::k1m},
                   {begin, end}});
  }
  return all;
}

// One of each market by turns, while there are.
std::vector<Traded> symbols_of_all(std::size_t count) {
  const sim::Market market(kSeed);
  std::array<std::vector<Traded>, kBoards.size()> boards;
  std::ranges::transform(kBoards, boards.begin(),
                         [&](const Board& board) { return traded_on(market, board); });
  std::vector<Traded> all;
  for (std::size_t turn = 0; all.size() < count; ++turn) {
    const std::size_t before = all.size();
    for (const auto& board : boards) {
      if (turn < board.size() && all.size() < count) all.push_back(board[turn]);
    }
    WICK_CHECK(all.size() > before);
  }
  return all;
}

// Last, when all that the others leave behind is there.
void add_seconds(const std::vector<Traded>& symbols, std::vector<WarmItem>& items) {
  auto left = static_cast<int>(symbols.size() / kScarce);
  for (const Traded& symbol : symbols) {
    if (symbol.id.market != core::Market::kSpot) continue;
    if (left <= 0) return;
    core::TimeRange range = symbol.month();
    range.end = std::min(range.end, range.begin + left * core::kDay);
    left -= static_cast<int>((range.end - range.begin) / core::kDay);
    items.push_back({symbol.id, range});
    items.back().id.interval = core::Interval::k1s;
  }
}

cli::WarmRequest request_of(unsigned count) {
  const std::vector<Traded> symbols = symbols_of_all(count);
  cli::WarmRequest request;
  for (std::size_t i = 0; i < symbols.size(); ++i) {
    const bool month = i % kScarce == kScarce / 2;
    request.items.push_back({symbols[i].id, month ? symbols[i].month() : symbols[i].day()});
  }
  add_seconds(symbols, request.items);
  return request;
}

wiring::Environment environment() {
  wiring::Environment all;
  for (char** entry = environ; *entry != nullptr; ++entry) {
    const std::string_view text(*entry);
    const std::size_t sign = text.find('=');
    if (sign != std::string_view::npos) all.emplace(text.substr(0, sign), text.substr(sign + 1));
  }
  return all;
}

}  // namespace

void warm_of_many(unsigned symbols) {
  const cli::Shell shell{.environment = environment()};
  const auto config = cli::load_config(shell);
  WICK_CHECK(static_cast<bool>(config));
  cli::Runtime runtime(*config, shell);
  const wiring::Listings listings(*config, runtime.services(), &runtime.memory());
  const cli::WarmSources sources{&runtime.history(), &listings, true};
  cli::WarmRun run(request_of(symbols), sources, kJobs);
  const core::MonoTime begin = runtime.now().mono;
  for (;;) {
    run.step(runtime.now());
    if (run.done()) break;
    runtime.reactor().wait(run.wake());
  }
  const core::MonoTime end = runtime.now().mono;
  std::fputs(cli::warm_json(run.series(), {.spent = end - begin}, end).c_str(), shell.out);
  WICK_CHECK(cli::verdict(run.series()) == cli::Exit::kOk);
}

}  // namespace wick::bench
