#include "venue/binance/life_end.hpp"

#include <algorithm>
#include <string_view>
#include <utility>

#include "core/time_text.hpp"
#include "venue/binance/archive_symbols.hpp"
#include "venue/binance/kline_json.hpp"
#include "venue/binance/rate_limits.hpp"
#include "venue/binance/s3_listing.hpp"
#include "venue/binance/verdict.hpp"

namespace wick::venue::binance {
namespace {

constexpr core::Micros kSilent = std::chrono::days{7};
constexpr core::Micros kAliveKept = std::chrono::days{30};
constexpr core::Micros kAliveFor = std::chrono::days{14};  // after the day that was seen
constexpr core::Micros kEndKept = std::chrono::days{30};
constexpr core::Micros kEndHolds = std::chrono::hours{1};  // for what came after it was asked
constexpr std::string_view kSeen = "seen ";
constexpr std::string_view kDenied = "delisted ";
constexpr std::string_view kQuiet = "silent ";
constexpr std::size_t kDate = 10;

core::SeriesId days_of(core::SeriesId id) {
  id.chart = core::ChartType::kKlines;
  id.interval = core::Interval::k1d;
  return id;
}

bool denies(const base::Error& error) {
  return error.kind == base::ErrorKind::kInvalid;
}

std::optional<base::Error> denial_verdict(const port::HttpResponse& response,
                                          const std::string& what) {
  auto error = rest_verdict(response, what);
  if (error && denies(*error) && !denies_symbol(response)) {
    error->kind = base::ErrorKind::kUnavailable;
  }
  return error;
}

// The open time of the last bar; the epoch where there is none at all.
base::Result<core::UtcTime> last_bar(const std::string& body, core::UtcTime now) {
  const core::TimeRange past{core::UtcTime{}, now + 2 * core::kDay};  // by either clock
  auto klines = parse_kline_json(body, {core::Grid(core::Interval::k1d), past});
  if (!klines) return klines.error();
  const core::Chunk bars = std::move(klines->rows).finish(core::Tier::kRest, {});
  return bars.empty() ? core::UtcTime{} : bars.open_time(bars.size() - 1);
}

std::string memory_key(const core::SeriesId& id) {
  return "ended " + std::string(core::name(id.provider)) + " " +
         std::string(core::name(id.market)) + " " + id.symbol;
}

// As remembered: "delisted 2022-11-15 2024-06-01T07:00:00Z".
struct KnownEnd {
  core::UtcTime last_day;
  core::UtcTime checked;
  bool denied{};
};
std::optional<KnownEnd> parse_end(std::string_view text) {
  const bool denied = text.starts_with(kDenied);
  if (!denied && !text.starts_with(kQuiet)) return std::nullopt;
  text.remove_prefix(denied ? kDenied.size() : kQuiet.size());
  if (text.size() <= kDate) return std::nullopt;
  const auto day = core::parse_utc(text.substr(0, kDate));
  const auto checked = core::parse_utc(text.substr(kDate + 1));
  if (!day || !checked) return std::nullopt;
  return KnownEnd{*day, *checked, denied};
}

}  // namespace

LifeEndSearch::LifeEndSearch(Task task) : task_(std::move(task)) {
  task_.id = days_of(std::move(task_.id));
}

std::optional<LifeEndSearch::Found> LifeEndSearch::step(core::Now now) {
  if (stage_ == Stage::kNew) {
    if (auto known = recall(now.utc)) return known;
    ask_recent(now.utc);
  }
  while (stage_ != Stage::kLast) {
    const auto answer = asking_->step();
    if (!answer) return std::nullopt;
    auto found = stage_ == Stage::kRecent ? learn_recent(*answer, now) : learn_rest(*answer, now);
    if (found) return found;
  }
  return learn_last(now);
}

// That it lived some days ago is answer enough: it would cost few requests to find out otherwise.
// An end is no proof of what came after it was looked for.
LifeEndSearch::Answer LifeEndSearch::recall(core::UtcTime now) const {
  if (task_.options->memory == nullptr) return std::nullopt;
  const std::string text = task_.options->memory->recall(memory_key(task_.id), now).value_or("");
  std::string_view rest = text;
  if (rest.starts_with(kSeen)) {
    const auto day = core::parse_utc(rest.substr(kSeen.size()));
    const bool holds = day && (task_.until <= *day + core::kDay || now - *day < kAliveFor);
    return holds ? Answer(Found{.after = {}, .said = text + ", as remembered"}) : std::nullopt;
  }
  const auto end = parse_end(rest);
  if (!end) return std::nullopt;
  const bool young = now - end->checked < kEndHolds;
  if (task_.until > end->checked && !young) return std::nullopt;
  return ended(end->last_day, end->denied, young ? now : end->checked);
}

void LifeEndSearch::ask_recent(core::UtcTime now) {
  const std::string folder = archive_folder(task_.id, policy::Unit::kDay);
  const std::string marker = folder + task_.id.symbol + "-1d-" + core::to_date(now - kSilent);
  stage_ = Stage::kRecent;
  asking_.emplace(BriefRequest::Task{.http = task_.http,
                                     .hosts = &task_.options->endpoints.listing,
                                     .path = listing_page(folder, marker) + "&max-keys=2",
                                     .what = "the listing of the archive",
                                     .verdict = archive_verdict});
}

LifeEndSearch::Answer LifeEndSearch::learn_recent(const port::HttpResult& answer, core::Now now) {
  if (!answer) return Found{.after = {}, .said = answer.error().what};
  const auto page = parse_listing(*answer->body);
  if (!page) return Found{.after = {}, .said = page.error().what};
  if (page->keys.empty()) return ask_rest(now);
  return alive(now.utc);
}

LifeEndSearch::Found LifeEndSearch::alive(core::UtcTime now) const {
  const std::string seen = std::string(kSeen) + core::to_date(now - kSilent);
  remember(seen, now + kAliveKept);
  return {.after = {}, .said = seen};
}

LifeEndSearch::Answer LifeEndSearch::ask_rest(core::Now now) {
  const std::int64_t weight = klines_weight(task_.id.market, 1);
  if (const auto closed = task_.rest->ask_at_once(weight, now)) {
    return Found{.after = {}, .said = closed->what};
  }
  const std::string query = klines_query(task_.id);
  stage_ = Stage::kRest;
  asking_.emplace(BriefRequest::Task{.http = task_.http,
                                     .hosts = &task_.options->endpoints.rest(task_.id.market),
                                     .path = query + "&limit=1",
                                     .what = query.substr(0, query.find('?')),
                                     .verdict = denial_verdict});
  return std::nullopt;
}

LifeEndSearch::Answer LifeEndSearch::learn_rest(const port::HttpResult& answer, core::Now now) {
  task_.rest->answered(klines_weight(task_.id.market, 1), answer ? &*answer : nullptr, now);
  if (answer) {
    const auto last = last_bar(*answer->body, now.utc);
    if (!last) return Found{.after = {}, .said = last.error().what};
    if (now.utc - *last < kSilent) return alive(now.utc);
    rest_last_ = *last;
  } else {
    task_.rest->learn(answer.error(), now);
    if (!denies(answer.error())) return Found{.after = {}, .said = answer.error().what};
  }
  stage_ = Stage::kLast;
  last_.emplace(LifeSearch::Task{.http = task_.http,
                                 .endpoints = &task_.options->endpoints,
                                 .market = task_.id.market,
                                 .symbol = task_.id.symbol,
                                 .wanted = LifeSearch::Wanted::kFirstAndLast});
  return std::nullopt;
}

LifeEndSearch::Answer LifeEndSearch::learn_last(core::Now now) {
  const auto life = last_->step();
  if (!life) return std::nullopt;
  if (!*life) return Found{.after = {}, .said = life->error().what};
  if (!(*life)->last) return Found{.after = {}, .said = "the archive has no day of it"};
  const core::UtcTime day = std::max(*(*life)->last, rest_last_.value_or(core::UtcTime{}));
  const bool denied = !rest_last_.has_value();
  remember(
      std::string(denied ? kDenied : kQuiet) + core::to_date(day) + " " + core::to_iso(now.utc),
      now.utc + kEndKept);
  return ended(day, denied, now.utc);
}

LifeEndSearch::Found LifeEndSearch::ended(core::UtcTime last_day, bool denied,
                                          core::UtcTime checked) {
  const std::string day = core::to_date(last_day);
  const core::TimeRange after{last_day + core::kDay, checked};
  if (denied) {
    return {.after = core::Hole{after, core::Cause::kDelisted,
                                std::string(core::kDelistedWords) + day +
                                    " is its last day in the archive, and REST knows it no more"},
            .said = "delisted after " + day};
  }
  return {.after = core::Hole{after, core::Cause::kNoBarAtSource,
                              "neither the archive nor REST has a bar after " + day},
          .said = "no bar after " + day};
}

void LifeEndSearch::remember(std::string value, core::UtcTime until) const {
  if (task_.options->memory == nullptr) return;
  task_.options->memory->remember(memory_key(task_.id), std::move(value), until);
}

std::optional<core::UtcTime> remembered_end(port::Memory& memory, const core::SeriesId& id,
                                            core::UtcTime now) {
  const auto end = parse_end(memory.recall(memory_key(id), now).value_or(""));
  if (!end) return std::nullopt;
  return end->last_day + core::kDay;
}

}  // namespace wick::venue::binance
