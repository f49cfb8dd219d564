#include "store/foreign_layout.hpp"

#include <algorithm>
#include <utility>
#include <vector>

#include "core/time_text.hpp"
#include "store/funding_file.hpp"

namespace wick::store {
namespace {

constexpr std::string_view kPerpetual = "_PERP";

ForeignName refused(std::string why) {
  return {.kind = ForeignKind::kRefused, .place = {}, .why = std::move(why)};
}
ForeignName ignored(std::string why) {
  return {.kind = ForeignKind::kIgnored, .place = {}, .why = std::move(why)};
}

// Without the ending of a file of columns; nothing of any other file.
std::optional<std::string_view> stem_of(std::string_view name) {
  for (const std::string_view suffix : {".arrow", ".parquet"}) {
    if (name.ends_with(suffix)) return name.substr(0, name.size() - suffix.size());
  }
  return std::nullopt;
}

std::string lower(std::string_view text) {
  std::string folded(text);
  for (char& c : folded) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  }
  return folded;
}

std::vector<std::string_view> parts_of(std::string_view path) {
  std::vector<std::string_view> parts;
  while (!path.empty()) {
    const std::size_t slash = std::min(path.find('/'), path.size());
    if (slash > 0) parts.push_back(path.substr(0, slash));
    path.remove_prefix(std::min(slash + 1, path.size()));
  }
  return parts;
}

bool is_digits(std::string_view text) {
  return text.find_first_not_of("0123456789") == std::string_view::npos;
}

// 2024-03-05 or 20240305.
std::optional<core::TimeRange> parse_day(std::string_view text) {
  constexpr std::size_t kCompact = 8;
  constexpr std::size_t kDashed = 10;
  std::string dashed(text);
  if (text.size() == kCompact && is_digits(text)) dashed.insert(6, "-").insert(4, "-");
  if (dashed.size() != kDashed) return std::nullopt;
  const auto begin = core::parse_utc(dashed);
  return begin ? std::optional(core::day_of(*begin)) : std::nullopt;
}

// What the folders above SYMBOL say, from below upwards, until one says nothing.
class Folders {
 public:
  explicit Folders(const std::vector<std::string_view>& above) {
    for (std::size_t left = above.size(); left > 0; --left) {
      const std::string word = lower(above[left - 1]);
      if (!take(word)) break;
      pattern_.insert(0, std::exchange(kind_, "") + "/");
    }
  }

  [[nodiscard]] std::optional<core::Provider> provider() const { return provider_; }
  [[nodiscard]] std::optional<core::Market> market() const { return market_; }
  [[nodiscard]] const std::string& other_chart() const { return other_chart_; }
  [[nodiscard]] bool monthly() const { return monthly_; }
  [[nodiscard]] const std::string& pattern() const { return pattern_; }

 private:
  bool take(const std::string& word) {
    return take_packing(word) || take_chart(word) || take_market(word) || take_provider(word);
  }
  bool take_packing(const std::string& word) {
    if (word != "daily" && word != "monthly") return false;
    monthly_ = monthly_ || word == "monthly";
    kind_ = word;
    return true;
  }
  bool take_chart(const std::string& word) {
    const bool klines = word == "klines" || word == "kline";
    const bool other = word.ends_with("klines") || core::parse_chart(word).has_value();
    if (!klines && !other) return false;
    if (!klines) other_chart_ = word;
    kind_ = "chart";
    return true;
  }
  bool take_market(const std::string& word) {
    if (market_) {
      // The folder above um or cm.
      const bool above = word == "futures" && pattern_.starts_with("market/");
      if (above) kind_ = "futures";
      return above;
    }
    market_ = core::parse_market(word);
    if (market_) kind_ = "market";
    return market_.has_value();
  }
  bool take_provider(const std::string& word) {
    if (provider_) return false;
    provider_ = core::parse_provider(word);
    if (provider_) kind_ = "provider";
    return provider_.has_value();
  }

