#include "cli/diagnose_local.hpp"

#include <algorithm>
#include <array>
#include <string_view>

#include "base/shown_url.hpp"
#include "cli/amounts.hpp"
#include "core/time_text.hpp"
#include "history/plan.hpp"
#include "io/device_random.hpp"
#include "store/census.hpp"

namespace wick::cli {
namespace {

using wiring::Key;

constexpr std::int64_t kLastBars = 500;
constexpr core::Micros kLastDays = std::chrono::days{30};

Key rest_key(core::Market market) {
  switch (market) {
    case core::Market::kSpot:
      return Key::kSpotUrl;
    case core::Market::kFuturesUsdt:
      return Key::kUmUrl;
    case core::Market::kFuturesCoin:
      return Key::kCmUrl;
    case core::Market::kFx:
      break;
  }
  return Key::kSpotUrl;
}

std::string joined(const std::vector<std::string>& urls) {
  std::string text;
  for (const std::string& url : urls) text += (text.empty() ? "" : ", ") + base::shown_url(url);
  return text;
}

// A file made and removed again, in a folder that is made where it is missing.
base::Result<void> try_to_write(port::Files& files, const std::string& folder) {
  if (auto made = files.make_folders(folder); !made) return made;
  const std::string path =
      folder + "/.diagnose-" + std::to_string(io::DeviceRandom().next()) + ".tmp";
  const auto file = files.create(path);
  if (!file) return file.error();
  auto written = files.write(*file, "wick diagnose\n");
  files.close(*file);
  auto removed = files.remove(path);
  return written ? removed : written;
}

std::size_t days_in(const store::SeriesCensus& series) {
  core::RangeSet days;
  for (const store::CensusFile& file : series.files) {
    if (store::is_sealed(file.kind)) days.add(file.period.range);
  }
  std::size_t count = 0;
  for (const core::TimeRange& range : days.ranges()) {
    count += static_cast<std::size_t>((range.end - range.begin) / core::kDay);
  }
  return count;
}

// When the ring of events last spoke of the symbol; empty where it did not.
std::string last_event(const core::SeriesId& id, Runtime& runtime) {
  constexpr std::size_t kRingMax = std::size_t{16} << 20U;
  constexpr std::string_view kAt = R"({"at":")";
  const auto text = runtime.files().read(runtime.cache().disk().layout.events(), kRingMax);
  if (!text) return "";
  const std::size_t found = text->rfind(R"("symbol":")" + id.symbol + "\"");
  if (found == std::string::npos) return "";
  const std::size_t begin = text->rfind('\n', found) + 1;  // npos + 1 is the begin of all
  const std::string_view line = std::string_view(*text).substr(begin);
  if (!line.starts_with(kAt)) return "";
  const auto at = core::parse_utc(line.substr(kAt.size(), line.find('"', kAt.size()) - kAt.size()));
  return at ? instant_text(std::chrono::floor<std::chrono::minutes>(*at)) : "";
}

std::string kept_text(const core::SeriesId& id, Runtime& runtime) {
  const store::CensusFilter filter{{id.symbol}, id.market, id.interval};
  const auto census = store::take_census(runtime.files(), runtime.cache().disk().layout, filter);
  const std::string event = last_event(id, runtime);
  const std::string tail = event.empty() ? "" : "; last asked " + event;
  if (census.series.empty() || census.series.front().span().empty()) {
    return "nothing of this series" + tail;
  }
  const store::SeriesCensus& series = census.series.front();
  return instant_text(series.span().begin) + " .. " + instant_text(series.span().end) + ", " +
         plural(days_in(series), "complete day") + ", " + bytes_text(series.bytes()) + tail;
}

Shares shares_of(const core::SeriesId& id, core::TimeRange range, Runtime& runtime,
                 LocalState& local) {
  const core::Grid grid = core::grid_of(id);
  const wiring::History::Wish wish{.id = id, .wanted = {range}};
  history::Request request = runtime.history().request(wish, runtime.now().utc);
  request.along = {};
  const core::MonoTime begin = runtime.now().mono;
  const history::Plan plan =
      history::plan(request, runtime.history().tiers(wish), runtime.reactor());
  local.cache_took = runtime.now().mono - begin;
  if (!plan.errors.empty()) local.cache_trouble = plan.errors.front().what;
  Shares shares{.bars = grid.count(range), .cached = grid.count(plan.cached)};
  for (const history::PlannedAsk& ask : plan.asks) {
    const std::int64_t bars = grid.count(ask.ranges);
    if (ask.tier == core::Tier::kBulk) shares.archived += bars;
    if (ask.tier == core::Tier::kRest) shares.paged += bars;
  }
  return shares;
}

std::string shares_text(const std::string& what, const Shares& shares) {
  if (shares.missing() == 0) return what + ": all cached";
  std::string text = what + ": " + std::to_string(shares.missing()) + " of " +
                     std::to_string(shares.bars) + " bars are not cached";
  if (shares.archived > 0) text += ", archive " + std::to_string(shares.archived);
  if (shares.paged > 0) text += ", REST " + std::to_string(shares.paged);
  return text;
}

}  // namespace

Finding configuration_finding(const wiring::Config& config, const core::SeriesId& id,
                              const wiring::Environment& environment) {
  std::string detail = "archive " + joined(config.list(Key::kArchiveUrl)) + "; listing " +
                       joined(config.list(Key::kListingUrl)) + "; REST " +
                       joined(config.list(rest_key(id.market))) + "; delay " +
                       config.text(Key::kArchiveDelayHours) + " h";
  constexpr std::array kProxies = {"HTTPS_PROXY", "https_proxy", "HTTP_PROXY",
                                   "http_proxy",  "ALL_PROXY",   "all_proxy"};
  for (const char* const variable : kProxies) {
    const auto proxy = environment.find(variable);
    if (proxy == environment.end() || proxy->second.empty()) continue;
    detail += "; " + std::string(variable) + " " + base::shown_url(proxy->second);
  }
  if (const std::string& file = config.text(Key::kCaFile); !file.empty()) {
    detail += "; authorities of " + file;
  }
  return {"configuration", Health::kOk, std::nullopt, std::move(detail)};
}

Finding cache_finding(const core::SeriesId& id, Runtime& runtime, LocalState& local) {
  local.cache_folder = runtime.cache().disk().layout.root();
  const core::MonoTime begin = runtime.now().mono;
  const auto written = try_to_write(runtime.files(), local.cache_folder);
  local.cache_writable = static_cast<bool>(written);
  Finding finding{.check = "cache", .took = runtime.now().mono - begin};
  if (!written) {
    finding.health = Health::kFail;
    finding.detail = local.cache_folder + " cannot be written: " + written.error().what;
    return finding;
  }
  finding.detail = local.cache_folder + " can be written; " + kept_text(id, runtime);
  return finding;
}

Finding missing_finding(const core::SeriesId& id, Runtime& runtime, LocalState& local) {
  const core::Grid grid = core::grid_of(id);
  const core::UtcTime end = grid.floor(runtime.now().utc - std::chrono::seconds{1});
  local.last_days = shares_of(id, {grid.floor(end - kLastDays), end}, runtime, local);
  local.last_bars = shares_of(id, {grid.advance(end, -kLastBars), end}, runtime, local);
  Finding finding{.check = "missing", .took = local.cache_took};
  if (!local.cache_trouble.empty()) {
    finding.health = Health::kWarn;
    finding.detail = local.cache_trouble + "; ";
  }
  finding.detail += shares_text("last 500 bars", local.last_bars) + "; " +
                    shares_text("last 30 days", local.last_days);
  return finding;
}

}  // namespace wick::cli
