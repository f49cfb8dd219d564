// What the values of a frame amount to, however they were read.
//
// Prices are above zero, a candle's high and low bound its open and close, volumes are not below
// zero, candles open on the grid of their interval. Anything else is corrupt, and the error names
// the field. Of a book, a side may be empty: its price and its size are zero then.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "base/result.hpp"
#include "core/stream.hpp"

namespace wick::venue::binance {

// Times as they were written, in milliseconds or in microseconds.
struct RawCandle {
  std::string_view symbol;
  std::string_view symbol_inside;  // the same, once more
  std::string_view interval;
  std::int64_t said{};
  std::int64_t open_time{};
  std::int64_t close_time{};
  core::Bar bar;  // without its times
  bool closed{};
};

struct RawTrade {
  std::string_view symbol;
  std::int64_t said{};
  std::int64_t time{};
  double price{};
  double size{};
  std::int64_t id{};
  bool buyer_is_maker{};
  std::int64_t first{};
  std::int64_t last{};
};

struct RawQuote {
  std::string_view symbol;
  std::optional<std::int64_t> said;
  std::optional<std::int64_t> time;
  double bid{};
  double bid_size{};
  double ask{};
  double ask_size{};
  std::int64_t id{};
};

[[nodiscard]] base::Result<core::CandleNews> judged(const RawCandle& raw);
[[nodiscard]] base::Result<core::TradeNews> judged(const RawTrade& raw);
[[nodiscard]] base::Result<core::QuoteNews> judged(const RawQuote& raw);

// "a candle with k.h below its open": an error of the venue's own format.
[[nodiscard]] base::Error odd_frame(const std::string& what);

}  // namespace wick::venue::binance
