#include "candle_frames.hpp"

#include <array>
#include <charconv>
#include <cinttypes>
#include <cstdio>

namespace wick::bench {
namespace {

constexpr std::size_t kDigits = 4;

std::optional<unsigned> number_after(std::string_view text, std::string_view key) {
  const std::size_t at = text.find(key);
  if (at == std::string_view::npos) return std::nullopt;
  const char* const begin = text.data() + at + key.size();
  unsigned value = 0;
  const auto read = std::from_chars(begin, text.data() + text.size(), value);
  return read.ec == std::errc{} ? std::optional(value) : std::nullopt;
}

}  // namespace

std::string symbol_name(unsigned symbol) {
  std::array<char, 16> name{};
  std::snprintf(name.data(), name.size(), "S%04uUSDT", symbol);
  return name.data();
}

std::string stream_name(unsigned symbol) {
  std::array<char, 24> name{};
  std::snprintf(name.data(), name.size(), "s%04uusdt@kline_1m", symbol);
  return name.data();
}

std::string text_of(const Frame& frame) {
  std::array<char, 640> text{};
  const std::string name = symbol_name(frame.symbol);
  const unsigned move = frame.number % 90 + 10;
  const int size = std::snprintf(
      text.data(), text.size(),
      R"({"stream":"%s","data":{"e":"kline","E":%)" PRId64 R"(,"s":"%s","k":{"t":%)" PRId64
      R"(,"T":%)" PRId64 R"(,"s":"%s","i":"1m","f":3518272001,"L":3518274211,)"
      R"("o":"64120.50","c":"64123.%u","h":"64180.90","l":"64099.10","v":"123.%u5","n":%u,)"
      R"("x":%s,"q":"7909871.%u350","V":"61.%u2","Q":"3951234.%u170","B":"0"}}})",
      stream_name(frame.symbol).c_str(), frame.said, name.c_str(), frame.open_time,
      frame.open_time + kMinuteMillis - 1, name.c_str(), move, move, frame.number,
      frame.closed ? "true" : "false", move, move, move);
  return {text.data(), static_cast<std::size_t>(size)};
}

std::optional<Told> told_by(std::string_view line) {
  const std::size_t end = line.find("USDT\"");
  if (end == std::string_view::npos || end < kDigits) return std::nullopt;
  auto number = number_after(line, R"("count":)");
  if (!number) number = number_after(line, R"("n":)");
  const auto symbol = number_after(line.substr(end - kDigits), "");
  if (!number || !symbol) return std::nullopt;
  return Told{*symbol, *number};
}

}  // namespace wick::bench
