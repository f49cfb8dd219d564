#include "cli/remote_check.hpp"

#include <algorithm>
#include <optional>
#include <utility>

#include "venue/binance/brief_request.hpp"
#include "venue/binance/endpoints.hpp"
#include "venue/binance/verdict.hpp"

namespace wick::cli {
namespace {

using venue::binance::BriefRequest;

constexpr std::string_view kVerified = "sha256:";
constexpr std::string_view kUnverified = "sha256-unverified:";
constexpr std::string_view kSuffix = ".zip";
constexpr std::size_t kInFlightMax = 6;

base::Error corrupt(std::string what) {
  return {base::ErrorKind::kCorrupt, std::move(what)};
}

// "sha256:..." of the text of a CHECKSUM file: 64 digits, two spaces, the name.
base::Result<std::string> published_checksum(std::string_view text, std::string_view object) {
  constexpr std::size_t kDigits = 64;
  const std::string_view file = object.substr(object.rfind('/') + 1);
  while (!text.empty() && (text.back() == '\n' || text.back() == '\r')) text.remove_suffix(1);
  if (text.size() != kDigits + 2 + file.size() || !text.ends_with(file)) {
    return corrupt("the CHECKSUM file does not speak of " + std::string(file));
  }
  std::string digits(text.substr(0, kDigits));
  for (char& c : digits) {
    if (c >= 'A' && c <= 'F') c = static_cast<char>(c - 'A' + 'a');
  }
  if (digits.find_first_not_of("0123456789abcdef") != std::string::npos) {
    return corrupt("the CHECKSUM file of " + std::string(file) + " has no checksum");
  }
  return std::string(kVerified) + digits;
}

// The day or the month that an object of the series is about, by its name.
std::optional<store::Period> period_of(const NamedObject& object) {
  const std::string stem = object.name.substr(0, object.name.size() - kSuffix.size());
  for (const std::size_t length : {std::size_t{10}, std::size_t{7}}) {
    if (stem.size() < length) continue;
    const auto period = store::parse_period(std::string_view(stem).substr(stem.size() - length));
    if (!period) continue;
    const policy::Unit unit = period->month ? policy::Unit::kMonth : policy::Unit::kDay;
    const bool ours = venue::binance::archive_object(object.id, period->range.begin, unit) == stem;
    if (ours) return period;
  }
  return std::nullopt;
}

// All CHECKSUM files, a few at a time. A host that wants to be left alone is.
class ChecksumRound {
 public:
  ChecksumRound(std::vector<RemoteFinding>& findings, const std::vector<std::string>& hosts,
                Runtime& runtime)
      : findings_(findings), hosts_(hosts), runtime_(runtime) {}

  void run(Meter& meter) {
    while (next_ < findings_.size() || !running_.empty()) {
      start_more();
      std::erase_if(running_, [&](Running& running) { return step(running); });
      meter.show({next_ - running_.size(), findings_.size()}, runtime_.now().mono);
      if (!running_.empty()) runtime_.reactor().wait(core::MonoTime::max());
    }
    meter.clear();
  }

 private:
  struct Running {
    RemoteFinding* finding;
    BriefRequest request;
  };

  void start_more() {
    for (; next_ < findings_.size() && running_.size() < kInFlightMax; ++next_) {
      RemoteFinding& finding = findings_[next_];
      if (closed_) {
        fail(finding, *closed_);
        continue;
      }
      const std::string path = "/" + finding.object.name + ".CHECKSUM";
      running_.push_back({&finding, BriefRequest({.http = &runtime_.reactor().http(),
                                                  .hosts = &hosts_,
                                                  .path = path,
                                                  .what = finding.object.name + ".CHECKSUM",
                                                  .verdict = venue::binance::archive_verdict})});
      if (step(running_.back())) running_.pop_back();
    }
  }

