#include "venue/binance/archive_life.hpp"

#include <algorithm>
#include <string_view>
#include <utility>

#include "core/time_text.hpp"
#include "venue/binance/archive_symbols.hpp"
#include "venue/binance/verdict.hpp"

namespace wick::venue::binance {
namespace {

using core::DateOrigin;
using core::KnownDate;
using policy::Unit;

constexpr core::Micros kSilent = std::chrono::days{7};

core::SeriesId days_of(core::Market market, std::string symbol) {
  return {.provider = core::Provider::kBinance,
          .market = market,
          .chart = core::ChartType::kKlines,
          .symbol = std::move(symbol),
          .interval = core::Interval::k1d};
}

// "2024-01-05" or "2024-01" of the name of an object; nothing where it is another's.
std::optional<core::UtcTime> date_in(std::string_view key, const core::SeriesId& id, Unit unit) {
  constexpr std::string_view kZip = ".zip";
  const std::string begin = archive_folder(id, unit) + id.symbol + "-1d-";
  if (!key.starts_with(begin) || !key.ends_with(kZip)) return std::nullopt;
  key.remove_prefix(begin.size());
  key.remove_suffix(std::min(kZip.size(), key.size()));
  if (key.size() != (unit == Unit::kMonth ? 7U : 10U)) return std::nullopt;
  return core::parse_utc(std::string(key) + (unit == Unit::kMonth ? "-01" : ""));
}

}  // namespace

LifeSearch::LifeSearch(Task task)
    : task_(std::move(task)), days_(days_of(task_.market, task_.symbol)) {}

std::optional<base::Result<ArchiveLife>> LifeSearch::step() {
  if (!asking_) ask(Unit::kDay, "", &LifeSearch::learn_first);
  for (;;) {
    const auto answer = asking_->step();
    if (!answer) return std::nullopt;
    if (!*answer) return answer->error();
    const auto page = parse_listing(*(*answer)->body);
    if (!page) return base::within(task_.symbol, page.error());
    if (auto life = (this->*learn_)(*page)) return life;
  }
}

void LifeSearch::ask(Unit unit, const std::string& marker, Learn learn) {
  const std::string folder = archive_folder(days_, unit);
  std::string path = listing_page(folder, marker);
  if (task_.wanted == Wanted::kFirst) path += "&max-keys=2";
  marker_ = marker;
  learn_ = learn;
  asking_.emplace(BriefRequest::Task{.http = task_.http,
                                     .hosts = &task_.endpoints->listing,
                                     .path = std::move(path),
                                     .what = "the listing of " + folder,
                                     .verdict = archive_verdict});
}

void LifeSearch::take_days(const Listing& page) {
  for (const std::string& key : page.keys) {
    const auto day = date_in(key, days_, Unit::kDay);
    if (!day) continue;
    life_.first = std::min(life_.first.value_or(*day), *day);
    life_.last = std::max(life_.last.value_or(*day), *day);
  }
}

LifeSearch::Answer LifeSearch::learn_first(const Listing& page) {
  take_days(page);
  if (task_.wanted == Wanted::kFirst) life_.last.reset();
  if (!page.truncated || task_.wanted == Wanted::kFirst) return life_;
  goes_on_ = page.next_marker;
  ask(Unit::kMonth, "", &LifeSearch::learn_months);
  return std::nullopt;
}

// Where the months end before the first page of days does, there is nothing to skip.
LifeSearch::Answer LifeSearch::learn_months(const Listing& page) {
  std::string marker = goes_on_;
  for (const std::string& key : page.keys) {
    const auto month = date_in(key, days_, Unit::kMonth);
    if (!month) continue;
    marker = std::max(
        marker, archive_folder(days_, Unit::kDay) + days_.symbol + "-1d-" + core::to_month(*month));
  }
  ask(Unit::kDay, marker, &LifeSearch::learn_last);
  return std::nullopt;
}

// Markers must ascend, so that the pages come to an end.
LifeSearch::Answer LifeSearch::learn_last(const Listing& page) {
  take_days(page);
  if (!page.truncated) return life_;
  if (page.next_marker <= marker_) {
    return base::Error{base::ErrorKind::kCorrupt,
                       "the listing of " + task_.symbol + " does not go on"};
  }
  ask(Unit::kDay, page.next_marker, &LifeSearch::learn_last);
  return std::nullopt;
}

void learn_life(core::Instrument& instrument, const ArchiveLife& life, core::UtcTime now) {
  if (!instrument.listed && life.first) {
    instrument.listed = KnownDate{*life.first, DateOrigin::kArchive};
  }
  if (instrument.tradable || instrument.delisted || !life.last) return;
  if (!instrument.status.empty() && now - *life.last < kSilent) return;
  instrument.delisted = KnownDate{*life.last, DateOrigin::kArchive};
}

}  // namespace wick::venue::binance
