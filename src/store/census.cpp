#include "store/census.hpp"

#include <algorithm>
#include <array>
#include <map>
#include <tuple>
#include <utility>

namespace wick::store {
namespace {

constexpr std::string_view kTemporary = ".tmp";
constexpr std::size_t kLevels = 6;  // provider, market, chart, unit, symbol, interval

using Parts = std::array<std::string, kLevels>;
using SeriesKey =
    std::tuple<core::Provider, core::Market, core::ChartType, std::string, core::Interval>;

bool fits(std::size_t level, const std::string& part) {
  switch (level) {
    case 0:
      return core::parse_provider(part).has_value();
    case 1:
      return core::parse_market(part).has_value();
    case 2:
      return core::parse_chart(part).has_value();
    case 3:
      return part == "daily" || part == "monthly" || part == "series";
    case 4: {
      const auto symbol = core::canonical_symbol(part);
      return symbol && *symbol == part;
    }
    default:
      return core::parse_interval(part).has_value();
  }
}

core::SeriesId series_of(const Parts& parts) {
  return {*core::parse_provider(parts[0]), *core::parse_market(parts[1]),
          *core::parse_chart(parts[2]), parts[4], *core::parse_interval(parts[5])};
}

// One walk through the folders, from the root down.
class Walk {
 public:
  Walk(port::Files& files, const Layout& layout, const CensusFilter& filter)
      : files_(files), layout_(layout), filter_(filter) {}

  Census finish() && {
    descend(layout_.root(), 0);
    look_at_quarantine();
    for (auto& [key, series] : series_) {
      std::ranges::sort(series.files, {}, [](const CensusFile& file) {
        return std::pair(file.kind, file.period.range.begin);
      });
      census_.series.push_back(std::move(series));
    }
    return std::move(census_);
  }

 private:
  using Names = std::vector<std::string>;

  Names take(base::Result<Names> names) {
    if (names) {
      std::ranges::sort(*names);
      return *std::move(names);
    }
    const bool absent = names.error().kind == base::ErrorKind::kUnsupported;
    if (!absent) census_.unreadable.push_back(std::move(names).error());
    return {};
  }

  void descend(const std::string& folder, std::size_t level) {
    if (level == kLevels) return look_at_series(folder);
    for (const std::string& name : take(files_.list_folders(folder))) {
      std::string inside = folder;
      inside.append("/").append(name);
      parts_[level] = name;
      if (fits(level, name)) {
        if (wanted(level, name)) descend(inside, level + 1);
      } else if (inside != layout_.quarantine()) {
        add_unknown(inside + "/");
      }
    }
    for (const std::string& name : take(files_.list(folder))) look_at_stray(folder, name);
  }

  [[nodiscard]] bool wanted(std::size_t level, const std::string& part) const {
    if (level == 0) return !filter_.provider || core::parse_provider(part) == filter_.provider;
    if (level == 2) return !filter_.chart || core::parse_chart(part) == filter_.chart;
    if (level == 1) return !filter_.market || core::parse_market(part) == filter_.market;
    if (level == 4) return filter_.symbols.empty() || filter_.symbols.contains(part);
    if (level == 5) return !filter_.interval || core::parse_interval(part) == filter_.interval;
    return true;
  }

  void look_at_series(const std::string& folder) {
    const core::SeriesId id = series_of(parts_);
    const std::string proper = parts_[3] == "daily"     ? layout_.days(id)
                               : parts_[3] == "monthly" ? layout_.months(id)
                                                        : port::folder_of(layout_.tail(id));
    if (folder != proper) return add_unknown(folder + "/");
    for (const std::string& name : take(files_.list_folders(folder))) {
      std::string inside = folder;
      add_unknown(inside.append("/").append(name).append("/"));
    }
    for (const std::string& name : take(files_.list(folder))) {
      std::string path = folder;
      path.append("/").append(name);
      if (path == layout_.lock(id)) continue;
      auto file = known(path, id);
      if (file) {
        add(id, *std::move(file));
      } else {
        look_at_stray(folder, name);
      }
    }
  }

  [[nodiscard]] std::optional<CensusFile> known(const std::string& path,
                                                const core::SeriesId& id) const {
    if (path == layout_.tail(id)) return CensusFile{path, FileKind::kTail, {}, {}};
    if (path == layout_.journal(id)) return CensusFile{path, FileKind::kJournal, {}, {}};
    const auto place = layout_.place_of(path);
    if (!place || place->id != id) return std::nullopt;
    if (!place->period.month && lives_in_months(id.interval)) return std::nullopt;
    const FileKind kind = place->period.month ? FileKind::kMonth : FileKind::kDay;
    return CensusFile{path, kind, place->period, {}};
  }

  void add(const core::SeriesId& id, CensusFile file) {
    const auto facts = facts_of(file.path);
    if (!facts) return;
    file.facts = *facts;
    SeriesCensus& series = series_[{id.provider, id.market, id.chart, id.symbol, id.interval}];
    series.id = id;
    series.files.push_back(std::move(file));
  }

