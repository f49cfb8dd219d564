#include "venue/binance/archive_refusals.hpp"

#include "core/time_text.hpp"

namespace wick::venue::binance {
namespace {

using std::chrono::seconds;

constexpr core::Micros kMayStillCome = std::chrono::days{10};
constexpr core::Micros kShort = std::chrono::hours{1};
constexpr core::Micros kLong = std::chrono::hours{24};
constexpr const char* kBlocked = "blocked archive";

std::string absent(const std::string& object) {
  return "404 " + object;
}

core::Micros left_alone_for(core::UtcTime end, core::UtcTime seen) {
  return seen - end < kMayStillCome ? kShort : kLong;
}

}  // namespace

std::optional<base::Error> ArchiveRefusals::known(const Object& object, core::UtcTime now) const {
  if (const auto at = seen(kBlocked, now)) {
    const core::UtcTime until = *at + blocked_for_;
    return base::Error{base::ErrorKind::kUnauthorized,
                       "the archive was closed to us at " + core::to_iso(*at) +
                           ", not asked again before " + core::to_iso(until),
                       until - now};
  }
  if (const auto at = seen(absent(object.name), now)) {
    const core::UtcTime until = *at + left_alone_for(object.end, *at);
    return base::Error{base::ErrorKind::kUnsupported,
                       object.name.substr(object.name.find_last_of('/') + 1) +
                           " was not there at " + core::to_iso(*at) + ", not asked again before " +
                           core::to_iso(until)};
  }
  return std::nullopt;
}

void ArchiveRefusals::was_absent(const Object& object, core::UtcTime now) {
  keep(absent(object.name), now, left_alone_for(object.end, now));
}

void ArchiveRefusals::was_blocked(core::UtcTime now) {
  keep(kBlocked, now, blocked_for_);
}

// What is kept is when it was seen. A time to come is of a clock that was wrong, or is now.
std::optional<core::UtcTime> ArchiveRefusals::seen(const std::string& key,
                                                   core::UtcTime now) const {
  if (memory_ == nullptr) return std::nullopt;
  const auto at = core::parse_utc(memory_->recall(key, now).value_or(""));
  return at && *at <= now ? at : std::nullopt;
}

void ArchiveRefusals::keep(const std::string& key, core::UtcTime now, core::Micros length) {
  if (memory_ == nullptr) return;
  const core::UtcTime at = std::chrono::floor<seconds>(now);
  memory_->remember(key, core::to_iso(at), at + length);
}

}  // namespace wick::venue::binance
