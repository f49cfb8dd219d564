#include "sim/world.hpp"

#include <algorithm>
#include <utility>

#include "sim/archive/calendar.hpp"
#include "sim/fault/edit.hpp"
#include "sim/fault/shape.hpp"
#include "sim/okx/bar.hpp"

namespace wick::sim {
namespace {

constexpr std::size_t kAlteredCacheBytes = 128UL * 1024 * 1024;

// A candle of this length or more is summed from many minutes each time it is asked for.
constexpr Micros kLongCandle = 15 * kMinute;

std::shared_ptr<Archive> make_archive(const Market& market, Micros delay, std::size_t cache_bytes) {
  ArchiveOptions options;
  options.delay = delay;
  options.cache_bytes = cache_bytes;
  return std::make_shared<Archive>(market, options);
}

RestOptions rest_options(const Settings& settings) {
  RestOptions options;
  if (!settings.spot_limits.empty()) options.spot_limits = settings.spot_limits;
  if (!settings.um_limits.empty()) options.um_limits = settings.um_limits;
  if (!settings.cm_limits.empty()) options.cm_limits = settings.cm_limits;
  if (settings.ban_after) options.bans.refusals_max = static_cast<int>(*settings.ban_after);
  if (settings.ban) options.bans.first = *settings.ban;
  return options;
}

std::optional<Interval> interval_asked(const Subject& subject) {
  if (subject.host != Host::kOkx) return interval_of(subject.interval);
  const auto bar = bar_of(subject.interval);
  return bar ? std::optional(bar->interval) : std::nullopt;
}

// Bars of the broker that are summed from so many ticks that it takes a while.
bool is_long_frame(std::string_view frame) {
  return frame.starts_with('H') || frame.starts_with('D');
}

bool reads_body(const std::vector<Strike>& strikes) {
  return std::ranges::any_of(strikes, [](const Strike& s) { return reads_body(s.rule->then); });
}

Request uncompressed(Request request) {
  std::erase_if(request.headers, [](const Header& header) {
    Request one;
    one.headers.push_back(header);
    return one.header("Accept-Encoding").has_value();
  });
  return request;
}

// The rows of an OKX answer, without what is around them.
std::shared_ptr<const std::string> okx_rows(std::string_view body) {
  body.remove_prefix(kOkxHead.size());
  body.remove_suffix(kOkxTail.size());
  return std::make_shared<const std::string>(body);
}

void edit_klines(Response& response, const std::vector<Strike>& strikes) {
  if (response.status != 200 || response.body == nullptr) return;
  const bool okx = response.body->starts_with(kOkxHead);
  auto table = Table::of_klines(okx ? okx_rows(*response.body) : response.body);
  if (!table) return;
  if (okx) table->layout = Layout::kOkx;
  for (const Strike& strike : strikes) edit(*table, strike.rule->then.content, strike.dice);
  std::string rows = table->klines();
  if (okx) rows.insert(0, kOkxHead).append(kOkxTail);
  set_body(response, std::move(rows));
}

}  // namespace

World::World(const Market& market, Scenario scenario, const WorldOptions& options,
             const World* before)
    : faults_(std::move(scenario), options.seed, options.began),
      archive_(keeps_archive(before)
                   ? before->archive_
                   : make_archive(market, settings().archive_delay, options.archive_cache_bytes)),
      rest_(market, rest_options(settings())),
      okx_(market, {settings().okx_limits}),
      broker_(std::make_shared<Broker>(
          BrokerOptions{market.seed(), faults_.seed(), options.began, settings().broker})),
      altered_(market, settings().archive_delay, kAlteredCacheBytes),
      spot_gate_(stream_options(Venue::kSpot), rest_options(settings()).bans),
      um_gate_(stream_options(Venue::kUm), rest_options(settings()).bans),
      cm_gate_(stream_options(Venue::kCm), rest_options(settings()).bans) {}

const Settings& World::settings() const {
  return faults_.scenario().settings;
}

StreamOptions World::stream_options(Venue venue) const {
  return settings().stream_options(venue);
}

StreamGate& World::gate(Venue venue) {
  if (venue == Venue::kSpot) return spot_gate_;
  return venue == Venue::kUm ? um_gate_ : cm_gate_;
}

bool World::keeps_archive(const World* before) const {
  return before != nullptr && before->settings().archive_delay == settings().archive_delay;
}

World::Answer World::respond(const Request& request, const Subject& subject, Micros now) {
  const std::vector<Strike> strikes = faults_.decide(subject, now);
  Answer answer{unshaped(request, subject, strikes, now), names_of(strikes, faults_.scenario())};
  set_header(answer.response, "Date", http_date(now));
  for (const Strike& strike : strikes) {
    if (strike.content_only) continue;
    shape(answer.response, strike.rule->then, {subject, now, strike.dice});
  }
  return answer;
}

Response World::unshaped(const Request& request, const Subject& subject,
                         const std::vector<Strike>& strikes, Micros now) {
  std::optional<Response> replaced;
  for (const Strike& strike : strikes) {
    if (strike.content_only) continue;
    if (auto other = replacement(strike.rule->then, {subject, now, strike.dice})) {
      replaced = std::move(other);
    }
  }
  if (replaced) return *std::move(replaced);
  if (auto altered = altered_.respond(request, subject, strikes, now)) return *std::move(altered);
  if (!reads_body(strikes)) return honest(request, subject, now);
  Response response = honest(uncompressed(request), subject, now);
  if (subject.kind == Kind::kKlines) edit_klines(response, strikes);
  return response;
}

Response World::honest(const Request& request, const Subject& subject, Micros now) {
  if (subject.host == Host::kArchive) return archive_->respond(request, now);
  if (subject.host == Host::kOkx) return okx_.respond(request, now);
  if (subject.host == Host::kCandles || subject.host == Host::kGateway) {
    return broker_->respond(subject.host, request, now);
  }
  return rest_.respond(subject.host, request, now);
}

bool World::quick(const Request& request, const Subject& subject) const {
  if (subject.host == Host::kCandles) return false;
  if (subject.host == Host::kGateway) return !is_long_frame(subject.interval);
  if (subject.kind == Kind::kZip || subject.kind == Kind::kChecksum) {
    return !faults_.changes_files() && archive_->cached(request);
  }
  if (subject.kind == Kind::kListing || subject.kind == Kind::kFunding) return false;
  if (subject.kind != Kind::kKlines) return true;
  const auto interval = interval_asked(subject);
  return !interval || next_open(*interval, 0) <= kLongCandle;
}

}  // namespace wick::sim
