#include "store/layout.hpp"

#include <array>
#include <utility>

#include "base/check.hpp"
#include "core/time_text.hpp"

namespace wick::store {
namespace {

constexpr std::string_view kSuffix = ".arrow";

// The part of `path` up to the next slash, which is taken off.
std::string_view take_part(std::string_view& path) {
  const std::size_t slash = std::min(path.find('/'), path.size());
  const std::string_view part = path.substr(0, slash);
  path.remove_prefix(std::min(slash + 1, path.size()));
  return part;
}

std::optional<core::SeriesId> series_of(const std::array<std::string_view, 6>& parts) {
  const auto provider = core::parse_provider(parts[0]);
  const auto market = core::parse_market(parts[1]);
  const auto chart = core::parse_chart(parts[2]);
  const auto interval = core::parse_interval(parts[5]);
  if (!provider || !market || !chart || !interval) return std::nullopt;
  return core::SeriesId{*provider, *market, *chart, std::string(parts[4]), *interval};
}

}  // namespace

std::string name(const Period& period) {
  return period.month ? core::to_month(period.range.begin) : core::to_date(period.range.begin);
}

std::optional<Period> parse_period(std::string_view text) {
  constexpr std::size_t kMonthDigits = 7;
  constexpr std::size_t kDayDigits = 10;
  if (text.size() != kMonthDigits && text.size() != kDayDigits) return std::nullopt;
  const bool month = text.size() == kMonthDigits;
  const auto begin = core::parse_utc(month ? std::string(text) + "-01" : std::string(text));
  if (!begin) return std::nullopt;
  return month ? Period::month_with(*begin) : Period::day(*begin);
}

Layout::Layout(std::string root) : root_(std::move(root)) {}

std::string Layout::sealed(const core::SeriesId& id, const Period& period) const {
  WICK_CHECK(period.month || !lives_in_months(id.interval));
  std::string path = period.month ? months(id) : days(id);
  path += '/';
  path += name(period);
  return path += kSuffix;
}

std::string Layout::days(const core::SeriesId& id) const {
  return folder(id, "daily");
}
std::string Layout::months(const core::SeriesId& id) const {
  return folder(id, "monthly");
}
std::string Layout::tail(const core::SeriesId& id) const {
  return folder(id, "series") + "/tail.log";
}
std::string Layout::journal(const core::SeriesId& id) const {
  return folder(id, "series") + "/journal.log";
}
std::string Layout::lock(const core::SeriesId& id) const {
  return folder(id, "series") + "/lock";
}

std::string Layout::turns(const core::SeriesId& id) const {
  return folder(id, "series") + "/turns";
}
std::string Layout::quarantine() const {
  return root_ + "/quarantine";
}
std::string Layout::aside(const core::SeriesId& id, std::string_view what,
                          std::uint64_t number) const {
  std::string path = quarantine() + "/";
  const auto add = [&](std::string_view part) { path.append(part).append("-"); };
  if (id.provider != core::Provider::kBinance) add(core::name(id.provider));
  add(core::name(id.market));
  if (id.chart != core::ChartType::kKlines) add(core::name(id.chart));
  add(id.symbol);
  add(core::path_name(id.interval));
  return path.append(what).append(".").append(std::to_string(number)).append(".damaged");
}
std::string Layout::events() const {
  return root_ + "/events.jsonl";
}

std::optional<Layout::Place> Layout::place_of(std::string_view path) const {
  if (!path.starts_with(root_ + "/")) return std::nullopt;
  path.remove_prefix(root_.size() + 1);
  std::array<std::string_view, 6> parts;
  for (std::string_view& part : parts) part = take_part(path);
  auto id = series_of(parts);
  if (!id || !path.ends_with(kSuffix)) return std::nullopt;
  path.remove_suffix(kSuffix.size());
  const auto period = parse_period(path);
  if (!period || parts[3] != (period->month ? "monthly" : "daily")) return std::nullopt;
  return Place{*std::move(id), *period};
}

std::string Layout::folder(const core::SeriesId& id, const char* unit) const {
  constexpr std::size_t kRest = 96;  // and a file's name, for most
  std::string path;
  path.reserve(root_.size() + kRest);
  path = root_;
  for (const std::string_view part :
       {core::name(id.provider), core::name(id.market), core::name(id.chart),
        std::string_view(unit), std::string_view(id.symbol), core::path_name(id.interval)}) {
    path += '/';
    path += part;
  }
  return path;
}

bool lives_in_months(core::Interval interval) {
  return interval == core::Interval::k3d || interval == core::Interval::k1w ||
         interval == core::Interval::k1mo;
}

Period unit_with(core::Interval interval, core::UtcTime t) {
  return lives_in_months(interval) ? Period::month_with(t) : Period::day(t);
}

}  // namespace wick::store
