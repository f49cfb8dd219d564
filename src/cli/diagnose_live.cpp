#include "cli/diagnose_live.hpp"

#include "base/shown_url.hpp"
#include "cli/amounts.hpp"

namespace wick::cli {
namespace {

std::string host_of(const std::string& address) {
  const std::string shown = base::shown_url(address);
  const std::size_t begin = shown.find("://") + 3;
  return shown.substr(begin, shown.find('/', begin) - begin);
}

Finding finding_of(const live::HostHeard& host, bool traded_no_more) {
  Finding finding{.check = "live"};
  finding.took = host.opened;
  finding.detail = host_of(host.address) + ": ";
  if (host.trouble) {
    finding.health = Health::kFail;
    finding.detail += host.trouble->what;
  } else if (host.spoken) {
    finding.detail += "subscribed, the first frame after " + seconds_text(*host.spoken);
  } else if (traded_no_more) {
    finding.detail += "subscribed; nothing comes, as it is no longer traded";
  } else {
    finding.health = Health::kWarn;
    finding.detail +=
        "subscribed, and nothing came in 5 s: nobody trades it just now, or the "
        "stream is silent";
  }
  return finding;
}

}  // namespace

std::string no_streams(const core::SeriesId& id) {
  if (id.provider != core::Provider::kBinance) {
    return "streams of " + std::string(core::name(id.provider)) + " are not followed";
  }
  return id.chart == core::ChartType::kKlines ? "" : "only what is traded is followed live";
}

std::vector<Finding> live_findings(const std::vector<live::HostHeard>& hosts, bool traded_no_more) {
  std::vector<Finding> findings;
  findings.reserve(hosts.size());
  for (const live::HostHeard& host : hosts) findings.push_back(finding_of(host, traded_no_more));
  return findings;
}

}  // namespace wick::cli
