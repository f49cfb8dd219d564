// Questions to a calendar about random instants of 2000 to 2037.
#include <algorithm>
#include <memory>

#include "figures.hpp"
#include "wiring/calendar.hpp"
#include "zone/zone_database.hpp"

namespace wick::bench {
namespace {

constexpr std::size_t kAsked = 200'000;
constexpr std::uint64_t kMinutes = 13'880ULL * 1440;  // of those years

// bench/peers.py makes the same.
std::vector<core::UtcTime> instants() {
  std::vector<core::UtcTime> made;
  std::uint64_t state = 1;
  for (std::size_t i = 0; i < kAsked; ++i) {
    state = state * 6364136223846793005U + 1442695040888963407U;
    const auto minute = static_cast<std::int64_t>((state >> 33U) % kMinutes);
    made.push_back(core::midnight(2000, 1, 1) + std::chrono::minutes{minute});
  }
  return made;
}

std::shared_ptr<const core::Calendar> calendar() {
  const auto made = wiring::make_calendar({}, zone::read_zone);
  return std::make_shared<const core::Calendar>(*made);
}

// What the work counts up: the numbers of the instants that are open, or the minutes until what
// comes next.
template <typename Count>
Work asking(Count count) {
  const auto all = std::make_shared<const std::vector<core::UtcTime>>(instants());
  const auto sum = std::make_shared<std::uint64_t>();
  return {[=] {
            std::uint64_t total = 0;
            for (std::size_t i = 0; i < all->size(); ++i) total += count(i, (*all)[i]);
            *sum = total;
          },
          [=] { return Facts{.rows = kAsked, .checksum = *sum}; }};
}

std::uint64_t minutes_until(core::UtcTime next, core::UtcTime t) {
  return static_cast<std::uint64_t>((next - t) / std::chrono::minutes{1});
}

// Openings and closings by turns, an opening first.
std::shared_ptr<const std::vector<core::UtcTime>> edges() {
  const auto ours = calendar();
  auto made = std::make_shared<std::vector<core::UtcTime>>();
  for (const core::TimeRange& range : ours->hours(ours->known())) {
    made->push_back(range.begin);
    made->push_back(range.end);
  }
  return made;
}

Work open_floor(const Settings& /*settings*/) {
  const auto all = edges();
  return asking([all](std::size_t i, core::UtcTime t) -> std::uint64_t {
    const auto passed = std::ranges::upper_bound(*all, t) - all->begin();
    return passed % 2 == 1 ? i : 0;
  });
}

Work open_ours(const Settings& /*settings*/) {
  return asking([ours = calendar()](std::size_t i, core::UtcTime t) -> std::uint64_t {
    return ours->is_open(t) ? i : 0;
  });
}

Work next_floor(const Settings& /*settings*/) {
  const auto all = edges();
  return asking([all](std::size_t /*i*/, core::UtcTime t) {
    auto next = std::ranges::upper_bound(*all, t);
    if ((next - all->begin()) % 2 == 1) ++next;
    return minutes_until(*next, t);
  });
}

Work next_ours(const Settings& /*settings*/) {
  return asking([ours = calendar()](std::size_t /*i*/, core::UtcTime t) {
    return minutes_until(ours->next_open(t).value_or(t), t);
  });
}

}  // namespace

void add_calendar_figures(Figures& figures) {
  figures["calendar-open.floor"] = open_floor;
  figures["calendar-open.ours"] = open_ours;
  figures["calendar-next.floor"] = next_floor;
  figures["calendar-next.ours"] = next_ours;
}

}  // namespace wick::bench
