#include "cli/diagnose_verdict.hpp"

#include <algorithm>

#include "core/time_text.hpp"

namespace wick::cli {
namespace {

using base::ErrorKind;
using venue::binance::ArchiveFacts;
using venue::binance::ProbeReport;
using venue::binance::RestFacts;

template <typename Facts>
const Facts* working(const std::vector<Facts>& doors) {
  const auto door = std::ranges::find_if(doors, [](const Facts& d) { return !d.trouble; });
  return door == doors.end() ? nullptr : &*door;
}

// The first trouble, where no host works.
template <typename Facts>
const base::Error* trouble(const std::vector<Facts>& doors) {
  if (doors.empty() || working(doors) != nullptr) return nullptr;
  return &*doors.front().trouble;
}

std::string words_of(const core::SeriesId& id) {
  std::string words = id.symbol;
  if (id.market != core::Market::kSpot) words += " --market " + std::string(core::name(id.market));
  return words + " --interval " + std::string(core::name(id.interval));
}

// Of a symbol that is traded no more, having nothing is the right answer.
bool has_rightly_nothing(const ArchiveFacts& door) {
  return door.trouble && door.trouble->kind == ErrorKind::kUnsupported;
}
bool has_rightly_nothing(const RestFacts& door) {
  return door.denied;
}

template <typename Facts>
bool answers(const std::vector<Facts>& doors, const ProbeReport& report) {
  if (working(doors) != nullptr) return true;
  return traded_no_more(report) &&
         std::ranges::any_of(doors, [](const Facts& door) { return has_rightly_nothing(door); });
}

// What a tier that does not work would have given falls to the next.
std::vector<TierState> tiers_of(const LocalState& local, const ProbeReport& report) {
  const ArchiveFacts* const archive = working(report.archive);
  const RestFacts* const rest = working(report.rest);
  const Shares& shares = local.last_days;
  TierState cache{
      core::Tier::kCache,          local.cache_trouble.empty(), shares.cached, local.cache_took, 99,
      std::chrono::milliseconds{1}};
  TierState bulk{core::Tier::kBulk,      answers(report.archive, report), 0, std::nullopt, 95,
                 std::chrono::seconds{2}};
  TierState pages{core::Tier::kRest,
                  answers(report.rest, report),
                  0,
                  std::nullopt,
                  99,
                  std::chrono::milliseconds{200}};
  if (archive != nullptr) {
    bulk.took = archive->took;
    bulk.bars = shares.archived;
  }
  if (rest != nullptr) {
    pages.took = rest->klines_took;
    pages.bars = shares.missing() - bulk.bars;
  }
  return {cache, bulk, pages};
}

class Advice {
 public:
  Advice(const core::SeriesId& id, const LocalState& local, const ProbeReport& report)
      : id_(id), local_(local), report_(report) {}

  [[nodiscard]] std::vector<std::string> lines() {
    on_cache();
    on_clock();
    if (traded_no_more(report_)) {
      on_end_of_trading();
      return std::move(lines_);
    }
    on_archive();
    on_rest();
    on_missing();
    return std::move(lines_);
  }

 private:
  void add(const std::string& why, const std::string& command) {
    lines_.push_back("# " + why);
    if (!command.empty()) lines_.push_back(command);
  }

  void on_cache() {
    if (local_.cache_writable) return;
    add("nothing can be kept in " + local_.cache_folder + ": make it writable, or use another",
        "export WICK_CACHE_DIR=$HOME/.cache/candlewick");
  }

  void on_clock() {
    const auto skew = skew_of(report_);
    if (!skew || std::chrono::abs(*skew) <= kSkewMax) return;
    add("set the clock of this machine; bars are held back until both clocks agree",
        "sudo timedatectl set-ntp true");
  }

  void on_end_of_trading() {
    const auto& listed = report_.listed;
    const bool since = listed && listed->kind == venue::binance::ListingDate::Kind::kSince;
    add("older bars are still to be had",
        "wick warm " + words_of(id_) + " --from " +
            (since ? core::to_date(listed->day) : std::string("2017-08-01")) +
            (report_.after ? " --to " + core::to_date(report_.after->range.begin) : ""));
  }

  void on_archive() {
    if (const base::Error* const error = trouble(report_.archive)) return on_archive_shut(*error);
    const ArchiveFacts* const door = working(report_.archive);
    if (door == nullptr || *door->newest >= door->expected) return;
    const auto late = std::chrono::ceil<std::chrono::hours>(door->expected - *door->newest);
    add("the archive is late by " + std::to_string(late.count()) +
            " hours; REST fills in. Where that lasts, raise the delay by as much",
        "wick config show");
  }

  void on_archive_shut(const base::Error& error) {
    const bool bucket = working(report_.listing) != nullptr;
    if (error.kind == ErrorKind::kUnauthorized) {
      add(std::string("the archive refuses this address (403)") +
              (bucket ? ", though its listing answers" : "") +
              ": wait ten minutes; look at firewall, proxy and VPN; until then",
          "wick get " + words_of(id_) + " --source rest");
    } else if (error.kind == ErrorKind::kUnsupported) {
      add("the archive answers and has no recent object of it; REST does",
          "wick get " + words_of(id_) + " --source rest");
    } else {
      add("the archive does not answer: look at the network, the proxy (HTTPS_PROXY) and the "
          "address",
          "wick config show");
    }
  }