  // True when there is an answer.
  bool step(Running& running) {
    auto answer = running.request.step();
    if (!answer) return false;
    RemoteFinding& finding = *running.finding;
    if (!*answer) {
      fail(finding, answer->error());
      return true;
    }
    auto published = published_checksum(*(*answer)->body, finding.object.name);
    if (published) {
      finding.published = *std::move(published);
    } else {
      fail(finding, published.error());
    }
    return true;
  }

  void fail(RemoteFinding& finding, const base::Error& error) {
    const bool absent = error.kind == base::ErrorKind::kUnsupported;
    finding.comparison = absent ? Comparison::kNoChecksum : Comparison::kFailed;
    finding.why = error.what;
    const bool shut =
        error.kind == base::ErrorKind::kThrottled || error.kind == base::ErrorKind::kUnauthorized;
    if (shut) closed_ = error;
  }

  std::vector<RemoteFinding>& findings_;
  const std::vector<std::string>& hosts_;
  Runtime& runtime_;
  std::vector<Running> running_;
  std::size_t next_{0};
  std::optional<base::Error> closed_;
};

// The whole object as it is now.
base::Result<store::Republished> fetch(const NamedObject& object, const store::Period& period,
                                       Runtime& runtime) {
  const policy::Unit unit = period.month ? policy::Unit::kMonth : policy::Unit::kDay;
  const auto tiers = runtime.history().tiers(
      {.id = object.id, .wanted = {}, .source = wiring::SourceChoice::kBulk});
  const auto tier = std::ranges::find_if(tiers, [&](const history::Tier& one) {
    return one.rung.tier == core::Tier::kBulk && one.rung.unit == unit;
  });
  if (tier == tiers.end()) {
    return base::Error{base::ErrorKind::kUnsupported, "objects of that kind are not fetched"};
  }
  const core::Grid grid = core::grid_of(object.id);
  const core::TimeRange opens = core::bars_opening_in(period.range, grid);
  const auto inquiry = tier->source->ask(object.id, {opens});
  std::vector<port::Reply> replies;
  for (;;) {
    for (port::Reply& reply : inquiry->step(runtime.now())) replies.push_back(std::move(reply));
    if (inquiry->finished()) break;
    runtime.reactor().wait(inquiry->wake());
  }
  for (const port::Reply& reply : replies) {
    if (reply.error) return *reply.error;
    if (reply.chunks.empty() || reply.evidence.empty()) continue;
    const port::Evidence& evidence = reply.evidence.front();
    core::Source source{.origin = core::Origin::kArchive,
                        .revision = 0,
                        .object = evidence.object,
                        .checksum = evidence.checksum,
                        .fetched = runtime.now().utc};
    return store::Republished{
        .was = "", .source = source, .opens = opens, .rows = reply.chunks.front()};
  }
  return corrupt("the archive gave no rows");
}

std::string digits_of(std::string_view checksum) {
  for (const std::string_view prefix : {kUnverified, kVerified}) {
    if (checksum.starts_with(prefix)) checksum.remove_prefix(prefix.size());
  }
  return std::string(checksum);
}

// The version that is known best: the one looked at last, else one that a file was made from.
std::string last_known(const RemoteFinding& finding, const std::string& taken) {
  if (!taken.empty()) return taken;
  for (const std::string& checksum : finding.object.checksums) {
    if (digits_of(checksum) != digits_of(finding.published)) return checksum;
  }
  return *finding.object.checksums.begin();
}

void take_in(RemoteFinding& finding, const std::string& taken, Runtime& runtime) {
  const auto period = period_of(finding.object);
  auto object = period ? fetch(finding.object, *period, runtime)
                       : base::Result<store::Republished>(corrupt("its name is of another kind"));
  if (object) {
    object->was = last_known(finding, taken);
    const store::Shelf shelf(runtime.cache().disk(), finding.object.id);
    const auto revised = store::revise(shelf, *object, runtime.now().utc);
    if (revised) {
      finding.revised = *revised;
      finding.published = object->source.checksum;
      return;
    }
    object = revised.error();
  }
  finding.comparison = Comparison::kFailed;
  finding.why = object.error().what;
}

// So that the next time, and `why`, know.
void note_verified(RemoteFinding& finding, Runtime& runtime) {
  const store::Shelf shelf(runtime.cache().disk(), finding.object.id);
  const auto unverified = std::ranges::find_if(
      finding.object.checksums,
      [](const std::string& checksum) { return checksum.starts_with(kUnverified); });
  if (unverified == finding.object.checksums.end()) return;
  const auto held = shelf.lock();
  if (!held) return;  // then the next time will say it again
  store::Journal journal(runtime.files(), shelf.disk().layout.journal(shelf.id()));
  (void)journal.append(
      {{.change = store::Change::kReupload,
        .at = runtime.now().utc,
        .stands = std::nullopt,
        .other = std::nullopt,
        .note = store::note_of({finding.object.name, *unverified, finding.published})}});
}

// What the journals of the series know of the objects.
class Taken {
 public:
  explicit Taken(Runtime& runtime) : runtime_(runtime) {}

