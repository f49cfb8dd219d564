#include "venue/binance/archive_download.hpp"

#include <utility>

#include "venue/binance/verdict.hpp"

namespace wick::venue::binance {

ArchiveDownload::ArchiveDownload(Task task, policy::Attempts::Options attempts)
    : task_(std::move(task)), attempts_(attempts) {}

std::optional<port::Reply> ArchiveDownload::step(core::Now now) {
  if (reading_) {
    if (!reading_->ready()) return std::nullopt;
    auto content = reading_->take();
    reading_.reset();
    if (content) return filled(*std::move(content));
    last_error_ = std::move(content).error();
    attempts_.failed(last_error_, now.mono);
  } else if (zip_) {
    if (!zip_->ready() || !checksum_->ready()) return std::nullopt;
    const auto error = check_answers();
    if (!error) {
      start_reading();
      return std::nullopt;
    }
    last_error_ = *error;
    attempts_.failed(last_error_, now.mono);
  }
  return try_again(now.mono);
}

std::optional<port::Reply> ArchiveDownload::try_again(core::MonoTime now) {
  wake_ = core::MonoTime::max();
  const auto step = attempts_.next(now);
  if (std::holds_alternative<policy::Attempts::GiveUp>(step)) return refused(last_error_);
  if (const auto* wait = std::get_if<policy::Attempts::Wait>(&step)) {
    wake_ = wait->until;
  } else {
    start(task_.hosts->at(std::get<policy::Attempts::Try>(step).host));
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
  const auto verdict = archive_verdict(*checksum, name + ".zip.CHECKSUM");
  if (verdict && verdict->kind != base::ErrorKind::kUnsupported) return verdict;
  zip_bytes_ = zip->body;
  checksum_text_ = verdict ? nullptr : checksum->body;
  return std::nullopt;
}

void ArchiveDownload::start_reading() {
  reading_ =
      port::submit(*task_.services->workers, [name = task_.name, zip = std::move(zip_bytes_),
                                              text = std::move(checksum_text_), grid = task_.grid,
                                              period = task_.piece.whole] {
        Archive::Object object{.name = name, .zip = *zip, .checksum = std::nullopt};
        if (text) object.checksum = *text;
        return Archive::read(object, grid, period);
      });
}

port::Reply ArchiveDownload::filled(Archive::Content content) const {
  port::Reply reply;
  reply.asked = task_.piece.wanted;
  reply.settled = task_.piece.wanted.intersect(core::covered(content.chunk.columns(), task_.grid));
  reply.evidence.push_back({.object = task_.name + ".zip",
                            .checksum = "sha256:" + content.sha256,
                            .outcome = std::move(content.remark),
                            .requests = requests_});
  reply.chunks.push_back(std::move(content.chunk));
  return reply;
}

port::Reply ArchiveDownload::refused(const base::Error& error) const {
  port::Reply reply;
  reply.asked = task_.piece.wanted;
  reply.error = error;
  reply.evidence.push_back({.object = task_.name + ".zip",
                            .checksum = "",
                            .outcome = error.what,
                            .requests = requests_});
  return reply;
}

}  // namespace wick::venue::binance