  // Nothing for a file that has gone meanwhile.
  std::optional<port::FileFacts> facts_of(const std::string& path) {
    auto facts = files_.facts(path);
    if (facts) return *facts;
    const bool absent = facts.error().kind == base::ErrorKind::kUnsupported;
    if (!absent) census_.unreadable.push_back(std::move(facts).error());
    return std::nullopt;
  }

  void look_at_stray(const std::string& folder, const std::string& name) {
    std::string path = folder;
    path.append("/").append(name);
    if (!name.ends_with(kTemporary)) {
      if (!path.starts_with(layout_.events())) add_unknown(path);
    } else if (const auto facts = facts_of(path)) {
      census_.leftovers.push_back({path, *facts});
    }
  }

  void add_unknown(const std::string& path) {
    const bool folder = path.ends_with('/');
    const auto facts = folder ? port::FileFacts{} : facts_of(path);
    if (facts) census_.unknown.push_back({path, *facts});
  }

  void look_at_quarantine() {
    const std::string folder = layout_.quarantine();
    for (const std::string& name : take(files_.list(folder))) {
      auto place = place_of_quarantined(name);
      if (place ? !filter_.lets_through(place->id) : !filter_.everything()) continue;
      std::string path = folder;
      path.append("/").append(name);
      if (const auto facts = facts_of(path)) {
        census_.quarantined.push_back({{std::move(path), *facts}, std::move(place)});
      }
    }
  }

  port::Files& files_;
  const Layout& layout_;
  const CensusFilter& filter_;
  Parts parts_;
  std::map<SeriesKey, SeriesCensus> series_;
  Census census_;
};

// What stands behind the last mark, which is taken off with it; the text itself where there is
// none.
std::string_view take_last(std::string_view& text, char mark) {
  const std::size_t at = text.rfind(mark);
  const std::string_view last = at == std::string_view::npos ? text : text.substr(at + 1);
  text = at == std::string_view::npos ? std::string_view() : text.substr(0, at);
  return last;
}

// What stands before the first hyphen, which is taken off with it, where it is one of those.
template <typename T>
std::optional<T> take_if(std::string_view& text, std::optional<T> (*parse)(std::string_view)) {
  const std::size_t end = text.find('-');
  if (end == std::string_view::npos) return std::nullopt;
  const auto value = parse(text.substr(0, end));
  if (value) text.remove_prefix(end + 1);
  return value;
}

}  // namespace

std::uint64_t SeriesCensus::bytes() const {
  std::uint64_t bytes = 0;
  for (const CensusFile& file : files) bytes += file.facts.size;
  return bytes;
}

core::UtcTime SeriesCensus::used() const {
  core::UtcTime used{};
  for (const CensusFile& file : files) {
    if (is_sealed(file.kind)) used = std::max(used, file.facts.used);
  }
  return used;
}

core::TimeRange SeriesCensus::span() const {
  core::TimeRange span{core::kFarFuture, core::UtcTime::min()};
  for (const CensusFile& file : files) {
    if (!is_sealed(file.kind)) continue;
    span.begin = std::min(span.begin, file.period.range.begin);
    span.end = std::max(span.end, file.period.range.end);
  }
  return span;
}

bool SeriesCensus::has(const Period& period) const {
  return std::ranges::any_of(
      files, [&](const CensusFile& file) { return is_sealed(file.kind) && file.period == period; });
}

bool CensusFilter::lets_through(const core::SeriesId& id) const {
  return (symbols.empty() || symbols.contains(id.symbol)) && (!market || id.market == *market) &&
         (!provider || id.provider == *provider) && (!chart || id.chart == *chart) &&
         (!interval || id.interval == *interval);
}

Census take_census(port::Files& files, const Layout& layout, const CensusFilter& filter) {
  return Walk(files, layout, filter).finish();
}

// A symbol may have a hyphen in it; the other parts have none, but for the date.
std::optional<Layout::Place> place_of_quarantined(std::string_view name) {
  if (take_last(name, '.') != "damaged") return std::nullopt;
  (void)take_last(name, '.');
  std::optional<Period> period;
  for (const std::size_t length : {std::size_t{10}, std::size_t{7}}) {
    if (period || name.size() <= length || name[name.size() - length - 1] != '-') continue;
    period = parse_period(name.substr(name.size() - length));
    if (period) name.remove_suffix(length + 1);
  }
  const auto interval = core::parse_interval(take_last(name, '-'));
  const auto provider = take_if(name, core::parse_provider);
  const auto market = take_if(name, core::parse_market);
  const auto chart = take_if(name, core::parse_chart);
  const auto symbol = core::canonical_symbol(name);
  if (!period || !interval || !market || !symbol) return std::nullopt;
  return Layout::Place{{provider.value_or(core::Provider::kBinance), *market,
                        chart.value_or(core::ChartType::kKlines), *symbol, *interval},
                       *period};
}

}  // namespace wick::store
