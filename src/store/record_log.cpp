#include "store/record_log.hpp"

#include <algorithm>
#include <charconv>
#include <utility>

#include "base/check.hpp"
#include "codec/crc32c.hpp"

namespace wick::store {
namespace {

// This byte speaks of the bytes that follow it: two of them begin a record, separate payloads, or
// are the byte itself. So the beginning of a record stands nowhere else, and where a record ends is
// known even when its length cannot be trusted.
constexpr char kMark = '\xff';
constexpr std::string_view kSync = "\xff\x01";
constexpr std::string_view kNext = "\xff\x02";
constexpr std::string_view kItself{"\xff\0", 2};

// The length of the body, its checksum, and the checksum of these two.
constexpr std::size_t kDigits = 8;
constexpr std::size_t kHeaderSize = 3 * kDigits;

void append_escaped(std::string& body, std::string_view payload) {
  for (;;) {
    const std::size_t mark = payload.find(kMark);
    body += payload.substr(0, mark);
    if (mark == std::string_view::npos) return;
    body += kItself;
    payload.remove_prefix(mark + 1);
  }
}

std::string body_of(const std::vector<std::string>& payloads) {
  std::string body;
  for (std::size_t i = 0; i < payloads.size(); ++i) {
    if (i > 0) body += kNext;
    append_escaped(body, payloads[i]);
  }
  return body;
}

bool append_payloads(std::vector<std::string>& payloads, std::string_view body) {
  const std::size_t before = payloads.size();
  payloads.emplace_back();
  for (;;) {
    const std::size_t mark = body.find(kMark);
    payloads.back() += body.substr(0, mark);
    if (mark == std::string_view::npos) return true;
    const std::string_view pair = body.substr(mark, kItself.size());
    if (pair == kItself) {
      payloads.back() += kMark;
    } else if (pair == kNext) {
      payloads.emplace_back();
    } else {
      payloads.resize(before);
      return false;
    }
    body.remove_prefix(mark + pair.size());
  }
}

void append_body(std::string& out, std::string_view body) {
  WICK_CHECK(body.size() <= kRecordMax);
  const std::string length = std::to_string(body.size());
  std::string header(kDigits - length.size(), '0');
  header += length + codec::crc_text(codec::crc32c(0, body));
  header += codec::crc_text(codec::crc32c(0, header));
  out.append(kSync).append(header).append(body);
}

// What stands between a sync and the next one, or the end.
struct Segment {
  enum class State { kWhole, kTorn, kDamaged };
  State state{State::kDamaged};
  std::string_view body{};
};

Segment read_segment(std::string_view bytes) {
  using enum Segment::State;
  bytes.remove_prefix(kSync.size());
  if (bytes.size() < kHeaderSize) return {kTorn};
  const std::string_view header = bytes.substr(0, kHeaderSize);
  const std::uint32_t check = codec::crc32c(0, header.substr(0, 2 * kDigits));
  if (!codec::is_crc_text(header.substr(2 * kDigits), check)) return {kDamaged};
  std::size_t length = 0;
  const auto digits = std::from_chars(header.data(), header.data() + kDigits, length);
  if (digits.ptr != header.data() + kDigits || length > kRecordMax) return {kDamaged};
  bytes.remove_prefix(kHeaderSize);
  if (bytes.size() < length) return {kTorn};
  const std::string_view body = bytes.substr(0, length);
  if (!codec::is_crc_text(header.substr(kDigits, kDigits), codec::crc32c(0, body))) {
    return {kDamaged};
  }
  return {kWhole, body};
}

// A log that is being read, from its front to its end.
class Reading {
 public:
  explicit Reading(std::string_view bytes) : bytes_(bytes) {}

  // From one sync up to the next.
  void take(std::size_t begin, std::size_t end) {
    const Segment segment = read_segment(bytes_.substr(begin, end - begin));
    if (segment.state == Segment::State::kTorn && end == bytes_.size()) return;
    if (segment.state != Segment::State::kWhole ||
        !append_payloads(records_.payloads, segment.body)) {
      return skip(begin, end);
    }
    records_.whole_until = begin + kSync.size() + kHeaderSize + segment.body.size();
    pass(records_.whole_until, end);
  }

  // Bytes that belong to no record: half a sync at the very end is torn, anything else damaged.
  void pass(std::size_t begin, std::size_t end) {
    const bool torn = end == bytes_.size() && bytes_.substr(begin) == kSync.substr(0, 1);
    if (begin < end && !torn) skip(begin, end);
  }

  [[nodiscard]] Records finish() && { return std::move(records_); }

 private:
  void skip(std::size_t begin, std::size_t end) {
    records_.damaged_bytes += end - begin;
    records_.whole_until = end;
  }

