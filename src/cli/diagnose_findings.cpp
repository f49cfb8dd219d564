#include "cli/diagnose_findings.hpp"

#include <algorithm>

#include "base/shown_url.hpp"
#include "cli/amounts.hpp"
#include "core/time_text.hpp"

namespace wick::cli {
namespace {

using venue::binance::ArchiveFacts;
using venue::binance::BucketFacts;
using venue::binance::ListingDate;
using venue::binance::ProbeReport;
using venue::binance::RestFacts;

std::string host_of(const std::string& url) {
  const std::string shown = base::shown_url(url);
  const std::size_t begin = shown.find("://");
  return begin == std::string::npos ? shown : shown.substr(begin + 3);
}

Finding archive_finding(const ArchiveFacts& facts, bool no_more) {
  Finding finding{.check = "archive"};
  const std::string host = host_of(facts.host) + ": ";
  if (facts.took > core::Micros::zero()) finding.took = facts.took;
  if (facts.trouble) {
    finding.health = Health::kFail;
    finding.detail = host + facts.trouble->what;
    const bool absent = facts.trouble->kind == base::ErrorKind::kUnsupported;
    if (absent && no_more) {
      finding.health = Health::kOk;
      finding.detail = host + "answers; nothing recent, as it is no longer traded";
      return finding;
    }
    if (absent) finding.detail += "; it answers, but has no object of the last days";
    return finding;
  }
  const bool in_time = *facts.newest >= facts.expected;
  finding.health = in_time && facts.verified ? Health::kOk : Health::kWarn;
  finding.detail = host + "newest day " + core::to_date(*facts.newest) + ", " +
                   bytes_text(facts.bytes) +
                   (facts.verified ? ", SHA-256 as published" : ", no checksum was published");
  if (!in_time) {
    const auto days = (facts.expected - *facts.newest) / core::kDay;
    finding.detail += "; " + plural(static_cast<std::uint64_t>(days), "day") +
                      " later than archive.delay_hours says";
  }
  return finding;
}

Finding listing_finding(const BucketFacts& facts, const std::vector<ArchiveFacts>& archive) {
  Finding finding{.check = "bucket"};
  const std::string host = host_of(facts.host) + ": ";
  if (facts.trouble) {
    finding.health = Health::kWarn;  // good to have, and nothing stops without it
    finding.detail = host + facts.trouble->what;
    return finding;
  }
  finding.took = facts.took;
  finding.detail = host + "the listing of the archive answers";
  const bool closed = std::ranges::any_of(archive, [](const ArchiveFacts& door) {
    return door.trouble && door.trouble->kind == base::ErrorKind::kUnauthorized;
  });
  if (closed) finding.detail += ", so it is the download host alone that is closed to us";
  return finding;
}

std::string wait_text(const base::Error& error) {
  if (!error.retry_after) return "";
  const auto wait = std::chrono::ceil<std::chrono::seconds>(*error.retry_after).count();
  return "; for " + std::to_string(wait) + " s yet";
}

Finding rest_finding(const RestFacts& facts, bool no_more) {
  Finding finding{.check = "REST"};
  const std::string host = host_of(facts.host) + ": ";
  if (facts.denied && no_more) {
    finding.detail = host + "answers, and knows the symbol no more";
    return finding;
  }
  if (facts.klines_took > core::Micros::zero()) finding.took = facts.klines_took;
  if (facts.trouble) {
    finding.health = Health::kFail;
    finding.detail = host + (facts.asked ? "" : "not asked, because of what was told before: ") +
                     facts.trouble->what + wait_text(*facts.trouble);
    return finding;
  }
  finding.health = facts.bars > 0 ? Health::kOk : Health::kWarn;
  finding.detail = host + plural(facts.bars, "bar");
  if (facts.newest) finding.detail += ", the newest of " + instant_text(*facts.newest);
  if (facts.weight_used) {
    finding.detail += "; weight " + std::to_string(*facts.weight_used);
    if (facts.weight_limit) finding.detail += " of " + std::to_string(*facts.weight_limit);
    finding.detail += " a minute used";
    const bool near = facts.weight_limit && *facts.weight_used * 10 > *facts.weight_limit * 8;
    if (near) finding.health = Health::kWarn;
  }
  return finding;
}

Finding clock_finding(const ProbeReport& report) {
  const auto skew = skew_of(report);
  if (!skew) return {"clock", Health::kNotTested, std::nullopt, "no server told its time"};
  const core::Micros far = std::chrono::abs(*skew);
  Finding finding{.check = "clock"};
  finding.health = far > kSkewMax ? Health::kWarn : Health::kOk;
  finding.detail = "ours is " + seconds_text(far) +
                   (*skew > core::Micros::zero() ? " behind" : " ahead of") + " the server's";
  for (const RestFacts& facts : report.rest) {
    if (facts.skew == skew) finding.took = facts.time_took;
  }
  return finding;
}

std::string status_of(const ProbeReport& report) {
  for (const RestFacts& facts : report.rest) {
    if (!facts.status.empty()) return facts.status;
  }
  return "";
}

Finding unknown_finding(const ProbeReport& report, const core::SeriesId& id) {
  Finding finding{.check = "listing", .health = Health::kFail};
  finding.detail = "the exchange has no " + id.symbol;
  std::string meant;
  for (const std::string& other : report.similar) meant += (meant.empty() ? "" : ", ") + other;
  if (!meant.empty()) finding.detail += "; did you mean " + meant + "?";
  return finding;
}

std::string since_text(const ListingDate& listed) {
  return (listed.kind == ListingDate::Kind::kSince ? "since " : "by ") + core::to_date(listed.day);
}

bool has_day(const ListingDate& listed) {
  return listed.kind == ListingDate::Kind::kSince || listed.kind == ListingDate::Kind::kBy;
}

Finding listed_finding(const ProbeReport& report, const core::SeriesId& id) {
  const bool denied = std::ranges::any_of(report.rest, &RestFacts::denied);
  if (no_such_symbol(report)) return unknown_finding(report, id);
  Finding finding{.check = "listing", .health = Health::kNotTested};  // nobody needs it for bars
  if (!report.listed) {
    finding.detail = "since when it is listed was not learnt in time";
  } else if (!has_day(*report.listed)) {
    finding.detail = report.listed->said;
  } else {
    const std::string status = status_of(report);
    finding.health = Health::kOk;
    finding.detail = since_text(*report.listed) + (status.empty() ? "" : ", " + status) +
                     (denied ? ", no longer traded: the archive alone has it" : "");
  }
  return finding;
}

}  // namespace

std::string_view name(Health health) {
  switch (health) {
    case Health::kOk:
      return "ok";
    case Health::kWarn:
      return "warn";
    case Health::kFail:
      return "fail";
    case Health::kNotTested:
      return "not tested";
  }
  return "";
}

bool traded_no_more(const ProbeReport& report) {
  const std::string status = status_of(report);
  if (!status.empty()) return status != "TRADING";
  return report.in_archive && std::ranges::any_of(report.rest, &RestFacts::denied);
}

bool no_such_symbol(const ProbeReport& report) {
  return !report.in_archive && std::ranges::any_of(report.rest, &RestFacts::denied);
}

std::optional<core::Micros> skew_of(const ProbeReport& report) {
  std::optional<core::Micros> worst;
  for (const RestFacts& facts : report.rest) {
    if (!facts.skew) continue;
    const bool further = !worst || std::chrono::abs(*facts.skew) > std::chrono::abs(*worst);
    if (further) worst = facts.skew;
  }
  return worst;
}

std::vector<Finding> findings_of(const ProbeReport& report, const core::SeriesId& id) {
  std::vector<Finding> findings;
  findings.push_back(clock_finding(report));
  findings.push_back(listed_finding(report, id));
  const bool no_more = traded_no_more(report);
  for (const ArchiveFacts& facts : report.archive) {
    findings.push_back(archive_finding(facts, no_more));
  }
  for (const BucketFacts& facts : report.listing) {
    findings.push_back(listing_finding(facts, report.archive));
  }
  for (const RestFacts& facts : report.rest) findings.push_back(rest_finding(facts, no_more));
  return findings;
}

}  // namespace wick::cli
