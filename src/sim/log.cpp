#include "sim/log.hpp"

#include <algorithm>
#include <utility>

#include "sim/fault/instant.hpp"
#include "sim/fault/json.hpp"

namespace wick::sim {
namespace {

// Bytes that are no UTF-8 would make the line no JSON, and a target may hold any.
std::string ascii(std::string_view text) {
  std::string out(text);
  std::ranges::replace_if(
      out, [](char c) { return static_cast<unsigned char>(c) >= 0x7f; }, '?');
  return out;
}

void append_text(std::string& line, std::string_view key, std::string_view text) {
  line += ",\"";
  line += key;
  line += "\":";
  append_quoted(line, ascii(text));
}

void append_text_or_null(std::string& line, std::string_view key, std::string_view text) {
  if (!text.empty()) return append_text(line, key, text);
  line += ",\"";
  line += key;
  line += "\":null";
}

void append_number(std::string& line, std::string_view key, std::int64_t number) {
  line += ",\"";
  line += key;
  line += "\":" + std::to_string(number);
}

}  // namespace

std::string log_line(std::int64_t number, const LogEntry& entry) {
  const Subject& subject = entry.subject;
  std::string line = "{\"n\":" + std::to_string(number);
  append_text(line, "t", iso_micros(entry.time));
  append_text(line, "host", name(subject.host));
  append_text(line, "method", subject.method);
  append_text(line, "target", entry.target);
  append_text(line, "kind", name(subject.kind));
  append_text_or_null(line, "market", subject.market ? name(*subject.market) : "");
  append_text_or_null(line, "symbol", subject.symbol);
  append_text_or_null(line, "interval", subject.interval);
  append_number(line, "status", entry.status);
  append_number(line, "bytes", static_cast<std::int64_t>(entry.bytes));
  append_text(line, "client", subject.client);
  append_text_or_null(line, "fault", entry.fault);
  line += carries_data(subject.kind) ? ",\"data\":true}" : ",\"data\":false}";
  return line;
}

base::Result<std::unique_ptr<RequestLog>> RequestLog::open(const std::string& path,
                                                           std::size_t lines_max) {
  std::unique_ptr<RequestLog> log(new RequestLog(lines_max));
  if (path.empty()) return log;
  log->file_.open(path, std::ios::app);
  if (!log->file_) {
    return base::Error{
        base::ErrorKind::kInvalid, "the request log " + path + ": cannot be written", {}};
  }
  return log;
}

RequestLog::RequestLog(std::size_t lines_max) : lines_max_(lines_max) {}

void RequestLog::add(const LogEntry& entry) {
  const std::scoped_lock lock(mutex_);
  std::string line = log_line(++count_, entry);
  if (file_.is_open()) file_ << line << '\n' << std::flush;
  lines_.push_back(std::move(line));
  if (lines_.size() > lines_max_) lines_.pop_front();
}

std::string RequestLog::since(std::int64_t number) const {
  const std::scoped_lock lock(mutex_);
  const auto kept = static_cast<std::int64_t>(lines_.size());
  const std::int64_t first = count_ - kept + 1;
  const std::int64_t skipped = number < first ? 0 : std::min(kept, number - first + 1);
  std::string out;
  for (auto line = lines_.begin() + skipped; line != lines_.end(); ++line) out += *line + '\n';
  return out;
}

std::int64_t RequestLog::count() const {
  const std::scoped_lock lock(mutex_);
  return count_;
}

void RequestLog::forget() {
  const std::scoped_lock lock(mutex_);
  lines_.clear();
}

}  // namespace wick::sim
