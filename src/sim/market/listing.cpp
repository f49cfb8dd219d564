#include "sim/market/listing.hpp"

#include <algorithm>
#include <array>
#include <chrono>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/check.hpp"
#include "sim/market/asset.hpp"
#include "sim/market/hash.hpp"
#include "sim/market/market.hpp"
#include "sim/market/quarter.hpp"

namespace wick::sim {
namespace {

using namespace std::chrono_literals;

constexpr Micros kSpotOpened = start_of(2017y / 8 / 17) + 4 * kHour;
constexpr Micros kUmOpened = start_of(2019y / 12 / 31);
constexpr Micros kCmOpened = start_of(2020y / 8 / 11);
constexpr Micros kLastListing = start_of(2025y / 3 / 1);
constexpr Micros kLastDelisting = start_of(2025y / 10 / 1);

constexpr int kDigitsMax = 8;            // of price and quantity together
constexpr std::int64_t kTicksMin = 300;  // a price of fewer is no market
constexpr int kLastQuarter = quarter_of(2030y / 12);

constexpr std::array<std::string_view, 2> kUmQuarterlies{"BTC", "ETH"};
constexpr std::array<std::string_view, 12> kCmQuarterlies{
    "BTC", "ETH", "LINK", "BNB", "TRX", "DOT", "ADA", "LTC", "XRP", "BCH", "SOL", "DOGE"};

// A quote asset, how far down the tiers it has pairs, and the time in which it took new ones.
struct Board {
  Venue venue{};
  std::string_view quote;
  int tier_max{};
  Micros opened{}, closed{kNever};  // BUSD: all pairs are gone by `closed`
};

constexpr std::array<Board, 13> kBoards{{
    {Venue::kSpot, "USDT", 7, kSpotOpened},
    {Venue::kSpot, "BTC", 6, kSpotOpened},
    {Venue::kSpot, "ETH", 4, kSpotOpened},
    {Venue::kSpot, "BNB", 5, start_of(2017y / 11 / 6)},
    {Venue::kSpot, "BUSD", 5, start_of(2019y / 9 / 20), start_of(2023y / 12 / 15)},
    {Venue::kSpot, "EUR", 3, start_of(2020y / 1 / 3)},
    {Venue::kSpot, "TRY", 5, start_of(2020y / 2 / 10)},
    {Venue::kSpot, "USDC", 5, start_of(2018y / 12 / 15)},
    {Venue::kSpot, "FDUSD", 4, start_of(2023y / 7 / 26)},
    {Venue::kUm, "USDT", 7, kUmOpened},
    {Venue::kUm, "BUSD", 5, start_of(2021y / 1 / 12), start_of(2023y / 12 / 11)},
    {Venue::kUm, "USDC", 5, start_of(2024y / 1 / 4)},
    {Venue::kCm, "USD", 6, kCmOpened},
}};

struct Fate {
  Venue venue{};
  std::string_view name;
  Micros listed{}, delisted{kNever};
  Micros left{kNever}, returned{kNever};
};

constexpr std::array<Fate, 8> kFates{{
    {Venue::kSpot, "BTCUSDT", kSpotOpened},
    {Venue::kSpot, "ETHUSDT", kSpotOpened},
    {Venue::kSpot, "LUNAUSDT", start_of(2020y / 8 / 21), kNever,
     start_of(2022y / 5 / 13) + 40 * kMinute, start_of(2022y / 5 / 31) + 6 * kHour},
    {Venue::kUm, "BTCUSDT", kUmOpened},
    {Venue::kUm, "LUNAUSDT", start_of(2021y / 2 / 3), start_of(2022y / 5 / 12) + 15 * kHour},
    {Venue::kUm, "ICPUSDT", start_of(2021y / 5 / 11), kNever, start_of(2022y / 6 / 10) + 9 * kHour,
     start_of(2022y / 9 / 27) + 150 * kMinute},
    {Venue::kUm, "FTTUSDT", start_of(2022y / 2 / 1), start_of(2022y / 11 / 14) + 3 * kHour},
    {Venue::kCm, "BTCUSD_PERP", kCmOpened},
}};

// A coin that goes on under another name, and all its pairs with it.
struct Renaming {
  std::string_view from, to;
  Micros stopped{}, resumed{};
};

constexpr Renaming kRenamed{"MATIC", "POL", start_of(2024y / 9 / 10) + 3 * kHour,
                            start_of(2024y / 9 / 13) + 10 * kHour};

std::uint64_t key_of(const Symbol& symbol) {
  return mix(static_cast<std::uint64_t>(symbol.venue) + 0x115710, symbol.name);
}

std::string_view gone(Venue venue) {
  return venue == Venue::kSpot ? "BREAK" : "SETTLING";
}

Micros between(Micros begin, Micros end, std::int64_t of_65536) {
  const Micros days = (end - begin) / kDay;
  return begin / kDay * kDay + days * of_65536 / 65536 * kDay;
}

// Half of all symbols open at midnight, the rest at some half hour of the working day.
Micros hour_of(std::uint64_t hash) {
  return bits(hash, 0, 1) == 0 ? 0 : 6 * kHour + bits(hash, 1, 4) * 30 * kMinute;
}

void date(Symbol& symbol, const Board& board, int tier) {
  const std::uint64_t hash = key_of(symbol);
  const Micros last = std::min(kLastListing, board.closed - 200 * kDay);
  const std::int64_t early = std::min(bits(hash, 0, 16), bits(hash, 16, 16));
  symbol.listed =
      tier == 1 ? board.opened : between(board.opened, last, early) + hour_of(hash >> 48U);
  symbol.listed = std::max(symbol.listed, board.opened);
  if (board.closed != kNever) {
    symbol.delisted =
        between(board.closed - 110 * kDay, board.closed, bits(hash, 32, 16)) + 3 * kHour;
  } else if (tier >= 4 && bits(hash, 32, 4) < 2) {
    symbol.delisted =
        between(symbol.listed + 90 * kDay, kLastDelisting, bits(hash, 36, 12) * 16) + 3 * kHour;
  }
}

void apply_fate(Symbol& symbol) {
  for (const Fate& fate : kFates) {
    if (fate.venue != symbol.venue || fate.name != symbol.name) continue;
    symbol.listed = fate.listed;
    symbol.delisted = fate.delisted;
    symbol.left = fate.left;
    symbol.returned = fate.returned;
  }
}

void rename(Symbol& symbol) {
  if (symbol.base == kRenamed.from) symbol.delisted = std::min(symbol.delisted, kRenamed.stopped);
  if (symbol.base != kRenamed.to) return;
  symbol.listed = kRenamed.resumed;
  symbol.delisted = kNever;
}

std::int64_t ticks(const Asset& base, const Asset& quote, int digits) {
  Wide price = base.nano_dollars;
  for (; digits > 0; --digits) price *= 10;
  return static_cast<std::int64_t>(price / quote.nano_dollars);
}

std::int64_t lots(const Asset& base, int digits) {
  Wide size = usual_trade(base);
  for (; digits > 0; --digits) size *= 10;
  return static_cast<std::int64_t>(size / base.nano_dollars);
}

// As many digits as give the price four significant ones, and a trade a few dozen lots.
void scale(Symbol& symbol, const Asset& base, const Asset& quote) {
  const bool spot = symbol.venue == Venue::kSpot;
  const bool crypto_quote = symbol.quote == "BTC" || symbol.quote == "ETH" || symbol.quote == "BNB";
  symbol.price_digits = crypto_quote ? 4 : (spot ? 2 : 1);
  while (symbol.price_digits < kDigitsMax && ticks(base, quote, symbol.price_digits) < 5000) {
    ++symbol.price_digits;
  }
  if (symbol.venue == Venue::kCm) return;
  const std::int64_t enough = spot ? 640 : 8;
  while (symbol.price_digits + symbol.quantity_digits < kDigitsMax &&
         lots(base, symbol.quantity_digits) < enough) {
    ++symbol.quantity_digits;
  }
}

Symbol symbol_of(Venue venue, const Asset& base, const Asset& quote) {
  Symbol symbol;
  symbol.venue = venue;
  symbol.base = base.name;
  symbol.quote = quote.name;
  symbol.pair = symbol.base + symbol.quote;
  symbol.name = venue == Venue::kCm ? symbol.pair + "_PERP" : symbol.pair;
  symbol.status = "TRADING";
  if (venue != Venue::kSpot) symbol.contract_type = "PERPETUAL";
  if (venue == Venue::kCm) symbol.contract_size = symbol.base == "BTC" ? 100 : 10;
  scale(symbol, base, quote);
  return symbol;
}

bool fits(const Board& board, const Asset& base, const Asset& quote) {
  const bool by_the_thousand = base.name.starts_with("1000");
  const bool has_thousand = std::ranges::any_of(
      thousands(), [&](const Asset& each) { return each.name.substr(4) == base.name; });
  if (board.venue == Venue::kSpot && by_the_thousand && base.name != "1000SATS") return false;
  if (board.venue != Venue::kSpot && has_thousand) return false;
  if (board.venue == Venue::kCm && (by_the_thousand || base.nano_dollars < 10'000'000))
    return false;
  if (base.name == kRenamed.to && board.closed < kRenamed.resumed) return false;
  // Of two coins the greater is the quote: ETHBTC, never BTCETH.
  const bool among_coins = quote.nerve >= 100;
  const bool lesser =
      base.tier > quote.tier || (base.tier == quote.tier && base.nano_dollars < quote.nano_dollars);
  if (among_coins && !lesser) return false;
  return base.tier <= board.tier_max && ticks(base, quote, 8) >= kTicksMin;
}

void list(const Board& board, std::span<const Asset> bases, std::vector<Symbol>& out) {
  const Asset* quote = find_asset(board.quote);
  WICK_CHECK(quote != nullptr);
  for (const Asset& base : bases) {
    if (!fits(board, base, *quote)) continue;
    Symbol symbol = symbol_of(board.venue, base, *quote);
    date(symbol, board, base.tier);
    apply_fate(symbol);
    rename(symbol);
    if (symbol.delisted != kNever) symbol.status = gone(board.venue);
    out.push_back(std::move(symbol));
  }
}

// Two quarters of life each: first the next but one to be delivered, then the next.
void list_quarterlies(const Symbol& perpetual, int first, std::vector<Symbol>& out) {
  for (int quarter = first; quarter <= kLastQuarter; ++quarter) {
    Symbol symbol = perpetual;
    symbol.name = symbol.pair + "_" + delivery_name(quarter);
    symbol.contract_type = "CURRENT_QUARTER";
    symbol.status = "TRADING";
    symbol.listed = std::max(delivery_of(quarter - 2), perpetual.listed);
    symbol.delisted = delivery_of(quarter);
    out.push_back(std::move(symbol));
  }
}

void list_quarterlies(Venue venue, std::vector<Symbol>& out) {
  const bool um = venue == Venue::kUm;
  const Asset* quote = find_asset(um ? "USDT" : "USD");
  for (const std::string_view name :
       um ? std::span<const std::string_view>{kUmQuarterlies} : kCmQuarterlies) {
    Symbol perpetual = symbol_of(venue, *find_asset(name), *quote);
    perpetual.listed = um ? kUmOpened : kCmOpened;
    list_quarterlies(perpetual, quarter_of(um ? 2021y / 3 : 2020y / 9), out);
  }
}

}  // namespace

std::vector<Symbol> listing_of(Venue venue) {
  std::vector<Symbol> symbols;
  for (const Board& board : kBoards) {
    if (board.venue != venue) continue;
    list(board, coins(), symbols);
    if (venue == Venue::kUm) list(board, thousands(), symbols);
  }
  if (venue != Venue::kSpot) list_quarterlies(venue, symbols);
  std::ranges::sort(symbols, {}, &Symbol::name);
  return symbols;
}

bool on_board(const Symbol& symbol, Micros at) {
  const bool away = symbol.left <= at && at < symbol.returned;
  return symbol.listed <= at && at < symbol.delisted && !away;
}

Micros known_since(const Symbol& symbol, Micros now) {
  return symbol.venue != Venue::kSpot && symbol.returned <= now ? symbol.returned : symbol.listed;
}

}  // namespace wick::sim
