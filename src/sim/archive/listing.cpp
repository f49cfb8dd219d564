#include "sim/archive/listing.hpp"

#include <algorithm>

namespace wick::sim {
namespace {

enum class Level { kTop, kData, kFutures, kVenue, kSpan, kSet, kSymbol, kSeries };

struct Folder {
  Level level{Level::kTop};
  std::string path;  // ends with a slash, except at the top
  Venue venue{};
  Span span{};
  const Symbol* symbol{};
  Interval interval{};
  DataSet set{};

  [[nodiscard]] Folder below(Level next, std::string_view name) const {
    Folder out = *this;
    out.level = next;
    out.path += name;
    out.path += '/';
    return out;
  }
};

std::vector<Folder> venue_folders(const Folder& folder, std::initializer_list<Venue> venues) {
  std::vector<Folder> out;
  for (const Venue venue : venues) {
    const std::string_view name = archive_folder(venue);
    const std::size_t slash = name.rfind('/');
    out.push_back(folder.below(Level::kVenue,
                               slash == std::string_view::npos ? name : name.substr(slash + 1)));
    out.back().venue = venue;
  }
  return out;
}

std::vector<Folder> span_folders(const Folder& folder) {
  std::vector<Folder> out;
  for (const Span span : {Span::kDaily, Span::kMonthly}) {
    out.push_back(folder.below(Level::kSpan, span_folder(span)));
    out.back().span = span;
  }
  return out;
}

std::vector<Folder> set_folders(const Folder& folder) {
  std::vector<Folder> out;
  for (const DataSet set : archived_sets(folder.venue, folder.span)) {
    out.push_back(folder.below(Level::kSet, set_folder(set)));
    out.back().set = set;
  }
  return out;
}

std::vector<Folder> symbol_folders(const Folder& folder, const Market& market) {
  std::vector<Folder> out;
  // Without intervals a symbol's folder holds its files.
  const Level next = has_intervals(folder.set) ? Level::kSymbol : Level::kSeries;
  for (const Symbol& symbol : market.symbols(folder.venue)) {
    const std::string_view label = label_of(symbol, folder.set);
    if (label.empty()) continue;
    out.push_back(folder.below(next, label));
    out.back().symbol = &symbol;
    out.back().interval = kNoInterval;
  }
  return out;
}

std::vector<Folder> series_folders(const Folder& folder) {
  std::vector<Folder> out;
  for (const Interval interval : archived_intervals(folder.venue, folder.span)) {
    out.push_back(folder.below(Level::kSeries, archive_name(interval)));
    out.back().interval = interval;
  }
  return out;
}

std::vector<Folder> children(const Folder& folder, const Market& market) {
  switch (folder.level) {
    case Level::kTop:
      return {folder.below(Level::kData, "data")};
    case Level::kData: {
      std::vector<Folder> out = venue_folders(folder, {Venue::kSpot});
      out.push_back(folder.below(Level::kFutures, "futures"));
      return out;
    }
    case Level::kFutures:
      return venue_folders(folder, {Venue::kUm, Venue::kCm});
    case Level::kVenue:
      return span_folders(folder);
    case Level::kSpan:
      return set_folders(folder);
    case Level::kSet:
      return symbol_folders(folder, market);
    case Level::kSymbol:
      return series_folders(folder);
    case Level::kSeries:
      return {};
  }
  return {};
}

class Walk {
 public:
  Walk(const Shelf& shelf, const ListQuery& query, const Admit& admit)
      : shelf_(shelf), query_(query), admit_(admit) {}

  ListPage run() {
    if (query_.max > 0) enter({});
    return std::move(page_);
  }

 private:
  // Each of these answers whether to go on.
  bool enter(const Folder& folder) {
    if (!within_reach(folder.path)) return true;
    if (query_.by_folder && folder.path.size() > query_.prefix.size()) return tell(folder);
    if (folder.level == Level::kSeries) return tell_files(folder);
    std::vector<Folder> inside = children(folder, *shelf_.market);
    std::ranges::sort(inside, {}, &Folder::path);
    return std::ranges::all_of(inside, [&](const Folder& child) { return enter(child); });
  }

  [[nodiscard]] bool within_reach(std::string_view path) const {
    const bool wanted = path.starts_with(query_.prefix) || query_.prefix.starts_with(path);
    const bool passed = path < query_.after && !query_.after.starts_with(path);
    return wanted && !passed;
  }

  bool tell(const Folder& folder) {
    if (folder.path == query_.after || is_empty(folder)) return true;
    if (full()) return false;
    page_.folders.push_back(folder.path);
    page_.last = folder.path;
    return true;
  }

  [[nodiscard]] bool is_empty(const Folder& folder) const {
    ListQuery any;
    any.prefix = folder.path;
    any.after = query_.after;
    any.max = 1;
    const Admit all = [](const Object&) { return true; };
    return Walk(shelf_, any, all).run().keys.empty();
  }

  bool tell_files(const Folder& folder) {
    const Micros first = open_of(folder.interval, folder.symbol->listed);
    Object object{folder.symbol, folder.interval, period_of(folder.span, first), folder.set};
    const Micros end = std::min(shelf_.now, folder.symbol->delisted);
    for (; object.period.begin < end; object.period = period_of(folder.span, object.period.end)) {
      if (!tell_object(folder.path + object_name(object) + ".zip", object)) return false;
    }
    return true;
  }

  bool tell_object(const std::string& key, const Object& object) {
    const std::string checksum = key + std::string(kChecksumSuffix);
    const bool zip_wanted = wanted(key);
    const bool checksum_wanted = wanted(checksum);
    if ((!zip_wanted && !checksum_wanted) || !shelf_.has(object)) return true;
    if (zip_wanted) {
      if (!page_.keys.empty() && !admit_(object)) return page_.truncated = true, false;
      if (!tell_key({key, object, false})) return false;
    }
    return !checksum_wanted || tell_key({checksum, object, true});
  }

  [[nodiscard]] bool wanted(std::string_view key) const {
    return key > query_.after && key.starts_with(query_.prefix);
  }

  bool tell_key(ListedKey key) {
    if (full()) return false;
    page_.last = key.key;
    page_.keys.push_back(std::move(key));
    return true;
  }

  bool full() {
    page_.truncated = page_.keys.size() + page_.folders.size() >= query_.max;
    return page_.truncated;
  }

  const Shelf& shelf_;
  const ListQuery& query_;
  const Admit& admit_;
  ListPage page_;
};

}  // namespace

Micros Shelf::published(const Object& object) const {
  return published_at(object, market->seed()) + delay;
}

bool Shelf::has(const Object& object) const {
  // In this order: only the last may look at the market.
  return object.period.begin < now && published(object) <= now && has_rows(*market, object);
}

ListPage list_page(const Shelf& shelf, const ListQuery& query, const Admit& admit) {
  return Walk(shelf, query, admit).run();
}

}  // namespace wick::sim
