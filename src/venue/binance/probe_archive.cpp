#include <algorithm>

#include "core/time_text.hpp"
#include "venue/binance/archive.hpp"
#include "venue/binance/endpoints.hpp"
#include "venue/binance/probe_doors.hpp"
#include "venue/binance/verdict.hpp"

namespace wick::venue::binance {
namespace {

using policy::Unit;
using std::chrono::seconds;

constexpr int kDaysBack = 6;
constexpr int kMonthsBack = 2;
constexpr core::Micros kMonthPublished = std::chrono::days{7};

Unit unit_of_interval(core::Interval interval) {
  const bool months = interval == core::Interval::k3d || interval == core::Interval::k1w ||
                      interval == core::Interval::k1mo;
  return months ? Unit::kMonth : Unit::kDay;
}

core::UtcTime before(core::UtcTime begin, Unit unit) {
  return policy::unit_of(unit, begin - core::Micros{1}).begin;
}

// The last whole period that has ended for as long as publishing may take.
core::UtcTime newest_promised(core::UtcTime now, core::Micros delay, Unit unit) {
  const core::Micros lag = delay + (unit == Unit::kMonth ? kMonthPublished : core::Micros{});
  return before(policy::unit_of(unit, now - lag).begin, unit);
}

}  // namespace

port::HttpLimits small_patience() {
  return {.connect = seconds{2},
          .silence = seconds{3},
          .whole = seconds{3},
          .body_max = std::size_t{32} << 20U};
}

port::HttpLimits object_patience() {
  return {.connect = seconds{2},
          .silence = seconds{3},
          .whole = seconds{5},
          .body_max = std::size_t{64} << 20U};
}

ArchiveDoor::ArchiveDoor(const ProbeWorld& world, std::string host)
    : world_(world), unit_(unit_of_interval(world.id.interval)) {
  facts_.host = std::move(host);
}

std::string ArchiveDoor::object(core::UtcTime begin) const {
  return archive_object(world_.id, begin, unit_) + ".zip";
}

void ArchiveDoor::step(core::Now now) {
  if (done_) return;
  if (zip_) {
    if (zip_->ready()) read_object();
  } else if (looks_.empty()) {
    knock(now.utc);
  } else if (std::ranges::all_of(looks_, [](const Look& look) { return look.answer.ready(); })) {
    choose();
  }
}

// From one newer than promised back to some that are long there.
void ArchiveDoor::knock(core::UtcTime now) {
  facts_.expected = newest_promised(now, world_.archive_delay, unit_);
  core::UtcTime begin = policy::unit_of(unit_, facts_.expected).end;
  const int count = 2 + (unit_ == Unit::kMonth ? kMonthsBack : kDaysBack);
  for (int i = 0; i < count; ++i, begin = before(begin, unit_)) {
    const std::string url = facts_.host + "/" + object(begin) + ".CHECKSUM";
    looks_.push_back(
        {begin, world_.http->get({.url = url, .headers = {}, .limits = small_patience()})});
  }
}

void ArchiveDoor::choose() {
  base::Error last{base::ErrorKind::kUnsupported, ""};
  for (Look& look : looks_) {
    const auto answer = look.answer.take();
    const std::string name(base_name(object(look.begin)));
    const auto error =
        answer ? archive_verdict(*answer, name) : std::optional(base::within(name, answer.error()));
    if (!error) {
      facts_.newest = look.begin;
      checksum_ = *answer->body;
      break;
    }
    const bool worse = error->kind != base::ErrorKind::kUnsupported || last.what.empty();
    if (worse) last = *error;
  }
  if (!facts_.newest) return end(std::move(last));
  facts_.object = object(*facts_.newest);
  zip_ = world_.http->get(
      {.url = facts_.host + "/" + facts_.object, .headers = {}, .limits = object_patience()});
}

void ArchiveDoor::read_object() {
  const auto answer = zip_->take();
  const std::string name(base_name(facts_.object));
  if (!answer) return end(base::within(name, answer.error()));
  if (auto error = archive_verdict(*answer, name)) return end(*std::move(error));
  facts_.took = answer->elapsed;
  facts_.bytes = answer->body->size();
  const auto content = Archive::read({.name = facts_.object.substr(0, facts_.object.size() - 4),
                                      .zip = *answer->body,
                                      .checksum = checksum_},
                                     world_.id, policy::unit_of(unit_, *facts_.newest));
  if (!content) return end(content.error());
  facts_.verified = content->verified;
  done_ = true;
}

void ArchiveDoor::end(base::Error error) {
  facts_.trouble = std::move(error);
  done_ = true;
}

void ArchiveDoor::give_up() {
  if (!done_) end({base::ErrorKind::kUnavailable, "no answer in time"});
}

}  // namespace wick::venue::binance