  void on_rest() {
    const base::Error* const error = trouble(report_.rest);
    if (error == nullptr) return;
    if (error->kind == ErrorKind::kThrottled) return on_ban(*error);
    if (error->kind == ErrorKind::kUnauthorized && id_.market == core::Market::kSpot) {
      add("REST is closed to this place; the host for data alone may be open",
          "export WICK_BINANCE_SPOT_URL=https://data-api.binance.vision");
    }
    if (error->kind == ErrorKind::kUnauthorized) {
      return add("the archive serves all but the last days",
                 "wick get " + words_of(id_) + " --source bulk --from 30d --to 3d");
    }
    add("REST does not answer: look at the network, the proxy (HTTPS_PROXY) and the address",
        "wick config show");
  }

  void on_ban(const base::Error& error) {
    const auto wait =
        std::chrono::ceil<std::chrono::seconds>(error.retry_after.value_or(std::chrono::minutes{2}))
            .count();
    add("REST asks to be left alone for " + std::to_string(wait) +
            " s; until then nothing is sent there. The archive serves older days meanwhile",
        "wick get " + words_of(id_) + " --source bulk --from 30d --to 3d");
    lines_.push_back("sleep " + std::to_string(wait) + " && wick diagnose " + id_.symbol + " " +
                     std::string(core::name(id_.market)) + " " +
                     std::string(core::name(id_.interval)));
  }

  void on_missing() {
    const bool served = working(report_.archive) != nullptr;
    if (!served || local_.last_days.archived == 0 || !local_.cache_writable) return;
    add("of the last 30 days " + std::to_string(local_.last_days.archived) +
            " bars could be in the cache and are not",
        "wick warm " + words_of(id_) + " --days 30");
  }

  const core::SeriesId& id_;
  const LocalState& local_;
  const ProbeReport& report_;
  std::vector<std::string> lines_;
};

bool all_good(const std::vector<Finding>& findings) {
  return std::ranges::all_of(findings, [](const Finding& finding) {
    return finding.health == Health::kOk || finding.health == Health::kNotTested;
  });
}

bool all_fail(const std::vector<Finding>& findings) {
  return !findings.empty() && std::ranges::all_of(findings, [](const Finding& finding) {
    return finding.health == Health::kFail;
  });
}

Diagnosis unknown_symbol(const core::SeriesId& id, const ProbeReport& report) {
  Diagnosis diagnosis{.code = Exit::kUsage};
  diagnosis.verdict = "the exchange has no " + id.symbol + " on " +
                      std::string(core::name(id.market)) +
                      (report.similar.empty() ? "" : "; did you mean " + report.similar[0] + "?");
  for (const std::string& other : report.similar) {
    diagnosis.advice.push_back("wick diagnose " + other + " " + std::string(core::name(id.market)) +
                               " " + std::string(core::name(id.interval)));
  }
  return diagnosis;
}

std::string names_of(const std::vector<TierState>& tiers, bool works) {
  std::string names;
  for (const TierState& tier : tiers) {
    if (tier.works != works) continue;
    names += (names.empty() ? "" : " and ") + std::string(core::name(tier.tier));
  }
  return names;
}

}  // namespace

Diagnosis diagnose(const core::SeriesId& id, const LocalState& local, const ProbeReport& report,
                   const std::vector<Finding>& streams) {
  if (no_such_symbol(report)) {
    Diagnosis diagnosis = unknown_symbol(id, report);
    diagnosis.tiers = tiers_of(local, report);
    return diagnosis;
  }
  Diagnosis diagnosis;
  diagnosis.tiers = tiers_of(local, report);
  diagnosis.advice = Advice(id, local, report).lines();
  const bool archive = diagnosis.tiers[1].works;
  const bool rest = diagnosis.tiers[2].works;
  if (all_fail(streams)) {
    diagnosis.advice.emplace_back(
        "# the streams cannot be reached: look at firewall and proxy (HTTPS_PROXY); wick stream "
        "goes on by REST meanwhile");
  }
  const bool good = all_good(findings_of(report, id)) && all_good(streams) &&
                    local.cache_writable && local.cache_trouble.empty();
  if (good && traded_no_more(report)) {
    diagnosis.verdict = "all tiers answer; " + id.symbol + " is no longer traded";
  } else if (good) {
    diagnosis.verdict =
        diagnosis.advice.empty() ? "all tiers answer; nothing to do" : "all tiers answer";
  } else if (!archive && !rest) {
    diagnosis.code = Exit::kFailed;
    diagnosis.verdict = "no server answers; only what is cached can be had";
  } else {
    diagnosis.code = Exit::kPartial;
    const std::string down = names_of(diagnosis.tiers, false);
    diagnosis.verdict = down.empty() ? "all tiers answer, but not all is well"
                                     : "degraded: without " + down + "; " +
                                           names_of(diagnosis.tiers, true) + " still answer";
  }
  return diagnosis;
}

}  // namespace wick::cli
