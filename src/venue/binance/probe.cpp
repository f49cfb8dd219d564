#include "venue/binance/probe.hpp"

#include <algorithm>
#include <numeric>
#include <tuple>
#include <utility>

#include "venue/binance/s3_listing.hpp"
#include "venue/binance/verdict.hpp"

namespace wick::venue::binance {
namespace {

constexpr std::size_t kSimilarMax = 3;

// A slip of the finger leaves most of a name as it was.
std::size_t distance_max(std::string_view symbol) {
  return std::min<std::size_t>(3, symbol.size() / 3);
}

// How many letters must be changed, put in or left out.
std::size_t distance(std::string_view a, std::string_view b) {
  std::vector<std::size_t> row(b.size() + 1);
  std::iota(row.begin(), row.end(), std::size_t{0});
  for (std::size_t i = 0; i < a.size(); ++i) {
    std::size_t diagonal = std::exchange(row[0], i + 1);
    for (std::size_t j = 0; j < b.size(); ++j) {
      const std::size_t changed = diagonal + (a[i] == b[j] ? 0 : 1);
      diagonal = row[j + 1];
      row[j + 1] = std::min({changed, row[j] + 1, diagonal + 1});
    }
  }
  return row.back();
}

// The folder that holds a folder for each symbol.
std::string symbols_folder(const core::SeriesId& id) {
  const std::string own = archive_folder(id, policy::Unit::kDay);
  return own.substr(0, own.find("/" + id.symbol + "/") + 1);
}

std::string last_part(std::string_view folder) {
  if (folder.ends_with('/')) folder.remove_suffix(1);
  return std::string(base_name(folder));
}

}  // namespace

struct Probe::Bucket {
  port::Pending<port::HttpResult> answer;
  BucketFacts facts;
  bool done{false};
};

std::vector<std::string> similar_symbols(const std::string& symbol,
                                         const std::vector<std::string>& names) {
  // How far, whether not priced in USDT, which most mean, and the name.
  std::vector<std::tuple<std::size_t, bool, std::string>> near;
  for (const std::string& name : names) {
    const bool begins = name.starts_with(symbol);
    const std::size_t far = begins ? 0 : distance(symbol, name);
    if (far <= distance_max(symbol) && name != symbol) {
      near.emplace_back(far, !name.ends_with("USDT"), name);
    }
  }
  std::ranges::sort(near);
  std::vector<std::string> similar;
  for (auto& [far, odd_quote, name] : near) {
    if (similar.size() < kSimilarMax) similar.push_back(std::move(name));
  }
  return similar;
}

Probe::Probe(Task task)
    : task_(std::move(task)),
      world_{.http = task_.services.http, .id = task_.id, .archive_delay = task_.archive_delay},
      paces_(task_.services, task_.endpoints),
      listing_options_{.endpoints = task_.endpoints, .memory = task_.memory},
      search_({.http = task_.services.http,
               .options = &listing_options_,
               .rest = &paces_.of(task_.id.market),
               .id = task_.id,
               .asked = {}}),
      end_search_({.http = task_.services.http,
                   .options = &listing_options_,
                   .rest = &paces_.of(task_.id.market),
                   .id = task_.id,
                   .until = core::kFarFuture}) {
  for (const std::string& host : task_.endpoints.archive) archive_.emplace_back(world_, host);
  for (const std::string& host : task_.endpoints.rest(task_.id.market)) {
    rest_.emplace_back(world_, host, paces_.of(task_.id.market));
  }
  const std::string path =
      "?delimiter=/&prefix=" + symbols_folder(task_.id) + task_.id.symbol.substr(0, 2);
  for (const std::string& host : task_.endpoints.listing) {
    buckets_.push_back(
        {task_.services.http->get({.url = host + path, .headers = {}, .limits = small_patience()}),
         {.host = host}});
  }
}

Probe::~Probe() = default;

void Probe::step(core::Now now) {
  if (deadline_ == core::MonoTime::min()) deadline_ = now.mono + task_.time_max;
  if (now.mono >= deadline_) {
    over_ = true;
    for (ArchiveDoor& door : archive_) door.give_up();
    for (RestDoor& door : rest_) door.give_up();
    return;
  }
  for (ArchiveDoor& door : archive_) door.step(now);
  for (RestDoor& door : rest_) door.step(now);
  step_listing(now);
  step_buckets();
}

void Probe::step_listing(core::Now now) {
  if (!listed_) listed_ = search_.step(now);
  if (!listed_ || end_) return;
  const bool known =
      listed_->kind == ListingDate::Kind::kSince || listed_->kind == ListingDate::Kind::kBy;
  end_ = known ? end_search_.step(now) : LifeEndSearch::Found{};
}

void Probe::step_buckets() {
  for (Bucket& bucket : buckets_) {
    if (bucket.done || !bucket.answer.ready()) continue;
    bucket.done = true;
    const auto answer = bucket.answer.take();
    const std::string what = "the listing";
    if (!answer) {
      bucket.facts.trouble = base::within(what, answer.error());
    } else if (auto error = archive_verdict(*answer, what)) {
      bucket.facts.trouble = std::move(error);
    } else {
      learn_folders(*answer, bucket.facts);
    }
  }
}

void Probe::learn_folders(const port::HttpResponse& response, BucketFacts& facts) {
  facts.took = response.elapsed;
  const auto page = parse_listing(*response.body);
  if (!page) {
    facts.trouble = base::within("the listing", page.error());
    return;
  }
  facts.folders = page->folders.size();
  if (names_.empty()) {
    for (const std::string& folder : page->folders) names_.push_back(last_part(folder));
  }
}

bool Probe::done() const {
  const auto is_done = [](const auto& door) { return door.done(); };
  const bool listed = end_.has_value();
  return over_ ||
         (listed && std::ranges::all_of(archive_, is_done) && std::ranges::all_of(rest_, is_done) &&
          std::ranges::all_of(buckets_, [](const Bucket& bucket) { return bucket.done; }));
}

ProbeReport Probe::report() const {
  ProbeReport report;
  for (const ArchiveDoor& door : archive_) report.archive.push_back(door.facts());
  for (const RestDoor& door : rest_) report.rest.push_back(door.facts());
  for (const Bucket& bucket : buckets_) {
    report.listing.push_back(bucket.facts);
    if (!bucket.done) {
      report.listing.back().trouble =
          base::Error{base::ErrorKind::kUnavailable, "no answer in time"};
    }
  }
  report.listed = listed_;
  if (end_) report.after = end_->after;
  report.similar = similar_symbols(task_.id.symbol, names_);
  report.in_archive = std::ranges::find(names_, task_.id.symbol) != names_.end();
  return report;
}

}  // namespace wick::venue::binance
