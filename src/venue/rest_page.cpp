#include "venue/rest_page.hpp"

#include <algorithm>
#include <utility>

#include "venue/http_answer.hpp"

namespace wick::venue {
namespace {

core::RangeSet holes_of(const port::Reply& reply) {
  core::RangeSet holes;
  for (const core::Hole& hole : reply.holes) holes.add(hole.range);
  return holes;
}

port::Reply unsettled(port::Reply reply, const core::RangeSet& doubtful, base::Error why) {
  std::vector<core::Hole> sure;
  for (const core::Hole& hole : reply.holes) {
    const core::RangeSet left = core::RangeSet{hole.range}.minus(doubtful);
    for (const core::TimeRange& range : left.ranges()) {
      sure.push_back({range, hole.cause, hole.evidence});
    }
  }
  reply.holes = std::move(sure);
  reply.settled = reply.settled.minus(doubtful);
  reply.error = std::move(why);
  return reply;
}

}  // namespace

RestPage::RestPage(Task task, policy::Attempts::Options attempts)
    : task_(std::move(task)), attempts_(attempts) {}

std::optional<port::Reply> RestPage::step(core::Now now) {
  if (reading_) {
    if (!reading_->ready()) return std::nullopt;
    auto klines = reading_->take();
    reading_.reset();
    if (klines) return heard(filled(*std::move(klines)), now);
    last_error_ = base::within(endpoint(), klines.error());
    attempts_.failed(last_error_, now.mono);
  } else if (fetching_) {
    if (!fetching_->ready()) return std::nullopt;
    auto response = fetching_->take();
    fetching_.reset();
    task_.pace->answered(task_.weight, response ? &*response : nullptr, now);
    const auto error = response ? task_.format.verdict(*response, endpoint())
                                : std::optional(base::within(endpoint(), response.error()));
    if (!error) {
      const core::UtcTime theirs = server_time(*response).value_or(now.utc);
      final_before_ = task_.grid.floor(std::min(now.utc, theirs) - task_.finality_margin);
      bytes_ = static_cast<std::int64_t>(response->body->size());
      took_ = response->elapsed;
      start_reading(*response);
      return std::nullopt;
    }
    last_error_ = *error;
    attempts_.failed(last_error_, now.mono);
  } else if (out_of_reach(now.utc)) {
    return refused({base::ErrorKind::kUnavailable, endpoint() + " has newer bars only"});
  }
  return try_again(now);
}

bool RestPage::out_of_reach(core::UtcTime now) const {
  return task_.grid.next(task_.piece.whole.begin) < now - task_.reach;
}

// For people: the evidence has the whole path.
std::string RestPage::endpoint() const {
  return task_.path.substr(0, task_.path.find('?'));
}

std::optional<port::Reply> RestPage::try_again(core::Now now) {
  wake_ = core::MonoTime::max();
  const auto step = attempts_.next(now.mono);
  if (std::holds_alternative<policy::Attempts::GiveUp>(step)) return refused(last_error_);
  if (const auto* wait = std::get_if<policy::Attempts::Wait>(&step)) {
    wake_ = wait->until;
    return std::nullopt;
  }
  return send(task_.hosts->at(std::get<policy::Attempts::Try>(step).host), now);
}

std::optional<port::Reply> RestPage::send(const std::string& host, core::Now now) {
  const auto pass = task_.pace->ask(task_.weight, now);
  if (const auto* closed = std::get_if<base::Error>(&pass)) return refused(*closed);
  if (const auto* wait = std::get_if<Pace::Wait>(&pass)) {
    wake_ = wait->until;
    waits_for_ = "the request limit";
    return std::nullopt;
  }
  waits_for_ = {};
  fetching_ = task_.services->http->get({.url = host + task_.path, .headers = {}});
  ++requests_;
  return std::nullopt;
}

void RestPage::start_reading(const port::HttpResponse& response) {
  const KlineRules rules{task_.grid, task_.piece.whole, task_.format.prices};
  reading_ = port::submit(
      *task_.services->workers,
      [body = response.body, rules, read = task_.format.read] { return read(*body, rules); });
}

// A page may be cut short and yet look whole.
std::optional<port::Reply> RestPage::heard(port::Reply reply, core::Now now) {
  if (!odd_) {
    if (!is_odd(reply)) return reply;
    odd_ = std::move(reply);
    return try_again(now);
  }
  const core::RangeSet doubtful = holes_of(reply).minus(holes_of(*odd_));
  odd_.reset();
  if (doubtful.empty()) return reply;
  return unsettled(
      std::move(reply), doubtful,
      {base::ErrorKind::kUnavailable, endpoint() + " was asked twice and left out different bars"});
}

// A page without any row is not cut short, but before or behind all bars.
bool RestPage::is_odd(const port::Reply& reply) const {
  return task_.format.gaps_are_odd && !reply.holes.empty() && !reply.chunks.front().empty();
}

port::Reply RestPage::filled(Klines klines) const {
  port::Reply reply;
  reply.asked = task_.piece.wanted;
  reply.evidence.push_back({.object = task_.path,
                            .checksum = "",
                            .outcome = describe(klines),
                            .requests = requests_,
                            .bytes = bytes_,
                            .took = took_,
                            .untidy = klines.untidy});
  const core::UtcTime final_before = std::min(final_before_, klines.forming_from);
  const core::Chunk page =
      std::move(klines.rows).finish(core::Tier::kRest, {.origin = core::Origin::kRest});
  core::Chunk final_rows = page.within({core::UtcTime::min(), final_before});
  const core::UtcTime told_from = this->told_from(page);
  reply.settled = task_.piece.wanted.intersect({{told_from, std::max(told_from, final_before)}});
  const core::RangeSet absent =
      reply.settled.minus(core::covered(final_rows.columns(), task_.grid));
  for (const core::TimeRange& range : absent.ranges()) {
    reply.holes.push_back({range, core::Cause::kNoBarAtSource, task_.format.absence});
  }
  reply.chunks.push_back(std::move(final_rows));
  if (task_.include_open) add_open_bar(page.within({final_before, core::kFarFuture}), reply);
  if (reply.settled != reply.asked) {
    const bool cut = told_from > task_.piece.whole.begin;
    reply.error = base::Error{base::ErrorKind::kUnavailable,
                              cut ? endpoint() + " sends fewer rows than were asked for"
                                  : "not closed yet by both clocks"};
  }
  return reply;
}

// The instant from which on the page is whole.
core::UtcTime RestPage::told_from(const core::Chunk& page) const {
  const core::UtcTime begin = task_.piece.whole.begin;
  if (page.empty() || page.size() != task_.format.cut_at) return begin;
  return std::max(begin, page.open_time(0));
}

// Rows that are not final, where they were asked for.
void RestPage::add_open_bar(const core::Chunk& forming, port::Reply& reply) const {
  if (forming.empty()) return;
  const core::Mark mark{.final = false, .origin = core::Origin::kRest};
  reply.settled.add(task_.piece.wanted.intersect(core::covered(forming.columns(), task_.grid)));
  reply.chunks.push_back(forming.marked(mark));
}

port::Reply RestPage::refused(const base::Error& error) const {
  if (odd_) return unsettled(*odd_, holes_of(*odd_), error);
  port::Reply reply;
  reply.asked = task_.piece.wanted;
  reply.error = error;
  reply.evidence.push_back(
      {.object = task_.path, .checksum = "", .outcome = error.what, .requests = requests_});
  return reply;
}

}  // namespace wick::venue