  std::string_view bytes_;
  Records records_;
};

// Whether the last record is whole and nothing follows it: then nothing is torn.
bool ends_whole(std::string_view bytes) {
  const std::size_t sync = bytes.rfind(kSync);
  if (sync == std::string_view::npos) return bytes.empty();
  const Segment last = read_segment(bytes.substr(sync));
  const auto end_of = [](std::string_view text) { return text.data() + text.size(); };
  return last.state == Segment::State::kWhole && end_of(last.body) == end_of(bytes);
}

base::Error too_large(const std::string& what) {
  return {base::ErrorKind::kInvalid, what + " that would be too large to read"};
}

base::Result<void> make_record(std::string& out, const std::vector<std::string>& payloads) {
  const std::string body = body_of(payloads);
  if (body.size() > kRecordMax) return too_large("a record");
  append_body(out, body);
  return {};
}

bool is_absent(const base::Error& error) {
  return error.kind == base::ErrorKind::kUnsupported;
}

}  // namespace

Records read_records(std::string_view bytes) {
  const auto sync_from = [&](std::size_t at) {
    return std::min(bytes.find(kSync, at), bytes.size());
  };
  Reading reading(bytes);
  std::size_t at = sync_from(0);
  reading.pass(0, at);
  while (at < bytes.size()) {
    const std::size_t next = sync_from(at + kSync.size());
    reading.take(at, next);
    at = next;
  }
  return std::move(reading).finish();
}

void append_record(std::string& out, std::string_view payload) {
  std::string body;
  append_escaped(body, payload);
  append_body(out, body);
}

void append_record(std::string& out, const std::vector<std::string>& payloads) {
  WICK_CHECK(!payloads.empty());
  append_body(out, body_of(payloads));
}

RecordLog::RecordLog(port::Files& files, std::string path)
    : files_(files), path_(std::move(path)) {}

base::Result<Records> RecordLog::read() const {
  const auto bytes = files_.read(path_, kLogMax);
  if (bytes) return read_records(*bytes);
  if (is_absent(bytes.error())) return Records{};
  return bytes.error();
}

base::Result<void> RecordLog::append(const std::vector<std::string>& payloads) {
  if (payloads.empty()) return {};
  std::string record;
  if (auto made = make_record(record, payloads); !made) return base::within(path_, made.error());
  const auto old = extent();
  if (!old) return old.error();
  if (old->whole + record.size() > kLogMax) return too_large(path_ + ": a log");
  if (old->size == 0) {
    if (auto made = files_.make_folders(port::folder_of(path_)); !made) return made;
  }
  const auto file = files_.append(path_);
  if (!file) return file.error();
  const auto done = add(*file, *old, record);
  files_.close(*file);
  if (!done) return base::within(path_, done.error());
  return {};
}

base::Result<void> RecordLog::rewrite(const std::vector<std::string>& payloads,
                                      std::uint64_t unique) {
  if (payloads.empty()) return remove();
  std::string bytes;
  for (const std::string& payload : payloads) {
    if (auto made = make_record(bytes, {payload}); !made) return base::within(path_, made.error());
  }
  if (auto made = files_.make_folders(port::folder_of(path_)); !made) return made;
  return port::replace_file(files_, path_, bytes, unique);
}

base::Result<RecordLog::Extent> RecordLog::extent() const {
  // Mapped, not read: where the end is whole, which is nearly always, only the end is looked at.
  const auto mapped = files_.map(path_);
  if (!mapped && is_absent(mapped.error())) return Extent{};
  if (!mapped) return mapped.error();
  const std::string_view bytes{reinterpret_cast<const char*>(mapped->bytes.data()),
                               mapped->bytes.size()};
  if (ends_whole(bytes)) return Extent{bytes.size(), bytes.size()};
  return Extent{bytes.size(), read_records(bytes).whole_until};
}

base::Result<void> RecordLog::add(port::Files::Handle file, Extent extent,
                                  std::string_view record) const {
  // Whoever made or replaced the file may have been killed before its name was durable.
  if (auto named = files_.sync_folder(port::folder_of(path_)); !named) return named;
  if (extent.whole < extent.size) {
    if (auto cut = files_.truncate(file, extent.whole); !cut) return cut;
  }
  auto done = files_.write(file, record);
  if (done) done = files_.sync(file);
  // Where even this fails, the next append() does it.
  if (!done) (void)files_.truncate(file, extent.whole);
  return done;
}

base::Result<void> RecordLog::remove() const {
  auto removed = files_.remove(path_);
  if (removed) return files_.sync_folder(port::folder_of(path_));
  if (is_absent(removed.error())) return {};
  return removed;
}

}  // namespace wick::store
