#include "cli/verify_command.hpp"

#include <algorithm>
#include <map>
#include <utility>

#include "cli/amounts.hpp"
#include "cli/failure_json.hpp"

namespace wick::cli {
namespace {

using store::Health;

std::map<Health, std::uint64_t> count_by_health(const std::vector<Surveyed>& files) {
  std::map<Health, std::uint64_t> counts;
  for (const Surveyed& file : files) ++counts[file.checkup.health];
  return counts;
}

std::uint64_t bytes_of(const std::vector<Surveyed>& files) {
  std::uint64_t bytes = 0;
  for (const Surveyed& file : files) bytes += file.checkup.bytes;
  return bytes;
}

std::string sum_of(const Verified& verified) {
  const std::uint64_t bytes = bytes_of(verified.files);
  std::string text = plural(verified.files.size(), "file") + ", " + bytes_text(bytes) + " in " +
                     seconds_text(verified.elapsed) + ": ";
  auto counts = count_by_health(verified.files);
  text += std::to_string(counts[Health::kGood]) + " good";
  for (const Health health : {Health::kDamaged, Health::kNewer, Health::kUnreadable}) {
    if (counts[health] == 0) continue;
    text += ", " + std::to_string(counts[health]) + " " + std::string(name(health));
  }
  return text + "\n";
}

std::string advice(const Verified& verified) {
  auto counts = count_by_health(verified.files);
  std::string text;
  if (counts[Health::kDamaged] > 0) {
    text += "wick repair moves damaged files aside and fetches their bars again\n";
  }
  if (counts[Health::kNewer] > 0) {
    text += "files of a newer format are left alone; a newer wick reads them\n";
  }
  if (counts[Health::kUnreadable] > 0 || !verified.unreadable.empty()) {
    text += "unreadable: look at the permissions, and at the disk\n";
  }
  return text;
}

std::string_view name(Comparison finding) {
  switch (finding) {
    case Comparison::kSame:
      return "same";
    case Comparison::kVerified:
      return "verified";
    case Comparison::kChanged:
      return "changed";
    case Comparison::kNoChecksum:
      return "no_checksum";
    case Comparison::kFailed:
      return "failed";
  }
  return "";
}

std::string line_of(const RemoteFinding& finding) {
  const store::Revised& revised = finding.revised;
  switch (finding.comparison) {
    case Comparison::kSame:
      return "";
    case Comparison::kVerified:
      return "verified " + finding.object.name +
             "\n         its checksum is published now, and fits\n";
    case Comparison::kChanged:
      return "changed  " + finding.object.name + "\n         " + plural(revised.changed, "bar") +
             " revised, " + std::to_string(revised.added) + " new, " +
             std::to_string(revised.vanished) + " no longer in it (kept)\n";
    case Comparison::kNoChecksum:
      return "remark   " + finding.object.name + "\n         no checksum is published\n";
    case Comparison::kFailed:
      return "failed   " + finding.object.name + "\n         " + finding.why + "\n";
  }
  return "";
}

std::string json_of(const Surveyed& file) {
  JsonObject json;
  json.text("path", file.checkup.path).text("health", name(file.checkup.health));
  if (!file.checkup.why.empty()) json.text("why", file.checkup.why);
  std::vector<std::string> remarks;
  for (const std::string& remark : file.checkup.remarks) {
    remarks.push_back(JsonObject().text("remark", remark).finish());
  }
  if (!remarks.empty()) json.raw("remarks", json_array(remarks));
  return json.finish();
}

std::string json_of(const RemoteFinding& finding) {
  JsonObject json;
  json.text("object", finding.object.name).text("finding", name(finding.comparison));
  if (!finding.published.empty()) json.text("published", finding.published);
  if (!finding.why.empty()) json.text("why", finding.why);
  if (finding.comparison == Comparison::kChanged) {
    json.number("revised", finding.revised.changed)
        .number("added", finding.revised.added)
        .number("vanished", finding.revised.vanished);
  }
  return json.finish();
}

bool is_worth_a_line(const Surveyed& file) {
  return file.checkup.health != Health::kGood || !file.checkup.remarks.empty();
}

}  // namespace

std::vector<std::string> remarks_of(const store::Census& census) {
  std::vector<std::string> remarks;
  if (!census.leftovers.empty()) {
    remarks.push_back(plural(census.leftovers.size(), "temporary file") +
                      " of writers that were stopped, or are at work; wick repair removes those "
                      "older than an hour");
  }
  for (const store::Stray& stray : census.unknown) {
    remarks.push_back(stray.path + " is none of ours, and left alone");
  }
  return remarks;
}

std::string remote_text(const std::vector<RemoteFinding>& findings) {
  std::string text;
  std::map<Comparison, std::uint64_t> counts;
  for (const RemoteFinding& finding : findings) {
    text += line_of(finding);
    ++counts[finding.comparison];
  }
  text += plural(findings.size(), "archive object") + ": " +
          std::to_string(counts[Comparison::kSame] + counts[Comparison::kVerified]) +
          " as published, " + std::to_string(counts[Comparison::kChanged]) + " changed";
  if (counts[Comparison::kNoChecksum] > 0) {
    text += ", " + std::to_string(counts[Comparison::kNoChecksum]) + " without a checksum";
  }
  if (counts[Comparison::kFailed] > 0) {
    text += ", " + std::to_string(counts[Comparison::kFailed]) + " not compared";
  }
  return text + "\n";
}

std::string verified_text(const Verified& verified) {
  std::string text;
  for (const base::Error& error : verified.unreadable) text += "unreadable  " + error.what + "\n";
  for (const Surveyed& file : verified.files) {
    if (file.checkup.health != Health::kGood) {
      text += std::string(store::name(file.checkup.health)) + "  " + file.checkup.path +
              "\n         " + file.checkup.why + "\n";
    }
    for (const std::string& remark : file.checkup.remarks) {
      text += "remark   " + file.checkup.path + "\n         " + remark + "\n";
    }
  }
  for (const std::string& remark : verified.remarks) text += "remark   " + remark + "\n";
  text += sum_of(verified) + advice(verified);
  return verified.asked_remote ? text + remote_text(verified.remote) : text;
}

std::string verified_json(const Verified& verified) {
  auto counts = count_by_health(verified.files);
  JsonObject json;
  json.number("files", verified.files.size()).number("bytes", bytes_of(verified.files));
  for (const Health health :
       {Health::kGood, Health::kDamaged, Health::kNewer, Health::kUnreadable}) {
    json.number(name(health), counts[health]);
  }
  std::vector<std::string> findings;
  for (const Surveyed& file : verified.files) {
    if (is_worth_a_line(file)) findings.push_back(json_of(file));
  }
  for (const base::Error& error : verified.unreadable) {
    findings.push_back(JsonObject().text("health", "unreadable").text("why", error.what).finish());
  }
  for (const std::string& remark : verified.remarks) {
    findings.push_back(JsonObject().text("remark", remark).finish());
  }
  json.raw("findings", json_array(findings));
  if (verified.asked_remote) {
    std::vector<std::string> objects;
    for (const RemoteFinding& finding : verified.remote) objects.push_back(json_of(finding));
    json.raw("objects", json_array(objects));
  }
  json.number("elapsed_ms", static_cast<std::uint64_t>(verified.elapsed.count() / 1000));
  return json.finish() + "\n";
}

// What could not be looked at is worse than nothing found, and better than damage.
Exit verdict(const Verified& verified) {
  auto counts = count_by_health(verified.files);
  if (counts[Health::kDamaged] + counts[Health::kUnreadable] > 0 || !verified.unreadable.empty()) {
    return Exit::kFailed;
  }
  const bool failed = std::ranges::any_of(verified.remote, [](const RemoteFinding& finding) {
    return finding.comparison == Comparison::kFailed;
  });
  return failed || counts[Health::kNewer] > 0 ? Exit::kPartial : Exit::kOk;
}

Exit run_verify(const VerifyOptions& options, const Shell& shell) {
  const Refusal refuse(shell, options.care.json);
  const auto config = load_config(shell);
  if (!config) return refuse(config.error());
  const auto filter = understand(options.care);
  if (!filter) return refuse(filter.error());
  Runtime runtime(*config, shell);
  const store::Disk& disk = runtime.cache().disk();
  const store::Census census = store::take_census(runtime.files(), disk.layout, *filter);
  const core::MonoTime start = runtime.now().mono;
  Verified verified;
  {
    Meter meter(shell, "file");
    verified.files = survey(census, disk, meter, runtime.reactor());
  }
  verified.elapsed = runtime.now().mono - start;
  verified.remarks = remarks_of(census);
  verified.unreadable = census.unreadable;
  if (options.remote) {
    Meter meter(shell, "checksum");
    verified.asked_remote = true;
    verified.remote = compare_with_archive(named_objects(verified.files), *config, runtime, meter);
  }
  const bool nothing = verified.files.empty() && verified.unreadable.empty();
  if (nothing) say(shell, "wick: " + nothing_cached(*filter, disk.layout.root()));
  const std::string text = options.care.json ? verified_json(verified) : verified_text(verified);
  std::fputs(text.c_str(), shell.out);
  return nothing && !filter->everything() ? Exit::kNoData : verdict(verified);
}

}  // namespace wick::cli
