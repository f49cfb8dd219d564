#include "sim/okx/bar.hpp"

#include <algorithm>
#include <array>

namespace wick::sim {
namespace {

struct Named {
  std::string_view name;
  Bar bar;
};

constexpr Micros kHongKong = 8 * kHour;

constexpr std::array<Named, 19> kBars{{
    {"1s", {Interval::k1s}},
    {"1m", {Interval::k1m}},
    {"3m", {Interval::k3m}},
    {"5m", {Interval::k5m}},
    {"15m", {Interval::k15m}},
    {"30m", {Interval::k30m}},
    {"1H", {Interval::k1h}},
    {"2H", {Interval::k2h}},
    {"4H", {Interval::k4h}},
    {"6H", {Interval::k6h, kHongKong}},
    {"12H", {Interval::k12h, kHongKong}},
    {"1D", {Interval::k1d, kHongKong}},
    {"1W", {Interval::k1w, kHongKong}},
    {"1M", {Interval::k1mo, kHongKong}},
    {"6Hutc", {Interval::k6h}},
    {"12Hutc", {Interval::k12h}},
    {"1Dutc", {Interval::k1d}},
    {"1Wutc", {Interval::k1w}},
    {"1Mutc", {Interval::k1mo}},
}};

}  // namespace

std::optional<Bar> bar_of(std::string_view name) {
  const auto* const found = std::ranges::find(kBars, name, &Named::name);
  return found == kBars.end() ? std::nullopt : std::optional(found->bar);
}

}  // namespace wick::sim
