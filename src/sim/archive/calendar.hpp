// Dates as the archive and HTTP write them. UTC, the proleptic Gregorian calendar, no clock.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "sim/market/market.hpp"

namespace wick::sim {

// One day or one month of UTC: what one file of the archive covers.
enum class Span : std::uint8_t { kDaily, kMonthly };

struct Period {
  Span span{};
  Micros begin{}, end{};  // half-open
};

[[nodiscard]] Period period_of(Span span, Micros at);
[[nodiscard]] std::optional<Period> parse_period(Span span, std::string_view text);
[[nodiscard]] std::string period_name(const Period& period);  // 2024-02-29, 2024-02

// 00:00 of the first Monday of the month that holds `at`.
[[nodiscard]] Micros first_monday(Micros at);

[[nodiscard]] std::string http_date(Micros at);  // Sat, 29 Feb 2020 01:02:03 GMT
[[nodiscard]] std::optional<Micros> parse_http_date(std::string_view text);
[[nodiscard]] std::string iso_time(Micros at);  // 2020-02-29T01:02:03.000Z, whole seconds

}  // namespace wick::sim
