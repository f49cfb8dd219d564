#include "venue/fxcm/candle_shelf.hpp"

#include <algorithm>
#include <charconv>
#include <utility>

namespace wick::venue::fxcm {
namespace {

using std::chrono::days;
using std::chrono::hours;

constexpr std::size_t kFilesMax = 12;  // a week of minutes takes a megabyte
constexpr core::Micros kYoung = days{28};
constexpr core::Micros kYoungForgottenAfter = hours{6};
constexpr core::Micros kForgottenAfter = days{7};
constexpr std::string_view kAbsent = "absent";

std::string key_of(const std::string& name) {
  return "fxcm candles " + name;
}

std::optional<std::int64_t> take_number(std::string_view& text) {
  std::int64_t value = 0;
  const auto [rest, failure] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (failure != std::errc{}) return std::nullopt;
  text.remove_prefix(static_cast<std::size_t>(rest - text.data()));
  return value;
}

}  // namespace

CandleShelf::CandleShelf(Services services, ShelfOptions options)
    : services_(services), options_(std::move(options)) {
  options_.attempts.hosts = options_.hosts.size();
}

std::shared_ptr<CandleFile> CandleShelf::open(const std::string& name, core::Interval filed) {
  const auto found =
      std::ranges::find_if(files_, [&](const auto& file) { return file->name() == name; });
  if (found != files_.end()) {
    std::rotate(found, found + 1, files_.end());
    return files_.back();
  }
  std::erase_if(awaited_, [](const auto& file) { return file.expired(); });
  for (const auto& each : awaited_) {
    if (auto file = each.lock(); file->name() == name) return file;
  }
  ++options_.attempts.seed;
  auto file = std::make_shared<CandleFile>(CandleFile::Task{.services = &services_,
                                                            .hosts = &options_.hosts,
                                                            .name = name,
                                                            .filed = filed,
                                                            .attempts = options_.attempts});
  awaited_.push_back(file);
  return file;
}

void CandleShelf::keep(const std::shared_ptr<CandleFile>& file) {
  std::erase_if(awaited_, [&](const auto& each) { return each.lock() == file; });
  if (std::ranges::find(files_, file) != files_.end()) return;
  files_.push_back(file);
  if (files_.size() > kFilesMax) files_.pop_front();
}

std::optional<CandleShelf::Known> CandleShelf::known(const std::string& name,
                                                     core::UtcTime now) const {
  if (options_.memory == nullptr) return std::nullopt;
  const auto fact = options_.memory->recall(key_of(name), now);
  if (!fact) return std::nullopt;
  if (*fact == kAbsent) return Known{.absent = true};
  std::string_view text = *fact;
  const auto first = take_number(text);
  if (!first || !text.starts_with(' ')) return std::nullopt;
  text.remove_prefix(1);
  const auto last = take_number(text);
  if (!last || !text.empty()) return std::nullopt;
  return Known{.holds = {core::utc_micros(*first), core::utc_micros(*last)}};
}

void CandleShelf::note(const std::shared_ptr<CandleFile>& file, const CandleFile::Outcome& outcome,
                       core::TimeRange period, core::UtcTime now) {
  const auto remember = [&](std::string fact, core::Micros kept) {
    if (options_.memory == nullptr) return;
    options_.memory->remember(key_of(file->name()), std::move(fact), now + kept);
  };
  if (outcome && !outcome->candles.bars.empty()) {
    keep(file);
    const auto& bars = outcome->candles.bars;
    remember(std::to_string(core::micros_of(bars.front().open_time)) + " " +
                 std::to_string(core::micros_of(bars.back().open_time)),
             kForgottenAfter);
    return;
  }
  // It may come yet, so whoever asks next asks for it anew.
  std::erase_if(awaited_, [&](const auto& each) { return each.lock() == file; });
  if (outcome || outcome.error().kind != base::ErrorKind::kUnsupported) return;
  const bool young = now < period.end + kYoung;
  remember(std::string(kAbsent), young ? kYoungForgottenAfter : kForgottenAfter);
}

int CandleShelf::shift(int year) const {
  const auto found = shifts_.find(year);
  return found == shifts_.end() ? 0 : found->second;
}

}  // namespace wick::venue::fxcm