  std::optional<core::Provider> provider_;
  std::optional<core::Market> market_;
  std::string other_chart_;
  bool monthly_{false};
  std::string kind_;     // of the word just taken
  std::string pattern_;  // ends with a slash
};

// What SYMBOL/INTERVAL/NAME say.
struct Leaf {
  std::string symbol;
  std::string interval;
  core::TimeRange day;
  bool compact{};  // the date is written 20240305
  bool in_full{};  // the name repeats symbol and interval
};

// "BTCUSDT-1m-2024-03-05" in the folder BTCUSDT/1m. Symbols may have dashes, dates do.
std::optional<Leaf> read_full_name(std::string_view stem, std::string_view symbol,
                                   std::string_view interval) {
  constexpr std::size_t kDateSize = 10;
  if (stem.size() < kDateSize + 4) return std::nullopt;
  const auto day = parse_day(stem.substr(stem.size() - kDateSize));
  std::string_view front = stem.substr(0, stem.size() - kDateSize);
  if (!day || front.back() != '-') return std::nullopt;
  front.remove_suffix(1);
  const std::size_t dash = front.rfind('-');
  if (dash == std::string_view::npos) return std::nullopt;
  // A file system that folds case has both in one folder: the name knows better.
  const std::string_view told = front.substr(dash + 1);
  if (lower(told) != lower(interval)) return std::nullopt;
  const std::string named = lower(front.substr(0, dash));
  const std::string folder = lower(symbol);
  if (named != folder && named + lower(kPerpetual) != folder) return std::nullopt;
  return Leaf{std::string(symbol), std::string(told), *day, false, true};
}

std::optional<Leaf> read_leaf(const std::vector<std::string_view>& parts, std::string_view stem) {
  const std::string_view symbol = parts[parts.size() - 3];
  const std::string_view interval = parts[parts.size() - 2];
  if (const auto day = parse_day(stem)) {
    const bool compact = stem.find('-') == std::string_view::npos;
    return Leaf{std::string(symbol), std::string(interval), *day, compact, false};
  }
  return read_full_name(stem, symbol, interval);
}

// Delivery contracts had the ending of perpetual ones put behind their date.
std::string without_wrong_ending(std::string symbol) {
  constexpr std::size_t kDateSize = 6;
  if (!symbol.ends_with(kPerpetual)) return symbol;
  const std::string_view front =
      std::string_view(symbol).substr(0, symbol.size() - kPerpetual.size());
  const std::size_t underscore = front.rfind('_');
  const bool dated = underscore != std::string_view::npos &&
                     front.size() - underscore - 1 == kDateSize &&
                     is_digits(front.substr(underscore + 1));
  return dated ? std::string(front) : symbol;
}

base::Result<core::SeriesId> series_of(const Leaf& leaf, core::Provider provider,
                                       core::Market market) {
  auto interval = core::parse_interval(leaf.interval);
  if (!interval) interval = core::parse_interval(lower(leaf.interval));
  if (!interval) {
    return base::Error{base::ErrorKind::kInvalid, "'" + leaf.interval + "' is no interval"};
  }
  auto symbol = core::canonical_symbol(leaf.symbol);
  if (!symbol) return symbol.error();
  if (market == core::Market::kFuturesCoin) symbol = without_wrong_ending(*std::move(symbol));
  const core::SeriesId id{provider, market, core::ChartType::kKlines, *symbol, *interval};
  if (auto possible = core::check_series(id); !possible) return possible.error();
  return id;
}

ForeignName place_of(const Leaf& leaf, const Folders& folders, const ForeignWish& wish) {
  const auto market = folders.market() ? folders.market() : wish.market;
  const auto provider =
      folders.provider() ? *folders.provider() : wish.provider.value_or(core::Provider::kBinance);
  if (!market) return refused("the path names no market: say which, --market spot");
  if (wish.market && *market != *wish.market) return ignored("another market");
  if (wish.provider && provider != *wish.provider) return ignored("another provider");
  auto id = series_of(leaf, provider, *market);
  if (!id) return refused(id.error().what);
  ForeignPlace place{*std::move(id), leaf.day, false, folders.pattern() + "SYMBOL/INTERVAL/"};
  place.minute_or_month = leaf.compact && leaf.interval == "1m";
  if (leaf.in_full) {
    place.layout += "SYMBOL-INTERVAL-DATE";
  } else {
    place.layout += leaf.compact ? "YYYYMMDD" : "DATE";
  }
  return {.kind = ForeignKind::kBars, .place = std::move(place), .why = ""};
}

}  // namespace

ForeignName read_foreign_path(std::string_view path, const ForeignWish& wish) {
  const auto parts = parts_of(path);
  const auto stem = parts.empty() ? std::nullopt : stem_of(parts.back());
  if (!stem) return ignored("no .arrow file");
  if (is_funding_path(path)) return refused("a funding file, and no day of bars");
  const auto leaf = parts.size() < 3 ? std::nullopt : read_leaf(parts, *stem);
  if (!leaf) return refused("its path is that of no day file in any known layout");
  const Folders folders({parts.begin(), parts.end() - 3});
  if (!folders.other_chart().empty()) {
    return refused("bars of '" + folders.other_chart() + "', and only klines are imported");
  }
  if (folders.monthly()) return refused("a month's file, and only days are imported");
  return place_of(*leaf, folders, wish);
}

}  // namespace wick::store
