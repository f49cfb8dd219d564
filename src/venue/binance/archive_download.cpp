#include "venue/binance/archive_download.hpp"

#include <algorithm>
#include <utility>

#include "venue/binance/funding.hpp"
#include "venue/binance/verdict.hpp"

namespace wick::venue::binance {

ArchiveDownload::ArchiveDownload(Task task, policy::Attempts::Options attempts)
    : task_(std::move(task)),
      grid_(core::grid_of(task_.id)),
      refusals_(task_.options->memory, task_.options->blocked_for),
      attempts_(attempts) {}

std::optional<port::Reply> ArchiveDownload::step(core::Now now) {
  if (comparing_) return after_comparing(now);
  if (reading_) return after_reading(now);
  if (zip_) {
    if (!zip_->ready() || !checksum_->ready()) return std::nullopt;
    auto error = check_answers();
    if (!error) {
      start_reading();
      return std::nullopt;
    }
    failed(*std::move(error), now);
  } else if (requests_ == 0) {
    if (const auto known = refusals_.known(object(), now.utc)) return refused(*known);
  }
  return try_again(now);
}

std::optional<port::Reply> ArchiveDownload::after_reading(core::Now now) {
  if (!reading_->ready()) return std::nullopt;
  auto content = reading_->take();
  reading_.reset();
  if (!content) {
    failed(std::move(content).error(), now);
    return try_again(now);
  }
  content_ = *std::move(content);
  if (content_->verified || !task_.options->compare_with) return filled(now);
  start_comparing();
  return after_comparing(now);
}

std::optional<port::Reply> ArchiveDownload::after_comparing(core::Now now) {
  auto remark = comparing_->step(now);
  if (!remark) return std::nullopt;
  requests_ += comparing_->requests();
  if (!*remark) return refused(base::within(std::string(base_name(task_.name)), remark->error()));
  content_->remark += ", " + **remark;
  return filled(now);
}

// Whether an object is absent is for the first host to say: the others have the same ones.
void ArchiveDownload::failed(base::Error error, core::Now now) {
  last_error_ = std::move(error);
  attempts_.failed(last_error_, now.mono);
  if (last_error_.kind == base::ErrorKind::kUnsupported) refusals_.was_absent(object(), now.utc);
  if (last_error_.kind != base::ErrorKind::kUnauthorized) return;
  if (++hosts_closed_ == task_.options->hosts.size()) refusals_.was_blocked(now.utc);
}

std::optional<port::Reply> ArchiveDownload::try_again(core::Now now) {
  wake_ = core::MonoTime::max();
  const auto step = attempts_.next(now.mono);
  if (std::holds_alternative<policy::Attempts::GiveUp>(step)) return refused(last_error_);
  if (const auto* wait = std::get_if<policy::Attempts::Wait>(&step)) {
    wake_ = wait->until;
  } else {
    start(task_.options->hosts.at(std::get<policy::Attempts::Try>(step).host));
  }
  return std::nullopt;
}

void ArchiveDownload::start(const std::string& host) {
  const std::string url = host + "/" + task_.name + ".zip";
  zip_ = task_.services->http->get({.url = url, .headers = {}});
  checksum_ = task_.services->http->get({.url = url + ".CHECKSUM", .headers = {}});
  requests_ += 2;
}

// What stands in the way of reading, if anything does. A missing checksum does not: the object is
// then taken as it is, and marked.
std::optional<base::Error> ArchiveDownload::check_answers() {
  auto zip = zip_->take();
  auto checksum = checksum_->take();
  zip_.reset();
  checksum_.reset();
  const std::string name(base_name(task_.name));
  if (!zip) return base::within(name + ".zip", zip.error());
  if (auto error = archive_verdict(*zip, name + ".zip")) return error;
  if (!checksum) return base::within(name + ".zip.CHECKSUM", checksum.error());
  auto verdict = archive_verdict(*checksum, name + ".zip.CHECKSUM");
  if (verdict && verdict->kind != base::ErrorKind::kUnsupported) return verdict;
  zip_bytes_ = zip->body;
  took_ = std::max(zip->elapsed, checksum->elapsed);
  bytes_ = static_cast<std::int64_t>(zip->body->size());
  checksum_text_ = verdict ? nullptr : checksum->body;
  return std::nullopt;
}

void ArchiveDownload::start_reading() {
  reading_ = port::submit(*task_.services->workers, [name = task_.name, zip = std::move(zip_bytes_),
                                                     text = std::move(checksum_text_),
                                                     id = task_.id, period = task_.piece.whole] {
    Archive::Object object{.name = name, .zip = *zip, .checksum = std::nullopt};
    if (text) object.checksum = *text;
    return Archive::read(object, id, period);
  });
}

void ArchiveDownload::start_comparing() {
  comparing_.emplace(
      ArchiveComparison::Task{.http = task_.services->http,
                              .hosts = &task_.options->compare_with->rest(task_.id.market),
                              .rest = task_.rest,
                              .id = task_.id,
                              .rows = content_->chunk,
                              .name = task_.name});
}

port::Reply ArchiveDownload::filled(core::Now now) {
  const core::Chunk& rows = content_->chunk;
  const core::RangeSet has = core::covered(rows.columns(), grid_);
  const bool all_told =
      core::is_sparse(task_.id.chart) && !rows.empty() && task_.piece.whole.end <= now.utc;
  port::Reply reply;
  reply.asked = task_.piece.wanted;
  reply.settled = all_told ? reply.asked : reply.asked.intersect(has);
  const core::RangeSet absent = reply.settled.minus(has);
  for (const core::TimeRange& range : absent.ranges()) {
    reply.holes.push_back({range, core::Cause::kNoBarAtSource, kNoFunding});
  }
  const std::string proof = content_->verified ? "sha256:" : "sha256-unverified:";
  reply.evidence.push_back({.object = object().name,
                            .checksum = proof + content_->sha256,
                            .outcome = std::move(content_->remark),
                            .requests = requests_,
                            .bytes = bytes_,
                            .took = took_,
                            .untidy = content_->untidy});
  reply.chunks.push_back(rows);
  return reply;
}

port::Reply ArchiveDownload::refused(const base::Error& error) const {
  port::Reply reply;
  reply.asked = task_.piece.wanted;
  reply.error = error;
  reply.evidence.push_back(
      {.object = object().name, .checksum = "", .outcome = error.what, .requests = requests_});
  return reply;
}

ArchiveRefusals::Object ArchiveDownload::object() const {
  return {.name = task_.name + ".zip", .end = task_.piece.whole.end};
}

}  // namespace wick::venue::binance
