#include "venue/binance/listing_search.hpp"

#include <algorithm>
#include <string_view>
#include <utility>

#include "core/time_text.hpp"
#include "venue/binance/kline_json.hpp"
#include "venue/binance/rate_limits.hpp"
#include "venue/binance/s3_listing.hpp"
#include "venue/binance/verdict.hpp"

namespace wick::venue::binance {
namespace {

using Kind = ListingDate::Kind;

constexpr core::Micros kKept = std::chrono::days{30};
constexpr core::Micros kAbsenceKept = std::chrono::hours{1};
constexpr core::Micros kDoubtedKept = std::chrono::hours{1};  // where the archive told nothing
constexpr std::string_view kSince = "since ";
constexpr std::string_view kBy = "by ";
constexpr std::string_view kNone = "none";

// Only the denial of the symbol is an answer; every other refusal says nothing about it.
std::optional<base::Error> listing_verdict(const port::HttpResponse& response,
                                           const std::string& what) {
  auto error = rest_verdict(response, what);
  const bool of_no_use = error && (error->kind == base::ErrorKind::kInvalid ||
                                   error->kind == base::ErrorKind::kUnsupported);
  if (of_no_use && !denies_symbol(response)) error->kind = base::ErrorKind::kUnavailable;
  return error;
}

core::SeriesId with_interval(core::SeriesId id, core::Interval interval) {
  id.interval = interval;
  return id;
}

// The earliest day of which there is an object, among the names of daily objects.
std::optional<core::UtcTime> first_day(const std::vector<std::string>& keys,
                                       const core::SeriesId& days) {
  const std::string begin = archive_folder(days, policy::Unit::kDay) + days.symbol + "-1d-";
  constexpr std::size_t kDate = 10;
  std::optional<core::UtcTime> first;
  for (const std::string& key : keys) {
    if (!key.starts_with(begin) || !key.ends_with(".zip")) continue;
    if (key.size() != begin.size() + kDate + std::string_view(".zip").size()) continue;
    const auto day = core::parse_utc(key.substr(begin.size(), kDate));
    if (day && (!first || *day < *first)) first = day;
  }
  return first;
}

std::optional<core::UtcTime> day_after(std::string_view word, std::string_view text) {
  if (!text.starts_with(word)) return std::nullopt;
  return core::parse_utc(text.substr(word.size()));
}

}  // namespace

bool may_exist(core::UtcTime open, core::UtcTime day, const core::Grid& grid) {
  return core::day_of(open).begin >= core::day_of(grid.floor(day)).begin;
}

ListingSearch::ListingSearch(Task task) : task_(std::move(task)) {}

std::optional<ListingDate> ListingSearch::step(core::Now now) {
  if (!asking_) {
    if (auto known = begin(now)) return known;
  }
  for (;;) {
    const auto answer = asking_->step();
    if (!answer) return std::nullopt;
    const bool by_rest = learn_ != &ListingSearch::learn_archive;
    if (by_rest) task_.rest->answered(weight_, *answer ? &**answer : nullptr, now);
    if (auto known = (this->*learn_)(*answer, now)) return known;
  }
}

ListingSearch::Found ListingSearch::begin(core::Now now) {
  if (auto known = recall(now.utc)) return known;
  if (archive_empty_) return ask_rest(now);
  ask_archive();
  return std::nullopt;
}

// That something was there by some day is no help for a question about an earlier one: the search
// then begins anew.
ListingSearch::Found ListingSearch::recall(core::UtcTime now) {
  if (task_.options->memory == nullptr) return std::nullopt;
  const std::string text = task_.options->memory->recall(memory_key(), now).value_or("");
  archive_empty_ = text == kNone;
  ListingDate known{.object = memory_key(), .said = "listed " + text + ", as remembered"};
  if (const auto since = day_after(kSince, text)) {
    known.kind = Kind::kSince;
    known.day = *since;
    return known;
  }
  const auto by = day_after(kBy, text);
  if (!by || !may_exist(task_.asked, *by, core::grid_of(task_.id))) return std::nullopt;
  known.kind = Kind::kBy;
  known.day = *by;
  return known;
}

void ListingSearch::ask_archive() {
  const auto days = with_interval(task_.id, core::Interval::k1d);
  learn_ = &ListingSearch::learn_archive;
  asking_.emplace(BriefRequest::Task{
      .http = task_.http,
      .hosts = &task_.options->endpoints.listing,
      .path = "?delimiter=/&prefix=" + archive_folder(days, policy::Unit::kDay) + "&max-keys=2",
      .what = "the listing of the archive",
      .verdict = archive_verdict});
}

ListingSearch::Found ListingSearch::learn_archive(const port::HttpResult& answer, core::Now now) {
  const auto page = answer ? parse_listing(*answer->body) : answer.error();
  archive_told_ = static_cast<bool>(page);
  if (page) {
    archive_empty_ = page->keys.empty();
    archive_since_ = first_day(page->keys, with_interval(task_.id, core::Interval::k1d));
    if (archive_since_ && may_exist(task_.asked, *archive_since_, core::grid_of(task_.id))) {
      return found(Kind::kBy, *archive_since_, now.utc);
    }
  }
  return ask_rest(now);
}

// COIN-M counts its rows back from the most recent, so that the first day cannot be asked for
// outright: first the month, then the days of it. 499 months are the most at the lowest price.
ListingSearch::Found ListingSearch::ask_rest(core::Now now) {
  constexpr std::int64_t kMonths = 499;
  const bool months = task_.id.market == core::Market::kFuturesCoin;
  weight_ = klines_weight(task_.id.market, months ? kMonths : 1);
  if (const auto closed = task_.rest->ask_at_once(weight_, now)) return unknown(closed->what);
  if (months) {
    ask_klines(core::Interval::k1mo, "&limit=499", &ListingSearch::learn_month);
  } else {
    ask_klines(core::Interval::k1d, "&startTime=0&limit=1", &ListingSearch::learn_day);
  }
  return std::nullopt;
}

void ListingSearch::ask_klines(core::Interval interval, const std::string& rest_of_query,
                               Learn learn) {
  const std::string query = klines_query(with_interval(task_.id, interval));
  learn_ = learn;
  asking_.emplace(BriefRequest::Task{.http = task_.http,
                                     .hosts = &task_.options->endpoints.rest(task_.id.market),
                                     .path = query + rest_of_query,
                                     .what = query.substr(0, query.find('?')),
                                     .verdict = listing_verdict});
}

ListingSearch::Found ListingSearch::learn_month(const port::HttpResult& answer, core::Now now) {
  const auto first = first_bar(answer, core::Interval::k1mo, now);
  if (!first) return without_bars(first.error(), now);
  const core::TimeRange month = core::month_of(*first);
  if (may_exist(task_.asked, month.end, core::grid_of(task_.id))) {
    return found(Kind::kBy, month.end, now.utc);
  }
  weight_ = klines_weight(task_.id.market, 31);
  if (const auto closed = task_.rest->ask_at_once(weight_, now)) return unknown(closed->what);
  ask_klines(core::Interval::k1d,
             "&startTime=" + std::to_string(core::millis_of(month.begin)) +
                 "&endTime=" + std::to_string(core::millis_of(month.end) - 1) + "&limit=31",
             &ListingSearch::learn_day);
  return std::nullopt;
}

ListingSearch::Found ListingSearch::learn_day(const port::HttpResult& answer, core::Now now) {
  const auto first = first_bar(answer, core::Interval::k1d, now);
  if (!first) return without_bars(first.error(), now);
  // Of a symbol that came back REST may know the second life alone.
  return found(Kind::kSince, std::min(*first, archive_since_.value_or(*first)), now.utc);
}

// kUnsupported where there is none.
base::Result<core::UtcTime> ListingSearch::first_bar(const port::HttpResult& answer,
                                                     core::Interval interval, core::Now now) {
  if (!answer) return answer.error();
  const core::TimeRange past{core::UtcTime{}, now.utc + 2 * core::kDay};  // by either clock
  auto klines = parse_kline_json(*answer->body, {core::Grid(interval), past});
  if (!klines) return klines.error();
  const core::Chunk bars = std::move(klines->rows).finish(core::Tier::kRest, {});
  if (bars.empty()) {
    return base::Error{base::ErrorKind::kUnsupported, "the exchange has no bar of it"};
  }
  return bars.open_time(0);
}

ListingSearch::Found ListingSearch::without_bars(const base::Error& error, core::Now now) {
  task_.rest->learn(error, now);
  const bool denied = error.kind == base::ErrorKind::kInvalid;
  const bool nowhere = denied || error.kind == base::ErrorKind::kUnsupported;
  if (nowhere && archive_empty_) remember(std::string(kNone), now.utc + kAbsenceKept);
  if (!denied) return unknown(error.what);
  if (archive_since_) return found(Kind::kSince, *archive_since_, now.utc);  // delisted
  ListingDate answer = unknown(error.what);
  if (archive_empty_) {
    answer.kind = Kind::kDenied;
    answer.denial = error;
  }
  return answer;
}

ListingDate ListingSearch::found(Kind kind, core::UtcTime day, core::UtcTime now) {
  const std::string text = std::string(kind == Kind::kSince ? kSince : kBy) + core::to_date(day);
  remember(text, now + (archive_told_ ? kKept : kDoubtedKept));
  return {.kind = kind, .day = day, .object = asking_->path(), .said = "listed " + text};
}

ListingDate ListingSearch::unknown(const std::string& why) const {
  return {.object = asking_ ? asking_->path() : memory_key(),
          .said = "the day of listing could not be learnt: " + why};
}

void ListingSearch::remember(std::string value, core::UtcTime until) {
  if (task_.options->memory == nullptr) return;
  task_.options->memory->remember(memory_key(), std::move(value), until);
}

std::string ListingSearch::memory_key() const {
  return "listed " + std::string(core::name(task_.id.provider)) + " " +
         std::string(core::name(task_.id.market)) + " " + task_.id.symbol;
}

}  // namespace wick::venue::binance