  std::string of(const NamedObject& object) {
    const store::Layout& layout = runtime_.cache().disk().layout;
    const std::string path = layout.journal(object.id);
    if (path != path_) {
      path_ = path;
      const auto content = store::Journal(runtime_.files(), path).read();
      taken_ =
          content ? store::taken_checksums(content->entries) : std::map<std::string, std::string>();
    }
    const auto known = taken_.find(object.name);
    return known == taken_.end() ? "" : known->second;
  }

 private:
  Runtime& runtime_;
  std::string path_;
  std::map<std::string, std::string> taken_;
};

}  // namespace

std::vector<NamedObject> named_objects(const std::vector<Surveyed>& files) {
  std::vector<NamedObject> objects;
  std::map<std::string, std::size_t> known;  // a name has its series in it
  for (const Surveyed& surveyed : files) {
    if (!surveyed.checkup.facts) continue;
    for (const core::Source& source : surveyed.checkup.facts->sources) {
      const bool zip = source.origin == core::Origin::kArchive && source.object.ends_with(kSuffix);
      if (!zip || source.checksum.empty()) continue;
      const auto [at, fresh] = known.emplace(source.object, objects.size());
      if (fresh) objects.push_back({surveyed.id, source.object, {}});
      objects[at->second].checksums.insert(source.checksum);
    }
  }
  return objects;
}

Comparison judge(const std::set<std::string>& known, const std::string& taken,
                 const std::string& published) {
  if (taken == published) return Comparison::kSame;
  const bool same = std::ranges::all_of(known, [&](const std::string& checksum) {
    return digits_of(checksum) == digits_of(published);
  });
  if (!same) return Comparison::kChanged;
  return known.contains(published) && known.size() == 1 ? Comparison::kSame : Comparison::kVerified;
}

std::vector<RemoteFinding> compare_with_archive(std::vector<NamedObject> objects,
                                                const wiring::Config& config, Runtime& runtime,
                                                Meter& meter) {
  std::vector<RemoteFinding> findings;
  findings.reserve(objects.size());
  for (NamedObject& object : objects) findings.push_back({std::move(object), {}, {}, {}, {}});
  const auto hosts = config.list(wiring::Key::kArchiveUrl);
  ChecksumRound(findings, hosts, runtime).run(meter);
  Taken journals(runtime);
  for (RemoteFinding& finding : findings) {
    if (finding.published.empty()) continue;
    const std::string taken = journals.of(finding.object);
    finding.comparison = judge(finding.object.checksums, taken, finding.published);
    if (finding.comparison == Comparison::kChanged) take_in(finding, taken, runtime);
    if (finding.comparison == Comparison::kVerified) note_verified(finding, runtime);
  }
  return findings;
}

}  // namespace wick::cli
